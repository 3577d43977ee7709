import { r14NotNow } from '../refusals/r14-not-now.ts';
import type { Check } from './check.ts';
import { risk, unknown, well } from './finding.ts';

/** R14: nothing is under way that a failover would break: a backup, prepared transactions, commits that wait for a standby. */
export const busy: Check = {
  id: 'busy',
  title: 'Nothing is in the way now',
  of: 'failover',
  look: async ({ connection, database, workload, signal }) => {
    const { namespace, container, members, flavour } = database;
    if (workload === undefined || members.length < 2 || (flavour !== 'plain' && flavour !== 'sentinel')) return [];
    const options = { timeout: 20_000, ...(signal ? { signal } : {}) };
    const found = await r14NotNow({
      connection,
      database,
      workload,
      ask: (pod, script) => connection.exec({ namespace, pod, container }, ['sh', '-c', script], options),
      ...(signal ? { signal } : {}),
    });
    if (found.length === 0) return [well('Nothing is under way that a failover would break.', 'asked of the primary')];
    return found.map(({ what, evidence }) =>
      (what.includes('not known') ? unknown : risk)(what, evidence, 'Wait until that is over, and ask again.'),
    );
  },
};
