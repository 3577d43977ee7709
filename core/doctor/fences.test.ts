import assert from 'node:assert/strict';
import { found, node } from '../../test/doctor/examined.ts';
import { statefulSet } from '../../test/restart/still-cluster.ts';
import { object } from '../../test/support/live.ts';
import { fences } from './fences.ts';

const asked = [{ name: 'postgres-0', facts: { role: 'primary' }, why: undefined }];
const [F1, F2] = [
  'well: postgres-0 can be fenced by its engine (F1).',
  'well: The primary’s pod can be taken away (F2, F2b), and its claim stays.',
];

describe('Doctor: the old primary can be fenced', () => {
  it('is well by its engine and by its pod', async () => {
    assert.deepEqual(await found(fences, {}, { asked }), [F1, F2]);
  });

  it('is at risk where scaling in deletes the claim, the node is away, or pods are replaced at once', async () => {
    const deleting = statefulSet({}, { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } });
    assert.match((await found(fences, {}, { asked, workload: deleting }))[1] ?? '', /^risk: .*delete its claim/u);
    const away = await found(fences, {}, { asked, nodes: [node('node-a', false)] });
    assert.match(away[1] ?? '', /^risk: .*node-a is not Ready/u);
    const workload: ReturnType<typeof statefulSet> = { ...statefulSet(), kind: 'Deployment' };
    const over = { workload: { ...object('Deployment', 'postgres'), apiVersion: 'apps/v1' } };
    assert.match((await found(fences, over, { asked, workload }))[1] ?? '', /^risk: Its pods cannot be taken away/u);
  });

  it('is at risk where the engine’s own fence would not outlive a restart', async () => {
    const facts = { passing: '', remote: '0', events: '0', starts: 'ro', file: '/var/lib/mysql/primary' };
    const of = (more: object): Promise<string[]> =>
      found(
        fences,
        { engine: 'mariadb' },
        { asked: [{ name: 'postgres-0', facts: { ...facts, ...more }, why: undefined }] },
      );
    assert.equal((await of({}))[0], F1);
    assert.match(
      (await of({ starts: 'rw' }))[0] ?? '',
      /^risk: postgres-0 cannot be fenced by its engine .*over a restart/u,
    );
    assert.match((await of({ passing: 'app@%' }))[0] ?? '', /^risk: .*may write although it is read-only/u);
  });

  it('is unknown where the primary does not answer, the engine is not learnt, or nodes cannot be seen', async () => {
    const silent = [{ name: 'postgres-0', facts: undefined, why: 'no answer' }];
    assert.match((await found(fences, {}, { asked: silent }))[0] ?? '', /^unknown: .*it does not answer/u);
    assert.match((await found(fences, { engine: 'mongodb' }, { asked }))[0] ?? '', /^unknown: /u);
    assert.match((await found(fences, {}, { asked, nodes: [] }))[1] ?? '', /^unknown: /u);
  });

  it('is left to whoever is in charge', async () => {
    const all = await found(fences, { flavour: 'patroni' });
    assert.deepEqual(all, ['well: Fencing is up to whoever is in charge of the roles.']);
  });
});
