import { elementOf } from '../targets/element.ts';
import { planned } from './planned.ts';

/** Lets a member follow the present primary again; called on a member's row, that one, else the one that is fenced. */
export const rejoinMember = planned('rejoin', 'Rejoin', (_, __, argument) => {
  const element = elementOf(argument);
  return Promise.resolve(element?.kind === 'member' ? { member: element.key } : {});
});
