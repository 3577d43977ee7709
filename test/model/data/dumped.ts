import { createHash } from 'node:crypto';
import type { Manifest, Verification } from '../../../core/backups/manifest.ts';
import { MANIFEST_FILE, timeName } from '../../../core/backups/manifest-text.ts';
import type { ManifestStart } from '../../../core/backups/mover/request.ts';
import type { Shelf } from './shelf.ts';

/** The folder of the toy's backups. */
const TOP = 'kept/shop/orders';
/** The file with the rows. */
export const DATA = 'data';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Rows as the toy dumps them, a line each. */
export const dumpOf = (rows: Iterable<number>): string => [...rows].map((row) => `${String(row)}\n`).join('');

export const rowsIn = (dump: string): number[] =>
  dump.split('\n').flatMap((line) => (line === '' ? [] : [Number(line)]));

/** What a server said right before and right after a dump: `key=value` pairs. */
export type Said = Readonly<Record<string, string>>;

const countsIn = (said: Said): Record<string, number> =>
  Object.fromEntries(
    Object.entries(said).flatMap(([key, value]) =>
      key.startsWith('count.') ? [[key.slice('count.'.length), Number(value)]] : [],
    ),
  );

/** The manifest that the mover writes of it. */
export function manifestOf(start: ManifestStart, dump: string, before: Said, after: Said, ended: number): Manifest {
  const { role } = before;
  const query = before['query.text'];
  const answer = (when: string, value: string | undefined) => (value === undefined ? {} : { [when]: value });
  return {
    schema: 1,
    ...start,
    engineVersion: before['version'] ?? '',
    ended,
    from: before['position'],
    to: after['position'],
    identity: before['identity'],
    memberRole: role === 'primary' || role === 'replica' ? role : 'unknown',
    counts: countsIn(before),
    countsAfter: countsIn(after),
    ...(query === undefined
      ? {}
      : { query: { text: query, ...answer('before', before['query']), ...answer('after', after['query']) } }),
    compression: 'none',
    encryption: 'none',
    files: [{ name: DATA, size: Buffer.byteLength(dump), plainSize: Buffer.byteLength(dump), sha256: sha256(dump) }],
  };
}

/** Puts a whole backup there as an earlier operation left it. */
export function putBackup({ files }: Shelf, dump: string, manifest: Manifest): void {
  files.set(`${TOP}/${manifest.id}/${DATA}`, dump);
  files.set(`${TOP}/${manifest.id}/${MANIFEST_FILE}`, JSON.stringify(manifest));
}

/** Puts the outcome of a restore test beside it. */
export function putVerification(
  { files }: Shelf,
  { backup, at, outcome }: Pick<Verification, 'backup' | 'at' | 'outcome'>,
): void {
  const findings = outcome === 'verified' ? ['all is as it was'] : ['FAULT: it is not'];
  const verification: Verification = { schema: 1, backup, at, outcome, findings, seconds: 9, counts: {}, tool: 'toy' };
  files.set(`${TOP}/${backup}/verification-${timeName(at)}.json`, JSON.stringify(verification));
}

/** The dump of a backup, as it lies there. */
export const dumpAt = ({ files }: Shelf, id: string): string | undefined => files.get(`${TOP}/${id}/${DATA}`);
