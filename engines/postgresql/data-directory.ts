import { wordsKnown } from '../configuration/calls.ts';
import { configurationVariablesSeen, readVariable } from '../configuration/environment.ts';
import { mayPrepareDirectory, unreadProgram } from '../configuration/sight.ts';
import { isOfficialOrMirror } from '../configuration/image.ts';
import type { DataDirectory, EngineContext } from '../model/engine.ts';
import type { Image } from '../model/workload.ts';
import { isUnknown } from '../model/object.ts';
import { readsUnseenFile } from './configuration.ts';
import { latestMajor, officialDirectory, officialFamily, variantDirectories } from './facts.ts';
import { knownPrograms } from './programs.ts';

/** Directories that images set apart for a volume; a data directory below one is made by the server itself. */
const VOLUMES = [
  '/var/lib/postgresql/data',
  '/var/lib/postgresql',
  '/bitnami/postgresql',
  '/home/postgres/pgdata',
  '/var/lib/pgsql/data',
  '/pgdata',
];

/** Tags of `postgres` that follow the newest major. */
const NEWEST_TAG = /^(?:latest|alpine|bookworm|trixie)$/u;

/**
 * Where PostgreSQL writes here: `-D`, `data_directory`, PGDATA, or the image's default for its version. Undefined where it is set to
 * something out of sight, or nothing is known of the image.
 */
export function dataDirectory(context: EngineContext): DataDirectory | undefined {
  const isCertain = !mayBeSetElsewhere(context);
  const setting = context.settings.get('data_directory');
  if (setting !== undefined) {
    if (isUnknown(setting.value)) return undefined;
    const why = setting.from === 'file' ? 'data_directory in its configuration file says so' : 'its arguments say so';
    return said(setting.value, isCertain, why, setting.source);
  }
  return fromVariable(context, isCertain) ?? (isSetOutOfSight(context) ? undefined : byDefault(context, isCertain));
}

/** Variables that name the directory, by image; Patroni's comes first wherever Patroni runs. */
function variableNames(variant: string): readonly string[] {
  if (variant === 'sclorg') return [];
  const ofImage = variant === 'bitnami' || variant === 'repmgr' ? ['POSTGRESQL_DATA_DIR', 'PGDATA'] : ['PGDATA'];
  // https://patroni.readthedocs.io/en/latest/ENVIRONMENT.html#postgresql
  return ['PATRONI_POSTGRESQL_DATA_DIR', ...ofImage];
}

function fromVariable({ container, variant }: EngineContext, isCertain: boolean): DataDirectory | undefined {
  const directory = readVariable(container, ...variableNames(variant));
  if (directory?.state === 'known' && directory.value !== '') {
    const { name, source } = directory.variable;
    return said(directory.value, isCertain, `${name} says so`, source);
  }
  const root = ROOTS[variant];
  const above = root && readVariable(container, root.variable);
  if (root === undefined || above?.state !== 'known') return undefined;
  const mountAt = clean(above.value);
  const path = `${mountAt}/${root.below}`;
  const { source } = above.variable;
  const found = said(path, isCertain, `${root.variable} says so`, source);
  return found.mountAt === path ? { ...found, mountAt, ownSubdirectory: true } : found;
}

/** Variables that name a directory above the data. Sources: the Dockerfile of spilo, `stolon-keeper --help`. */
const ROOTS: Readonly<Record<string, { readonly variable: string; readonly below: string }>> = {
  spilo: { variable: 'PGROOT', below: 'data' },
  stolon: { variable: 'STKEEPER_DATA_DIR', below: 'postgres' },
};

function isSetOutOfSight({ container, variant }: EngineContext): boolean {
  const root = ROOTS[variant]?.variable;
  const names = root === undefined ? variableNames(variant) : [...variableNames(variant), root];
  return (
    readVariable(container, ...names)?.state === 'unknown' ||
    container.scripts.some(({ value }) => /\bPGDATA=/u.test(value))
  );
}

function said(text: string, certain: boolean, why: string, source: DataDirectory['source']): DataDirectory {
  const path = clean(text);
  const mountAt = VOLUMES.find((volume) => path === volume || path.startsWith(`${volume}/`)) ?? path;
  return { path, certain, why, source, mountAt, ownSubdirectory: mountAt !== path };
}

function clean(path: string): string {
  return path.replace(/\/+$/u, '').replaceAll(/\/{2,}/gu, '/');
}

function byDefault(context: EngineContext, isCertain: boolean): DataDirectory | undefined {
  const { variant, container } = context;
  const known = variantDirectories[variant];
  if (known !== undefined) {
    const { path, mountAt, ownSubdirectory } = known;
    return {
      path,
      mountAt,
      ownSubdirectory,
      certain: isCertain,
      why: `the default of ${variant} images`,
      source: undefined,
    };
  }
  if (variant === 'crunchy') return likely('/pgdata', 'Crunchy images write below /pgdata');
  const major = context.version?.major ?? (isNewest(container.image, variant) ? latestMajor.value : undefined);
  if (major === undefined || !officialFamily.includes(variant)) return byMount(context, major);
  const path = officialDirectory.value(major);
  const isNested = major >= 18;
  return {
    path,
    certain: isCertain && isOriginal(context),
    why: isNested
      ? `the default of postgres images from version 18 on${context.version === undefined ? ' (this tag follows the newest version)' : ''}`
      : 'the default of postgres images up to version 17',
    source: undefined,
    mountAt: isNested ? '/var/lib/postgresql' : path,
    ownSubdirectory: isNested,
  };
}

/** An image or version that is not known: where it mounts something tells which layout its author had in mind. */
function byMount({ container }: EngineContext, major: number | undefined): DataDirectory | undefined {
  const mounts = container.mounts.map(({ path }) => path).filter((path) => path !== undefined);
  const isBitnami = mounts.some((path) => path.startsWith('/bitnami/postgresql'));
  if (isBitnami) return likely('/bitnami/postgresql/data', 'a volume is mounted where bitnami images write');
  if (mounts.some((path) => path.startsWith('/var/lib/pgsql'))) {
    return likely('/var/lib/pgsql/data', 'a volume is mounted where Red Hat packages write');
  }
  if (mounts.some((path) => path.startsWith('/home/postgres/pgdata'))) {
    return likely('/home/postgres/pgdata/pgroot/data', 'a volume is mounted where spilo images write');
  }
  const isNested = major === undefined ? mounts.includes('/var/lib/postgresql') : major >= 18;
  const path = officialDirectory.value(isNested ? Math.max(major ?? 0, latestMajor.value) : 17);
  return likely(path, 'the default of postgres images, if this one is built from them');
}

function likely(path: string, why: string): DataDirectory {
  return said(path, false, why, undefined);
}

function isNewest(image: Image | undefined, variant: string): boolean {
  if (variant !== 'official' || image === undefined) return false;
  return image.tag === undefined ? image.digest === undefined : NEWEST_TAG.test(image.tag);
}

/** The official image and those of known makers; not one of somebody's own by the official name. */
export function isOriginal({ container, variant }: EngineContext): boolean {
  const { image } = container;
  return image !== undefined && (variant !== 'official' || isOfficialOrMirror(image));
}

/** Something out of sight may name another directory: a template, a configuration file, variables, or a script. */
function mayBeSetElsewhere(context: EngineContext): boolean {
  const { container } = context;
  return (
    !wordsKnown(container) ||
    readsUnseenFile(context) ||
    !configurationVariablesSeen(container) ||
    unreadProgram(container, knownPrograms) !== undefined ||
    mayPrepareDirectory(context, knownPrograms, /data_directory/u)
  );
}
