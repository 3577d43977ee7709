import type { Manifest, Verification } from './manifest.ts';

/** A backup's id: `20261122t103000z-k3v9x2ab`. What is not of this form at a destination is none of ours. */
export const BACKUP_ID = /^\d{8}t\d{6}z-[a-z0-9]{8}$/u;

/** `verification-20261122t103000z.json` */
export const VERIFICATION_FILE = /^verification-\d{8}t\d{6}z\.json$/u;

export const MANIFEST_FILE = 'manifest.json';

/** The time as ids and names of files have it: `20261122t103000z`. Takes milliseconds since 1970. */
export function timeName(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '').toLowerCase()}z`;
}

type Wanted = 'string' | 'number' | 'object' | 'string?' | 'object?' | readonly string[];

const MANIFEST: Readonly<Record<keyof Manifest, Wanted>> = {
  schema: 'number',
  id: 'string',
  database: 'object',
  engine: 'string',
  engineVersion: 'string',
  method: ['logical', 'physical', 'snapshot'],
  consistency: ['application', 'crash'],
  started: 'number',
  ended: 'number',
  from: 'string?',
  to: 'string?',
  identity: 'string?',
  member: 'string',
  memberRole: ['primary', 'replica', 'unknown'],
  files: 'object',
  counts: 'object',
  countsAfter: 'object?',
  countLimits: 'object?',
  query: 'object?',
  compression: ['zstd', 'none'],
  encryption: ['age', 'none'],
  tool: 'string',
};

const VERIFICATION: Readonly<Record<keyof Verification, Wanted>> = {
  schema: 'number',
  backup: 'string',
  at: 'number',
  outcome: ['verified', 'failed'],
  findings: 'object',
  seconds: 'number',
  counts: 'object',
  tool: 'string',
};

const FILE: Readonly<Record<string, Wanted>> = {
  name: 'string',
  size: 'number',
  plainSize: 'number',
  sha256: 'string',
};

const NAMES: Readonly<Record<string, Wanted>> = { namespace: 'string', kind: 'string', name: 'string' };

/** The first thing that is wrong with a value, in plain words; undefined where it fits. */
function misfit(value: unknown, shape: Readonly<Record<string, Wanted>>): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is no object';
  for (const [key, wanted] of Object.entries(shape)) {
    const found = (value as Record<string, unknown>)[key];
    const fits =
      typeof wanted !== 'string'
        ? typeof found === 'string' && wanted.includes(found)
        : wanted.endsWith('?')
          ? found === undefined || found === null || typeof found === wanted.slice(0, -1)
          : wanted === 'number'
            ? typeof found === 'number' && Number.isFinite(found)
            : typeof found === wanted && found !== null;
    if (!fits) return `«${key}» is missing or not what it should be`;
  }
  return undefined;
}

/** A file's name that stays within its folder. */
const plainName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]*$/u.test(name);

/** Checks a manifest that was read from somewhere. Gives what is wrong with it in plain words where it cannot be relied on. */
export function asManifest(value: unknown): Manifest | string {
  const schema = (value as { schema?: unknown } | null)?.schema;
  if (typeof schema === 'number' && schema !== 1) return `its schema ${schema} is newer than this Plinth knows`;
  const wrong = misfit(value, MANIFEST);
  if (wrong !== undefined) return wrong;
  const manifest = value as Manifest;
  const inDatabase = misfit(manifest.database, NAMES);
  if (inDatabase !== undefined) return `database: ${inDatabase}`;
  if (!Array.isArray(manifest.files) || manifest.files.length === 0) return 'it names no files';
  for (const file of manifest.files as readonly unknown[]) {
    const inFile = misfit(file, FILE);
    if (inFile !== undefined) return `files: ${inFile}`;
    if (!plainName((file as { name: string }).name)) return 'files: a name that leaves its folder';
  }
  return manifest;
}

/** Checks an outcome of a restore test that was read from somewhere; else says what is wrong with it. */
export function asVerification(value: unknown): Verification | string {
  const wrong = misfit(value, VERIFICATION);
  if (wrong !== undefined) return wrong;
  return Array.isArray((value as Verification).findings) ? (value as Verification) : '«findings» is no list';
}

/** Reads JSON and checks it. */
export function parsed<T>(text: string, as: (value: unknown) => T | string): T | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  return as(value);
}
