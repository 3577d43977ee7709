import { asVerification, timeName } from '../manifest-text.ts';
import { manifestOf } from './fetch.ts';
import { backupFolder } from './folders.ts';
import { joined, Obstacle, writeText, type Place } from './place.ts';
import type { AttestRequest } from './request.ts';

/** Writes the outcome of a restore test beside its backup, and gives the file's name. There must be a manifest that can be relied on. */
export async function attest({ destination, shelf, verification }: AttestRequest, place: Place): Promise<string> {
  const checked = asVerification(verification);
  if (typeof checked === 'string') throw new Obstacle(`The outcome of the restore test is none: ${checked}.`);
  const folder = backupFolder(destination, shelf, checked.backup);
  await manifestOf(place, folder, checked.backup);
  const name = `verification-${timeName(checked.at)}.json`;
  await writeText(place, joined(folder, name), `${JSON.stringify(checked, undefined, 2)}\n`);
  return name;
}
