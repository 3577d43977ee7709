import assert from 'node:assert/strict';
import { examined, found } from '../../test/doctor/examined.ts';
import { statefulSet, topology } from '../../test/restart/still-cluster.ts';
import { object } from '../../test/support/live.ts';
import { ordinal } from './ordinal.ts';

async function of(folder: string, container: string): Promise<string[]> {
  const objects = await topology(folder);
  const workload = objects.find(({ kind }) => kind === 'StatefulSet');
  assert.ok(workload);
  const over = { container, workload: object('StatefulSet', workload.metadata.name) };
  return found(ordinal, over, { objects, workload });
}

describe('Doctor: the role is not chosen by the ordinal', () => {
  it('is well for the sound PostgreSQL', async () => {
    assert.match((await of('postgresql', 'postgresql')).join(), /^well: /u);
  });

  it('is at risk for the naïve one, also while the first member leads', async () => {
    assert.match((await of('naive/postgresql-ordinal', 'postgresql')).join(), /^risk: The role follows the ordinal/u);
  });

  it('is unknown where its start is out of sight', async () => {
    const containers = [
      { name: 'postgres', image: 'postgres:16', envFrom: [], volumeMounts: [{ name: 'start', mountPath: '/start' }] },
    ];
    const volumes = [{ name: 'start', configMap: { name: 'start' } }];
    const workload = statefulSet({}, { template: { metadata: {}, spec: { containers, volumes } } });
    assert.match((await found(ordinal, {}, { workload })).join(), /^unknown: How its pods choose/u);
    const unread = await ordinal.look({ ...(await examined()), server: undefined });
    assert.deepEqual(
      unread.map(({ state }) => state),
      ['unknown'],
    );
  });
});
