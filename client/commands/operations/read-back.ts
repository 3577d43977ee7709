import type { KnownBackup } from '../../../core/backups/known.ts';
import type { Parameters } from '../../../core/runner/plan.ts';
import { askBackup, canBeRead } from './choose-backup.ts';
import { choice, line, wrongName } from './form.ts';
import { planned } from './planned.ts';

/** Names a backup as the operations want it. */
const named = ({ id, destination, method }: KnownBackup): Parameters => ({
  backup: id,
  // A snapshot lies in the cluster itself.
  ...(method === 'snapshot' ? {} : { destination }),
  ...(method === undefined ? {} : { method }),
});

/** Tests a backup: it is read back into a throw-away instance and checked. */
export const verifyBackup = planned('verify-backup', 'Test a backup', async (_, { database }, argument) => {
  const backup = await askBackup(`Test a backup of ${database.name}`, database, argument, canBeRead);
  return backup && named(backup);
});

/** The longest name of a new instance: it leaves room for the ordinal, and for what Kubernetes adds in labels. */
const LONGEST = 52;

/** Whether it goes in the place of the database; undefined where nobody says. */
const askPlace = (title: string, name: string): Promise<boolean | undefined> =>
  choice(title, 'Where to?', [
    {
      label: '$(add) A new instance beside it',
      detail: `${name} is not touched.`,
      means: false,
    },
    {
      label: '$(replace) In its place',
      detail: `Restored beside and checked first; then the Services turn to it. ${name} stays, stopped, with its data: that is the way back.`,
      means: true,
    },
  ]);

/** Restores a backup as a new instance beside the database, or in its place. */
export const restoreBackup = planned('restore', 'Restore', async (_, { cluster, database }, argument) => {
  const title = `Restore a backup of ${database.name}`;
  const backup = await askBackup(title, database, argument, (one) => canBeRead(one) && one.state !== 'failed');
  if (backup === undefined) return undefined;
  const isInPlace = backup.method !== 'snapshot' && (await askPlace(title, database.name));
  if (isInPlace === undefined) return undefined;
  if (isInPlace) return { ...named(backup), into: 'place' };
  const taken = [...cluster.view.databases.values()]
    .filter(({ namespace }) => namespace === database.namespace)
    .map(({ workload }) => workload.name);
  const value = `${database.workload.name.slice(0, LONGEST - 9)}-restored`;
  const name = await line({
    title,
    prompt: `The new instance’s name. ${database.name} is not touched.`,
    value: taken.includes(value) ? '' : value,
    wrong: wrongName(LONGEST, taken),
  });
  return name === undefined ? undefined : { ...named(backup), name };
});
