import { snapshotEngineOf } from '../../../engines/snapshots.ts';
import type { Operation } from '../../runner/plan.ts';
import type { BackupTools } from '../backup/backup.ts';
import { planSnapshot, type SnapshotTools } from './backup-snapshot.ts';
import { planPruneSnapshots } from './prune-snapshots.ts';
import { planFromSnapshot, planSnapshotTest } from './restore-snapshot.ts';

type Planning = (tools: SnapshotTools, ...rest: Parameters<Operation['plan']>) => ReturnType<Operation['plan']>;

const PLANNING: Partial<Readonly<Record<Operation['id'], Planning>>> = {
  backup: planSnapshot,
  'verify-backup': planSnapshotTest,
  restore: planFromSnapshot,
  'prune-backups': planPruneSnapshots,
};

/** The same operation, which with `method: 'snapshot'` works with snapshots of volumes: they need no mover, and no destination. */
export function withSnapshots(operation: Operation, { dumpEngineOf, tool }: BackupTools): Operation {
  const planning = PLANNING[operation.id];
  if (planning === undefined) return operation;
  return {
    ...operation,
    plan: (situation, given) =>
      given['method'] === 'snapshot'
        ? planning({ snapshotEngineOf, dumpEngineOf, tool }, situation, given)
        : operation.plan(situation, given),
  };
}
