import type { Database } from '../../../engines/model/database.ts';
import { isWithin, mountOf } from '../../../engines/model/builder.ts';
import type { Mount } from '../../../engines/model/workload.ts';
import { mountsKnown } from './mounts.ts';

/** A claim that was meant for the data and holds none of it. */
export interface MisplacedMount {
  readonly mount: Mount;
  /** Where it belongs. */
  readonly mountAt: string;
  /**
   * The image's own `VOLUME` between the mount and the data: a container runtime lays a throw-away volume over it. The directory
   * that belongs on the claim is this one.
   */
  readonly imageVolume?: string;
}

/** Places whose names say that something else than the data goes there. */
const OTHER_PURPOSE =
  /back-?up|dump|archive|restore|export|import|(?:^|[/_-])(?:wal|logs?|tmp|temp|run|etc|conf(?:ig)?|conf\.d|certs?|tls|ssl|ssh|secrets?|scripts?|init\w*|plugins?|share|shared|tablespaces?|binlogs?|snapshots?|s3)(?:[/_.-]|$)/iu;

/**
 * The claim that is mounted, but not where this engine and version writes; undefined where the data lies on some volume, where the
 * directory is not certain, or where the claim may be meant for something else.
 */
export function misplacedMount(database: Database): MisplacedMount | undefined {
  const { directory, mount, elsewhere } = database.data;
  if (directory?.certain !== true || !mountsKnown(database)) return undefined;
  const { path, mountAt } = directory;
  if (mount !== undefined) return hiddenByImage(database, mount);
  const candidates = elsewhere.filter(
    ({ readOnly, path: at }) => !readOnly && at !== undefined && !OTHER_PURPOSE.test(at),
  );
  const [first] = [
    ...candidates.filter((one) => isNear(database, one.path ?? '', path)),
    ...(candidates.length === 1 ? candidates : []),
  ];
  return first && { mount: first, mountAt };
}

/** A log beside the data that the data's claim does not hold. */
export interface LogOutside {
  readonly mount: Mount;
  readonly log: string;
  /** Where a mount would hold both; undefined where there is no such place. */
  readonly mountAt: string | undefined;
}

/** The log that must last as long as the data, where the data lies on a claim and the log on nothing that lasts. */
export function logOutside(database: Database): LogOutside | undefined {
  const { directory, mount, volume } = database.data;
  const isClaim = volume?.kind === 'claim' || volume?.kind === 'claim-template';
  if (directory?.log === undefined || !directory.certain || mount === undefined || !isClaim) return undefined;
  const { log, mountAt } = directory;
  const other = mountOf(log, database.container.mounts);
  const isKept = other !== undefined && other.volume?.kind !== 'empty-dir';
  if (isKept || !mountsKnown(database)) return undefined;
  const holdsBoth =
    other === undefined && mount.subPath === undefined && isWithin(log, mountAt) && mount.path !== mountAt;
  return { mount, log, mountAt: holdsBoth ? mountAt : undefined };
}

/** True where a mount stands at a data directory of this engine, or in the same tree as this one's. */
function isNear({ engine }: Database, at: string, directory: string): boolean {
  return engine.dataPaths.some((known) => isWithin(at, known) || isWithin(known, at)) || isWithin(at, directory);
}

function hiddenByImage(database: Database, mount: Mount): MisplacedMount | undefined {
  const { volume } = database.data;
  const isClaim = volume?.kind === 'claim' || volume?.kind === 'claim-template';
  const imageVolume = isClaim ? imageVolumeBelow(database, mount) : undefined;
  return imageVolume === undefined ? undefined : { mount, mountAt: imageVolume, imageVolume };
}

/** The image's own volume that lies between a mount and the data directory, and that the mount therefore does not hold. */
export function imageVolumeBelow({ engine, context, data }: Database, mount: Mount): string | undefined {
  const { directory } = data;
  const at = mount.path;
  if (directory === undefined || at === undefined) return undefined;
  const volumes = engine.imageVolumes?.(context).value ?? [];
  return volumes.find((one) => one !== at && isWithin(one, at) && isWithin(directory.path, one));
}
