// Runners that die at a step, and others that take over.
import assert from 'node:assert/strict';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import type { BackupTools } from '../../core/operations/backup/backup.ts';
import {
  LeaseLost,
  resumeOperation,
  runPlan,
  type JournalRecord,
  type Operation,
  type Parameters,
} from '../../core/runner/index.ts';
import { mortal } from '../runner/mortal.ts';
import type { BackupLab } from './lab.ts';

export type Make = (tools: BackupTools) => Operation;

interface Until {
  readonly lab: BackupLab;
  readonly mover: string;
  readonly step: string;
  readonly operation: Make;
  readonly given: Parameters;
}

/** Runs until a step works, and then calls; gives the last record that was written. */
export async function untilStep(
  { lab, mover, step, operation, given }: Until,
  then: (record: JournalRecord, kill: () => void) => void,
): Promise<JournalRecord> {
  const { connection, kill } = mortal(lab.connection);
  const { plan, id } = await lab.plan(operation, given, mover, connection);
  assert.deepEqual(plan.refusals, []);
  let last: JournalRecord | undefined;
  let isTold = false;
  try {
    return await runPlan({
      connection,
      plan,
      id,
      holder: `test-${id}`,
      by: 'test',
      onEvent: ({ record }) => {
        last = record;
        if (isTold || record.steps.find((one) => one.id === step)?.state !== 'running') return;
        isTold = true;
        then(record, kill);
      },
    });
  } catch (error) {
    if (!(error instanceof LeaseLost) && !(error instanceof ClusterTrouble)) throw error;
    return last ?? assert.fail('nothing was written');
  }
}

interface TakeUp {
  readonly lab: BackupLab;
  readonly mover: string;
  readonly operation: Make;
  readonly direction: 'forward' | 'back';
}

/** Another runner takes an operation up, with a plan made anew. */
export async function takeUp(
  { lab, mover, operation, direction }: TakeUp,
  record: JournalRecord,
): Promise<JournalRecord> {
  const plan = await lab.planAgain(operation, record, mover);
  return resumeOperation({ connection: lab.connection, plan, record, direction, holder: `test-${direction}` });
}
