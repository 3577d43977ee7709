import type { Parameters } from '../../../core/runner/plan.ts';
import { elementOf } from '../targets/element.ts';
import { choice } from './form.ts';
import { planned } from './planned.ts';

/** Takes one member away for certain; called on a member's row, that one. */
export const fenceMember = planned('fence', 'Fence', (_, { database }, argument) => {
  const element = elementOf(argument);
  if (element?.kind === 'member') return Promise.resolve({ member: element.key });
  return choice<Parameters>(
    `Fence a member of ${database.name}`,
    'Which member is to go?',
    database.members.map(({ pod, role, node }) => ({
      label: pod.name,
      description: [role === 'unknown' ? undefined : role, node].filter((word) => word !== undefined).join(', '),
      means: { member: pod.name },
    })),
  );
});

/** Lets the member that is fenced come back. */
export const unfenceMember = planned('unfence', 'Unfence');
