import assert from 'node:assert/strict';
import { ledBy, parsed, withMember } from '../../../test/restart/still-cluster.ts';
import { OVER, planOf, refused, specOf, type Different } from '../../../test/support/standby-plan.ts';
import { BadParameter } from '../../runner/plan.ts';
import { addStandbyOperation } from './add-standby.ts';

const plan = (different: Different = {}) => planOf(addStandbyOperation, different);

describe('a plan to add a standby', () => {
  it('asks for one more, and waits until it follows and the primary sees it', async () => {
    const made = await plan();
    assert.deepEqual(refused(made), []);
    assert.deepEqual(
      made.steps.map(({ id }) => id),
      ['note-members', 'scale-out', 'follows'],
    );
    assert.equal(made.title, 'Add the standby orders-db-3 to orders-db');
    assert.equal(made.steps[2]?.deadline, 3_600);
    assert.match(made.steps[1]?.undo?.title ?? '', /scale orders-db back to 3; data-orders-db-3 stay/u);
    assert.match(made.warnings.join(), /scaled back to 3; data-orders-db-3 stay then/u);
  });

  it('is refused where a claim of a former member is still there (R30): it would start on old data', async () => {
    const more = parsed(`
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data-orders-db-3, namespace: shop, creationTimestamp: '2026-01-02T03:04:05Z' }
spec: { volumeName: pv-7 }`);
    assert.deepEqual(refused(await plan({ more })), [
      'R30: data-orders-db-3, made at 2026-01-02T03:04:05Z, volume pv-7',
    ]);
  });

  it('is allowed where only its members have claims', async () => {
    const more = parsed(`
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data-orders-db-2, namespace: shop }`);
    assert.deepEqual(refused(await plan({ more })), []);
  });

  it('is refused where nothing shows that a new member copies the primary (R30)', async () => {
    const without = (await plan({ change: (one) => (one.kind === 'ConfigMap' ? { ...one, data: {} } : one) })).refusals;
    assert.match(without.map(({ evidence }) => evidence).join(), /no script in sight copies the primary/u);
  });

  it('is refused while a member is away (R15)', async () => {
    const database = withMember(ledBy(0, OVER), 1, { streaming: false });
    assert.deepEqual(refused(await plan({ database })), ['R15: orders-db-1 receives no changes']);
    assert.deepEqual(refused(await plan()), []);
  });

  it('is refused where the primary has no slot left for one more (R30)', async () => {
    const primary = { slots: 'a b', used: 'a b', room: '0' };
    assert.match(refused(await plan({ primary })).join(), /max_replication_slots is reached: a b/u);
    assert.deepEqual(refused(await plan({ primary: { ...primary, room: '1' } })), []);
    assert.deepEqual(refused(await plan({ primary: { slots: 'a', used: '', room: '0' } })), []);
  });

  it('is refused where nobody is known to lead (R15)', async () => {
    const made = await plan({ silent: ['orders-db-0'] });
    assert.match(refused(made).join(), /^R15: orders-db-0: no answer; /u);
    assert.deepEqual(made.steps, []);
  });

  it('says that a claim goes where the set deletes those of members that go', async () => {
    const change = specOf({ persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } });
    assert.match((await plan({ change })).warnings.join(), /Kubernetes deletes the claims/u);
  });

  it('wants a deadline from a minute to a day, and nothing that it does not know', async () => {
    for (const parameters of [{ deadline: 5 }, { deadline: '1 h' }, { force: true }])
      await assert.rejects(plan({ parameters }), BadParameter);
    assert.equal((await plan({ parameters: { deadline: 90 } })).steps[2]?.deadline, 90);
  });
});
