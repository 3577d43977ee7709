import type { LiveDatabase, LiveMember } from '../model.ts';

/** Whether something happened to a database that may have moved a role: a pod came, went, restarted or became ready or not, a role changed. */
export function hasMoved(before: LiveDatabase | undefined, after: LiveDatabase): boolean {
  if (before === undefined) return false;
  return before.alarms.length !== after.alarms.length || signature(before.members) !== signature(after.members);
}

function signature(members: readonly LiveMember[]): string {
  return members
    .map(({ pod, trouble, ready, restarts, started, role, writable }) =>
      [pod.uid, trouble, ready, restarts, started, role, writable].join(' '),
    )
    .join('\n');
}
