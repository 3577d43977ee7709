import assert from 'node:assert/strict';
import { MemoryCluster } from '../../test/runner/memory-cluster.ts';
import { begin, DATABASE, planOf, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import { listOperations, NoWayBack, OperationRefused, resumeOperation, runPlan } from './index.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import type { Plan } from './plan.ts';

const plan = planOf([switchStep('a'), switchStep('b')]);
const silent = {
  id: 'R11',
  kind: 'mend',
  what: 'The server does not say how it stands.',
  evidence: 'orders-0 did not answer',
  wayOut: 'Mend what it complains of.',
} as const;

describe('an operation that cannot be planned any more', () => {
  for (const [what, now, error] of [
    ['with the reason of its refusal', { ...plan, steps: [], refusals: [silent] }, OperationRefused],
    ['where nothing is refused, and nothing is to do', { ...plan, steps: [] }, NoWayBack],
  ] as const satisfies readonly (readonly [string, Plan, unknown])[])
    for (const direction of ['forward', 'back'] as const)
      it(`is not taken up ${direction}, ${what}; its journal stays as it was`, async () => {
        const cluster = withSwitches(new MemoryCluster());
        const clock = new VirtualClock();
        let writes = 0;
        const dying = cluster.connect(({ verb }) => {
          if (['create', 'replace', 'patch'].includes(verb)) writes++;
          if (writes > 6) throw new ClusterTrouble('unreachable', 'killed');
        });
        await clock.during(runPlan({ ...begin(dying, plan), ...clock.times })).catch(() => undefined);
        const connection = cluster.connect();
        const read = async () => (await listOperations(connection, 'shop', DATABASE)).operations[0]?.record;
        const record = await read();
        assert.equal(record?.phase, 'running');
        const taking = { connection, plan: now, record, holder: 'ben@desk', direction, ...clock.times };
        await assert.rejects(clock.during(resumeOperation(taking)), error);
        assert.deepEqual(await read(), record);
      });
});
