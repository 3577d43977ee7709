import type { LiveMember } from '../inventory/model.ts';

/** No primary and no replicas: all members are the same to each other (Galera, Cassandra). Of none at all that is not known. */
export const areAlike = (members: readonly LiveMember[]): boolean =>
  members.length > 0 && members.every(({ role }) => role === 'member' || role === 'arbiter');
