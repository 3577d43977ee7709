import assert from 'node:assert/strict';
import { fenceOperation } from '../../core/operations/fence/fence.ts';
import { restartOperation } from '../../core/operations/restart/restart.ts';
import { stopOperation } from '../../core/operations/stop/stop.ts';
import { switchoverOperation } from '../../core/operations/switchover/switchover.ts';
import { GATE } from '../../core/procedures/fence/change.ts';
import { FENCED } from '../../core/procedures/fence/note.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { FenceLab, type Asked } from './fence-lab.ts';

const ROWS = 1_000;

const without = (all: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));

describeOnCluster('fences of members of a PostgreSQL on a real cluster', function () {
  this.timeout('10m');
  let lab: FenceLab;
  let asBefore: Asked;
  let revision: string | undefined;

  before(async () => {
    lab = await FenceLab.open('postgresql', 'fences-postgresql');
    await lab.lab.live();
    asBefore = await lab.asked();
    revision = (await lab.set()).status.updateRevision;
  });
  after(() => lab.close());

  /** Fences a member and lets it come back: the others stay the pods that they were, and it comes back on its own claim with its rows. */
  async function thereAndBack(ordinal: number, way: 'gate' | 'scale', table: string): Promise<Asked> {
    const member = `${lab.name}-${String(ordinal)}`;
    await lab.write(table, ROWS);
    const [pods, claims] = [await lab.pods(), await lab.claims()];
    await lab.fence({ member, way });

    assert.deepEqual(without(await lab.pods(), member), without(pods, member), 'another member’s pod was replaced');
    const fenced = await lab.seen((found) => found.fenced === member);
    assert.ok(
      fenced.members.every(({ pod, ready }) => pod.name !== member || !ready),
      `${member} serves`,
    );
    const asked = await lab.asked();
    if (way === 'gate') assert.match(JSON.stringify(asked.gates), new RegExp(GATE, 'u'));
    else assert.equal(asked.replicas, asBefore.replicas - 1);
    await assert.rejects(lab.sql(member, 'SELECT 1'), `${member} answers`);

    await lab.unfence();
    await lab.lab.live();
    const [podsAfter, claimsAfter] = [await lab.pods(), await lab.claims()];
    assert.deepEqual(without(podsAfter, member), without(pods, member), 'another member’s pod was replaced');
    assert.notEqual(podsAfter[member], pods[member]);
    assert.deepEqual(claimsAfter, claims, 'another claim');
    assert.equal(await lab.sql(member, `SELECT count(*) FROM ${table}`), String(ROWS));
    const { updateRevision, currentRevision } = (await lab.set()).status;
    assert.deepEqual([updateRevision, currentRevision], [revision, revision], 'its template is another one');
    return lab.asked();
  }

  it('F2 on the last member', async () => {
    assert.deepEqual(await thereAndBack(2, 'scale', 'last'), asBefore);
  });

  it('F2 on the first member, by spec.ordinals.start', async () => {
    const after = await thereAndBack(0, 'scale', 'first');
    assert.deepEqual(after, asBefore);
  });

  it('F2b on a middle member, held at the gate', async () => {
    assert.deepEqual(await thereAndBack(1, 'gate', 'middle'), asBefore);
  });

  it('is shown, and keeps other operations away until it is lifted', async () => {
    const member = `${lab.name}-2`;
    await lab.lab.live();
    await lab.fence({ member, way: 'gate' });
    assert.equal((await lab.set()).metadata.annotations?.[FENCED], member);
    for (const operation of [stopOperation, restartOperation, switchoverOperation]) {
      const { plan } = await lab.plan(operation, {}, (found) => found.fenced === member);
      const refusal = plan.refusals.find(({ id, what }) => id === 'R15' && what.startsWith(member));
      assert.match(refusal?.evidence ?? '', /^fenced by the operation fence\d+.*asked for by test/u, operation.id);
      assert.match(refusal?.wayOut ?? '', /plinth unfence/u);
    }
    await lab.unfence();
    await lab.lab.live();
    const { plan } = await lab.plan(restartOperation, {});
    assert.deepEqual(
      plan.refusals.filter(({ id }) => id === 'R15'),
      [],
    );
  });

  it('R6: with whenScaled: Delete only by the gate', async () => {
    const policy = (whenScaled: string): Promise<string> =>
      lab.here([
        'patch',
        'statefulset',
        lab.name,
        '--type=merge',
        `--patch=${JSON.stringify({ spec: { persistentVolumeClaimRetentionPolicy: { whenScaled } } })}`,
      ]);
    const member = `${lab.name}-2`;
    await policy('Delete');
    try {
      const ids = async (way: string): Promise<readonly string[]> =>
        (await lab.plan(fenceOperation, { member, way })).plan.refusals.map(({ id }) => id);
      assert.deepEqual(await ids('scale'), ['R6']);
      assert.deepEqual(await ids('gate'), []);
    } finally {
      await policy('Retain');
    }
    await until('the policy of before', { seconds: 30, advice: 'Look at the set.', every: 500 }, async () =>
      JSON.stringify(await lab.set()).includes('"whenScaled":"Retain"'),
    );
  });
});
