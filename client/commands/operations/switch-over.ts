import type { Parameters } from '../../../core/runner/plan.ts';
import { lagWords } from '../../words/lag.ts';
import { elementOf } from '../targets/element.ts';
import { choice } from './form.ts';
import { planned } from './planned.ts';

/** A replica takes over from the primary, in order; called on a member's row, that one. */
export const switchOver = planned('switchover', 'Switch over', (_, { database }, argument) => {
  const element = elementOf(argument);
  if (element?.kind === 'member') return Promise.resolve({ to: element.key });
  const replicas = database.members.filter(({ role }) => role === 'replica');
  if (replicas.length < 2) return Promise.resolve({});
  return choice<Parameters>(`Switch over ${database.name}`, 'Who is to lead?', [
    { label: 'Whoever is least behind', means: {} },
    ...replicas.map(({ pod, lag, node }) => ({
      label: pod.name,
      description: [lagWords(lag), node].filter((word) => word !== undefined).join(', '),
      means: { to: pod.name },
    })),
  ]);
});
