import type { LiveDatabase, LiveMember } from '../model.ts';

/** Whether something happened to a database that may have moved a role: a pod came, went, restarted or became ready or not, a role changed. */
export function hasMoved(before: LiveDatabase | undefined, after: LiveDatabase): boolean {
  if (before === undefined) return false;
  return before.alarms.length !== after.alarms.length || isMoved(before.members, after.members);
}

function isMoved(before: readonly LiveMember[], after: readonly LiveMember[]): boolean {
  return before.length !== after.length || after.some((member, index) => !isWhereItWas(before[index], member));
}

/** What did not change is the same object. */
function isWhereItWas(before: LiveMember | undefined, after: LiveMember): boolean {
  if (before === undefined || before === after) return before === after;
  return (
    before.pod.uid === after.pod.uid &&
    before.trouble === after.trouble &&
    before.ready === after.ready &&
    before.restarts === after.restarts &&
    before.started === after.started &&
    before.role === after.role &&
    before.writable === after.writable
  );
}
