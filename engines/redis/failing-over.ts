import type { FailingOverEngine } from '../model/failing-over.ts';
import type { RestFacts } from '../model/stopping.ts';
import type { Flavour } from './flavour.ts';
import { numberOf } from './switching-facts.ts';
import { cannotLead } from './switching-unfit.ts';

/** By the offsets of one replication stream; those of two cannot be compared. */
function ahead(one: RestFacts, other: RestFacts): number | undefined {
  const [own, others] = [numberOf(one['position']), numberOf(other['position'])];
  if (own === undefined || others === undefined) return undefined;
  return one['history'] !== undefined && one['history'] === other['history'] ? own - others : undefined;
}

/**
 * How a replica of Redis or Valkey takes over without its primary. What the primary alone had nobody can count: neither its snapshot nor its append only file says where in the
 * replication stream its commands stand. https://redis.io/docs/latest/operate/oss_and_stack/management/replication/
 */
export const failingOverOf = ({ id }: Flavour): FailingOverEngine => ({
  engine: id,
  cannotLead,
  ahead,
  // What it has received it has done.
  unapplied: ({ position }) => (numberOf(position) === undefined ? 'its offset is not known' : undefined),
  cannotFollow: (candidate, other) => {
    const by = ahead(candidate, other);
    return by !== undefined && by >= 0
      ? undefined
      : 'it may have commands that the new primary has not, and would be filled anew';
  },
  source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/replication/',
});
