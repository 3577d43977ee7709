import { keyOfKept } from '../../views/databases/keys.ts';
import type { Command } from '../context.ts';
import { elementOf } from '../targets/element.ts';
import { databaseTarget } from '../targets/pick.ts';
import { askBackup } from './choose-backup.ts';

/** Shows what is known of a backup, its manifest with it where a journal has kept that; read only. */
export const showManifest: Command = async ({ sidebar, documents }, argument) => {
  const target = await databaseTarget(sidebar, argument, 'Show a backup', ({ kept }) => (kept ?? []).length > 0);
  if (target === undefined) return;
  const { cluster, database } = target;
  const backup = await askBackup(`Backups of ${database.name}`, database, argument, () => true);
  if (backup === undefined) return;
  const address = { shows: 'backup', context: cluster.context.id, database: database.id } as const;
  // A click on a row shows it without taking the keyboard away from the tree.
  const preserveFocus = elementOf(argument) !== undefined;
  await documents.show({ ...address, backup: keyOfKept(backup) }, { preserveFocus });
};
