import type { KnownBackup } from '../../../core/backups/known.ts';
import type { LiveDatabase } from '../../../core/inventory/model.ts';
import { keyOfKept } from '../../views/databases/keys.ts';
import { keptItem } from '../../views/databases/kept-items.ts';
import { moment } from '../../words/time.ts';
import { elementOf } from '../targets/element.ts';
import { choice } from './form.ts';

/** The backup that a row stands for; undefined where the command was not called on a backup's row. */
export function keptOf(argument: unknown, database: LiveDatabase): KnownBackup | undefined {
  const element = elementOf(argument);
  if (element?.kind !== 'kept') return undefined;
  const found = database.kept?.find((one) => keyOfKept(one) === element.key);
  if (found === undefined) throw new Error('this backup is not known any more.');
  return found;
}

/** The backup that a command was called on, else one that is asked for; undefined where nobody chooses. Throws where none is known that fits. */
export async function askBackup(
  title: string,
  database: LiveDatabase,
  argument: unknown,
  fits: (backup: KnownBackup) => boolean,
): Promise<KnownBackup | undefined> {
  const called = keptOf(argument, database);
  if (called !== undefined) return called;
  const fitting = (database.kept ?? []).filter(fits);
  if (fitting.length === 0)
    throw new Error(
      `no backup of ${database.name} is known that fits. «Look for Backups Anew» reads what lies at its destinations.`,
    );
  const now = Date.now();
  return choice(
    title,
    'Which backup?',
    fitting.map((backup) => {
      const { icon, label, description = '' } = keptItem(backup, now, []);
      return {
        label: `$(${icon?.name ?? 'history'}) ${label}`,
        description,
        detail: backup.started === undefined ? backup.id : `${backup.id}, begun ${moment(backup.started)}`,
        means: backup,
      };
    }),
  );
}

/** Whether a restore, or a test of one, can be tried: all of it is there. */
export const canBeRead = ({ state }: KnownBackup): boolean => state !== 'partial';
