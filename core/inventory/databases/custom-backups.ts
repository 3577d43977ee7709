import { Field } from '../../../engines/model/field.ts';
import type { BackupKind } from '../../../engines/operators/index.ts';
import type { LiveBackup } from '../model.ts';
import { kindKey } from '../store/keys.ts';
import type { LiveLookup } from '../store/live-lookup.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { kindInStore } from './operated.ts';
import { time } from './pod-state.ts';
import type { Unit } from './unit.ts';

/** Of backups that do not repeat, this many are shown, the newest: operators keep one object for each. */
const MOST = 10;

/** Backups by custom resources of the unit's operator. */
export function customBackupsOf({ operated, object }: Unit, lookup: LiveLookup): LiveBackup[] {
  if (operated === undefined) return [];
  const namespace = object.namespace ?? '';
  return operated.operator.backups.flatMap((kind) =>
    [...lookup.bucket(kindKey(kindInStore(kind), namespace))]
      .filter((backup) => databaseOf(backup, kind) === object.name)
      .map((backup) => describe(backup, kind))
      .sort((a, b) => (b.last ?? 0) - (a.last ?? 0))
      .slice(0, MOST),
  );
}

function databaseOf(backup: StoredObject, { database }: BackupKind): string | undefined {
  return database.map((path) => new Field(backup).at(...path).string()).find((name) => name !== undefined);
}

function describe(backup: StoredObject, kind: BackupKind): LiveBackup {
  const root = new Field(backup);
  const last = kind.last.map((path) => time(root.at(...path).string())).find((at) => at !== undefined);
  const word = kind.result && root.at(...kind.result).string();
  const result =
    word === undefined
      ? undefined
      : kind.succeeded.includes(word)
        ? 'succeeded'
        : kind.failed.includes(word)
          ? 'failed'
          : 'running';
  return {
    object: backup.ref,
    form: 'custom-resource',
    schedule: kind.schedule && root.at(...kind.schedule).string(),
    suspended: (kind.suspended && root.at(...kind.suspended).boolean()) ?? false,
    last,
    result,
    lastSuccess: result === 'succeeded' ? last : undefined,
  };
}
