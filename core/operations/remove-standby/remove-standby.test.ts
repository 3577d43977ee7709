import assert from 'node:assert/strict';
import { ledBy, parsed, withMember } from '../../../test/restart/still-cluster.ts';
import { asking, OVER, planOf, refused, specOf, type Different } from '../../../test/support/standby-plan.ts';
import { BadParameter } from '../../runner/plan.ts';
import { removeStandbyOperation } from './remove-standby.ts';

const plan = (different: Different = {}) => planOf(removeStandbyOperation, different);

describe('a plan to remove a standby', () => {
  it('lets the last member go, looks at the others, and drops its slot', async () => {
    const made = await plan({ primary: { slots: 'orders_db_1 orders_db_2', used: 'orders_db_1 orders_db_2' } });
    assert.deepEqual(refused(made), []);
    assert.deepEqual(
      made.steps.map(({ id }) => id),
      ['note-members', 'scale-in', 'others-follow', 'canary', 'release'],
    );
    assert.equal(made.title, 'Remove the standby orders-db-2 of orders-db');
    assert.match(made.outcome, /data-orders-db-2 stay/u);
    assert.match(made.steps.at(-1)?.title ?? '', /^Drop orders_db_2 on orders-db-0/u);
    assert.ok(made.steps.at(-1)?.undo, 'a slot that was dropped can be made again');
    assert.ok(made.steps.every(({ removesWrites }) => !removesWrites));
  });

  it('drops nothing where the primary keeps nothing for it', async () => {
    assert.ok(!(await plan()).steps.some(({ id }) => id === 'release'));
  });

  it('finds the slot of a member that does not answer by its name', async () => {
    const made = await plan({ silent: ['orders-db-2'], primary: { slots: 'backup orders_db_2', used: '' } });
    assert.match(made.steps.at(-1)?.title ?? '', /^Drop orders_db_2 /u);
    assert.match(made.warnings.join(), /Nobody uses backup, orders_db_2/u);
  });

  it('is refused where the last member leads (R15), and says to switch over first', async () => {
    const [refusal] = (await plan({ database: ledBy(2, OVER) })).refusals;
    assert.equal(refusal?.id, 'R15');
    assert.equal(refusal.wayOut, 'Switch over first: plinth switchover orders-db');
  });

  it('is refused where commits would wait for ever (R15)', async () => {
    assert.deepEqual(refused(await plan({ primary: { synchronous_standby_names: 'ANY 2 (*)' } })), [
      'R15: synchronous_standby_names: ANY 2 (*); left without orders-db-2: orders-db-1',
    ]);
    const named = { synchronous_standby_names: 'FIRST 1 ("orders-db-2")' };
    assert.equal((await plan({ primary: named })).refusals.length, 1);
    assert.equal((await plan({ primary: { synchronous_standby_names: 'ANY (' } })).refusals.length, 1);
  });

  it('is allowed where enough synchronous standbys are left, and where nobody waits for them', async () => {
    for (const primary of [
      { synchronous_standby_names: 'ANY 1 (*)' },
      { synchronous_standby_names: '' },
      { synchronous_standby_names: 'ANY 2 (*)', synchronous_commit: 'local' },
    ])
      assert.deepEqual(refused(await plan({ primary })), []);
  });

  it('is refused below what was said to be the least (R15)', async () => {
    assert.deepEqual(refused(await plan({ parameters: { keep: 3 } })), ['R15: 3 members must stay, as was said']);
    assert.deepEqual(refused(await plan({ parameters: { keep: 2 } })), []);
    const more = parsed(`
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: three, namespace: shop }
spec: { minAvailable: 3, selector: { matchLabels: { app: orders-db } } }`);
    assert.deepEqual(refused(await plan({ more })), ['R15: PodDisruptionBudget three: minAvailable 3']);
  });

  it('asks for typing where no standby is left (R15)', async () => {
    const whole = ledBy(0, OVER);
    const database = { ...whole, members: whole.members.slice(0, 2), replicas: { ...whole.replicas, desired: 2 } };
    const change = asking(2);
    const [refusal] = (await plan({ database, change })).refusals;
    assert.deepEqual([refusal?.id, refusal?.kind], ['R15', 'typed']);
    assert.deepEqual(refused(await plan({ database, change, parameters: { keep: 1 } })), []);
  });

  it('is refused while another member is away (R15)', async () => {
    const database = withMember(ledBy(0, OVER), 1, { streaming: false });
    assert.deepEqual(refused(await plan({ database })), ['R15: orders-db-1 receives no changes']);
    const own = withMember(ledBy(0, OVER), 2, { streaming: false });
    assert.deepEqual(refused(await plan({ database: own })), []);
  });

  it('is refused where its claims would be deleted (R6)', async () => {
    const change = specOf({ persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } });
    assert.deepEqual(refused(await plan({ change })), [
      'R6: spec.persistentVolumeClaimRetentionPolicy.whenScaled is Delete',
    ]);
  });

  it('wants a number of members, and nothing that it does not know', async () => {
    for (const parameters of [{ keep: 0 }, { keep: 'two' }, { force: true }])
      await assert.rejects(plan({ parameters }), BadParameter);
  });
});
