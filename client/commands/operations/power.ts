import { elementOf } from '../targets/element.ts';
import { planned } from './planned.ts';

/** Stops a database cleanly, with a record of what was. */
export const stopDatabase = planned('stop', 'Stop');

/** Starts what was stopped, as it was. */
export const startDatabase = planned('start', 'Start');

/** Restarts the members one after the other, standbys first; called on a member's row, that member alone. */
export const restartDatabase = planned('restart', 'Restart', (_, __, argument) => {
  const element = elementOf(argument);
  return Promise.resolve(element?.kind === 'member' ? { members: [element.key] } : {});
});
