import type { DatabaseChange } from '../../changes/database-change.ts';
import type { Rule } from '../rule.ts';
import { breaksQuorum } from './breaks-quorum.ts';
import { dataOrphaned } from './data-orphaned.ts';
import { downgrade } from './downgrade.ts';
import { immutableField } from './immutable-field.ts';
import { initOnlySetting } from './init-only-setting.ts';
import { majorUpgrade } from './major-upgrade.ts';
import { removed } from './removed.ts';
import { shrinksStorage } from './shrinks-storage.ts';

/** What a change of manifests would do to a database that is there. */
export const changeRules: readonly Rule<DatabaseChange>[] = [
  immutableField,
  majorUpgrade,
  downgrade,
  initOnlySetting,
  dataOrphaned,
  shrinksStorage,
  breaksQuorum,
  removed,
];
