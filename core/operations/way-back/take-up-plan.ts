import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { JournalRecord } from '../../runner/journal-model.ts';
import type { Operation, Plan, Situation } from '../../runner/plan.ts';
import { wayBackOf } from './way-back.ts';

/**
 * The plan with which an operation is taken up again: made anew from what is seen now. To take it back must not hang on what it began with (a server that answers, a destination that is
 * still there): where it cannot be planned, and its record tells what it may have made, the way back is planned from that. Throws as {@link Operation.plan}.
 */
export async function planTakeUp(
  operation: Operation,
  situation: Situation,
  record: JournalRecord,
  direction: 'forward' | 'back',
): Promise<Plan> {
  const anew = operation.plan(situation, record.parameters);
  if (direction === 'forward') return anew;
  try {
    const plan = await anew;
    if (plan.steps.length > 0 || record.steps.length === 0) return plan;
    const [refusal] = plan.refusals;
    const why = refusal === undefined ? 'nothing is to do.' : `${refusal.what} (${refusal.evidence})`;
    return wayBackOf(record, why) ?? plan;
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind === 'cancelled' || record.steps.length === 0) throw error;
    const back = wayBackOf(record, error.message);
    if (back === undefined) throw error;
    return back;
  }
}
