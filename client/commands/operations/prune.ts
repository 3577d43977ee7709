import type { KnownBackup } from '../../../core/backups/known.ts';
import type { Retention } from '../../../core/backups/retention.ts';
import { chooseDestination } from './destination.ts';
import { keptOf } from './choose-backup.ts';
import { choice, line } from './form.ts';
import { planned } from './planned.ts';
import { parseRetention, retentionText } from './retention-text.ts';

/** What many keep. The newest verified backup stays in any case. */
const USUAL: readonly (readonly [string, Retention])[] = [
  ['A few of each age', { last: 3, daily: 7, weekly: 4, monthly: 6 }],
  ['The newest', { last: 7 }],
  ['A month', { days: 30 }],
];

/** Rules of what stays; undefined where nobody says. */
export async function askRetention(title: string): Promise<Retention | undefined> {
  const chosen = await choice<Retention | null>(title, 'What stays? The newest verified backup always does.', [
    ...USUAL.map(([label, means]) => ({ label, description: retentionText(means), means })),
    { label: '$(edit) Say it yourself …', description: 'last, daily, weekly, monthly, days', means: null },
  ]);
  if (chosen !== null) return chosen;
  const text = await line({
    title,
    prompt: 'Which backups stay: how many of the last, the newest of so many days, weeks, months, all of so many days.',
    value: 'last 3, daily 7, weekly 4',
    wrong: (typed) => {
      const read = parseRetention(typed);
      return typeof read === 'string' ? read : undefined;
    },
  });
  const read = text === undefined ? undefined : parseRetention(text);
  return typeof read === 'string' ? undefined : read;
}

/** Whether snapshots are meant, where there are some and others; undefined where nobody says. */
async function askSnapshots(title: string, kept: readonly KnownBackup[]): Promise<boolean | undefined> {
  const snapshots = kept.filter(({ method }) => method === 'snapshot').length;
  if (snapshots === 0 || snapshots === kept.length) return snapshots > 0;
  return choice(title, 'Which backups?', [
    { label: 'Those at a destination', means: false },
    { label: 'Snapshots', means: true },
  ]);
}

/** Removes backups that no rule keeps, or the one that it was called on; its plan names each that goes, and why the others stay. */
export const pruneBackups = planned('prune-backups', 'Prune backups', async ({ sidebar }, target, argument) => {
  const called = keptOf(argument, target.database);
  if (called !== undefined)
    return {
      ...(called.method === 'snapshot' ? { method: 'snapshot' } : { destination: called.destination }),
      backups: [called.id],
    };
  const title = `Prune backups of ${target.database.name}`;
  const isOfSnapshots = await askSnapshots(title, target.database.kept ?? []);
  if (isOfSnapshots === undefined) return undefined;
  const destination = isOfSnapshots ? undefined : await chooseDestination(sidebar, target, title);
  if (destination === undefined && !isOfSnapshots) return undefined;
  const rules = await askRetention(title);
  return rules && { ...(destination === undefined ? { method: 'snapshot' } : { destination }), ...rules };
});
