import type { IndexedBackup } from './manifest.ts';
import { asManifest, asVerification } from './manifest-text.ts';
import { parseMoverLine, type ListedBackup } from './mover/lines.ts';

/** The backups at a destination, as the mover's `list` found them. */
export interface Index {
  /** By database, the oldest first. */
  readonly backups: readonly ListedBackup[];
  /** The log had its last line, and as many lines as that says. Where not, the index is not to be relied on for what is *not* in it. */
  readonly complete: boolean;
  /** Why the mover gave up, in plain words. */
  readonly error: string | undefined;
}

const STATES: readonly string[] = ['unverified', 'verified', 'failed', 'partial'] satisfies IndexedBackup['state'][];

/** What a line tells is checked again: a log is nothing to be trusted. */
function sound({ shelf, backup }: ListedBackup): boolean {
  const { namespace, name } = shelf;
  if (typeof namespace !== 'string' || typeof name !== 'string') return false;
  if (typeof backup.id !== 'string' || !STATES.includes(backup.state)) return false;
  if (backup.manifest === undefined) return backup.state === 'partial';
  if (typeof asManifest(backup.manifest) === 'string') return false;
  return backup.verification === undefined || typeof asVerification(backup.verification) !== 'string';
}

/** Reads the log of the mover's `list`. Lines of others in it (Node's warnings) are passed over. */
export function indexOf(log: string): Index {
  const backups: ListedBackup[] = [];
  let listed: number | undefined;
  let error: string | undefined;
  for (const text of log.split('\n')) {
    const line = parseMoverLine(text);
    if (line === undefined) continue;
    if ('listed' in line) listed = line.listed;
    if ('error' in line) error = line.error;
    if ('listedBackup' in line && isSound(line.listedBackup)) backups.push(line.listedBackup);
  }
  return { backups, complete: error === undefined && listed === backups.length, error };
}

function isSound(listed: ListedBackup): boolean {
  try {
    return sound(listed);
  } catch {
    // A part of it is no object.
    return false;
  }
}
