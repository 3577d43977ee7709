import type { Json } from '../../../../engines/model/object.ts';
import type { Connection } from '../../../cluster/connection.ts';
import { RESOURCES } from '../../../cluster/resources.ts';
import { ClusterTrouble } from '../../../cluster/trouble.ts';
import type { LiveDatabase } from '../../../inventory/model.ts';
import { keptOf, type ClaimKept } from '../../../procedures/claims/claim-kept.ts';
import { claimPlace, readVolume } from '../../../procedures/claims/volume-seen.ts';
import { doorOf } from '../../../procedures/door/door.ts';
import { fieldOf } from '../../../procedures/jobs/pod-words.ts';
import type { Facts } from '../../../runner/step.ts';
import { standingOf, type Standing } from '../standing.ts';

/** One volume of the old set: what it is called, and what the way back makes again. */
export interface OldVolume {
  readonly volume: string;
  /** What becomes of it when its claim goes, as it was. Undefined: volumes may not be read. */
  readonly policy: string | undefined;
  /** The claim template's name: `data`. */
  readonly template: string;
  readonly claim: ClaimKept;
}

/** How a set with more than one member stood before anything of it was touched. */
export interface SetStanding extends Standing {
  readonly volumes: readonly OldVolume[];
  /** Claims that should be there, and are not, or are not bound. In plain words. */
  readonly lacking: readonly string[];
  /** Services through which clients write. */
  readonly door: readonly string[];
  /** Leases that name one of its members, and which. */
  readonly leases: readonly { readonly name: string; readonly holder: string }[];
  /** Leases may not be listed: whether one names a member is not known. */
  readonly leasesUnseen: boolean;
  /** Who accepts writes, else who answers: its files are those that a member needs. */
  readonly model: string | undefined;
  readonly whenDeleted: string;
  /** The first ordinal. */
  readonly start: number;
}

/** The fact that keeps it. */
export const SET_STANDING = 'setStanding';

/** How it stands, or, where the operation is taken up again, how it stood. Throws {@link ClusterTrouble}. */
export async function setStandingOf(
  connection: Pick<Connection, 'read' | 'list'>,
  database: LiveDatabase,
  facts: Facts,
  signal?: AbortSignal,
): Promise<SetStanding> {
  const known = facts[SET_STANDING];
  if (known !== undefined) return known as unknown as SetStanding;
  const { namespace, workload, members } = database;
  const standing = await standingOf(connection, database, facts, signal);
  const options = signal ? { signal } : {};
  const place = { resource: RESOURCES.statefulSets, namespace, name: workload.name };
  const spec = fieldOf(await connection.read(place, options)).at('spec');
  const start = spec.at('ordinals', 'start').number() ?? 0;
  const templates = spec
    .at('volumeClaimTemplates')
    .items()
    .flatMap((one) => one.at('metadata', 'name').string() ?? []);
  const volumes: OldVolume[] = [];
  const lacking: string[] = [];
  for (let ordinal = start; ordinal < start + standing.replicas; ordinal++)
    for (const template of templates) {
      const found = await oldVolume(connection, namespace, `${template}-${workload.name}-${String(ordinal)}`, options);
      if (typeof found === 'string') lacking.push(found);
      else volumes.push({ ...found, template });
    }
  const leases = await leasesOf(connection, namespace, workload.name, options);
  const answering = members.filter(({ asked }) => asked.state === 'answered');
  return {
    ...standing,
    volumes,
    lacking,
    door: doorOf(database).services,
    leases: leases ?? [],
    leasesUnseen: leases === undefined,
    model: (answering.find(({ writable }) => writable === true) ?? answering[0])?.pod.name,
    whenDeleted: spec.at('persistentVolumeClaimRetentionPolicy', 'whenDeleted').string() ?? 'Retain',
    start,
  };
}

/** As plain JSON, for the journal. */
export const asSetFact = (standing: SetStanding): Json => JSON.parse(JSON.stringify(standing)) as Json;

async function oldVolume(
  connection: Pick<Connection, 'read'>,
  namespace: string,
  name: string,
  options: { readonly signal?: AbortSignal },
): Promise<Omit<OldVolume, 'template'> | string> {
  const body = await connection.read(claimPlace(namespace, name), options).catch((error: unknown) => {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  });
  if (body === undefined) return `there is no claim ${name}`;
  const claim = fieldOf(body);
  const volume = claim.at('spec', 'volumeName').string();
  const phase = claim.at('status', 'phase').string();
  if (volume === undefined || phase !== 'Bound' || claim.at('metadata', 'deletionTimestamp').exists)
    return `the claim ${name} is ${phase ?? 'not bound'}, or is going`;
  const seen = await readVolume({ see: connection, signal: options.signal }, volume).catch((error: unknown) => {
    if (error instanceof ClusterTrouble && error.kind === 'forbidden') return undefined;
    throw error;
  });
  return { volume, policy: seen?.policy, claim: keptOf(body) };
}

/** Leases that name a member, or that bear the set's name and name nobody; undefined where they may not be listed. */
async function leasesOf(
  connection: Pick<Connection, 'list'>,
  namespace: string,
  set: string,
  options: { readonly signal?: AbortSignal },
): Promise<SetStanding['leases'] | undefined> {
  const isMember = (holder: string): boolean =>
    holder.startsWith(`${set}-`) && /^\d+$/u.test(holder.slice(set.length + 1));
  let found: { name: string; holder: string }[] = [];
  try {
    for await (const { items, restarted } of connection.list(RESOURCES.leases, namespace, options)) {
      if (restarted === true) found = [];
      for (const lease of items) {
        const { name } = lease.metadata;
        const holder = fieldOf(lease).at('spec', 'holderIdentity').string() ?? '';
        if (isMember(holder) || (name === set && holder === '')) found.push({ name, holder });
      }
    }
    return found;
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'forbidden') return undefined;
    throw error;
  }
}
