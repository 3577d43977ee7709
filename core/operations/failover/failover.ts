import { expectedOutage } from '../../procedures/door/outage.ts';
import type { Operation, Plan } from '../../runner/plan.ts';
import { find } from './found.ts';
import { failoverSteps } from './steps.ts';
import { fenceWords, lossExpected, warningsOf } from './words.ts';

/**
 * Failover: a replica takes over from a primary that says nothing any more. The old one is fenced for certain first, what is lost is read from its volume before anybody is promoted, and it stays
 * fenced afterwards. Its parameters: {@link ./parameters.ts}.
 */
export const failoverOperation: Operation = {
  id: 'failover',
  title: 'Fail Over',
  plan: async (situation, given) => {
    const { database, connection, id } = situation;
    const { namespace, workload, name } = database;
    const found = await find(situation, given);
    const base = {
      operation: 'failover',
      database: { namespace, kind: workload.kind, name: workload.name },
      parameters: given,
      danger: 'typed',
      estimate: undefined,
      rto: await expectedOutage(connection, database, { operation: 'failover', seconds: {} }),
    } as const;
    if (!('over' in found))
      return {
        ...base,
        title: `Fail over ${name}`,
        outcome: 'A replica leads, and the old primary is kept away.',
        steps: [],
        refusals: found.refusals,
        warnings: [],
        rpo: { seconds: undefined, from: 'nobody was found who could lead' },
      } satisfies Plan;
    const { over, isAgain, maxLoss, volume, pausing, door } = found;
    const { leader, candidate, others } = over.switching;
    const followers =
      others.length === 0 ? '' : `, and ${others.join(', ')} follow${others.length === 1 ? 's' : ''} it`;
    return {
      ...base,
      title: `Fail over ${name} from ${leader} to ${candidate}`,
      outcome: `${candidate} leads, the write Services lead to it${followers}. ${leader} stays fenced, with its volume, until it is made to follow.`,
      steps: failoverSteps(id, found),
      refusals: isAgain ? [] : [...found.against, ...pausing.refusals],
      warnings: isAgain ? [] : [...found.evidence, ...warningsOf(over, volume, found.pod?.grace), ...pausing.warnings],
      rpo: lossExpected(over, volume, maxLoss),
      roles: {
        leader,
        candidate,
        services: door.services,
        // Nobody can ask the old primary how far they are behind it.
        gaps: [candidate, ...others].map((member) => ({ name: member })),
        fence: fenceWords(over.fence),
      },
    } satisfies Plan;
  },
};
