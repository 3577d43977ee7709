import assert from 'node:assert/strict';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { DATA_CASES } from './data/cases.ts';
import type { Case } from './engines/cases.ts';
import { assertConverged } from './engines/honest.ts';
import { begin } from './engines/kill.ts';
import { orders as ordersOf, type Orders } from './engines/orders.ts';
import { nameOf } from './fake/index.ts';

/** Milliseconds between one moment at which a pod dies and the next. */
const STEP = process.env['PLINTH_SOAK'] === '1' ? 20 : 200;

/** Milliseconds until it is planned, and has begun. */
const BEGUN = 800;

/** Pods that die, by their names. */
const VICTIMS = {
  'the pod of its Job': /^plinth-(backup|list|restore|attest|prune)-/u,
  'a member of its database': /^orders-1$/u,
  'the new instance': /^(plinth-verify-abcd2345|copy)-0$/u,
} as const;

/** Ends those that are there now; gives whether there was one that had not ended. */
function strike({ world }: Orders, victim: RegExp): boolean {
  const found = world.store.all(RESOURCES.pods, 'shop').filter(({ metadata, status }) => {
    const { phase } = (status ?? {}) as { phase?: string };
    return victim.test(metadata.name) && metadata['deletionTimestamp'] === undefined && phase === 'Running';
  });
  for (const { metadata } of found) world.store.remove(nameOf(RESOURCES.pods, 'shop', metadata.name));
  return found.length > 0;
}

/** The pod dies at each moment in turn, until the operation ends before; gives how often it ended in which phase. */
async function everyMoment(one: Case, victim: RegExp): Promise<ReadonlyMap<string, number>> {
  const phases = new Map<string, number>();
  for (let moment = BEGUN; ; moment += STEP) {
    const orders = await ordersOf(moment / STEP, one.options);
    await one.before(orders);
    let isOver = false;
    const struck = { hit: false, late: false };
    void orders.world.time.sleep(moment).then(() => {
      struck.late = isOver;
      struck.hit = !isOver && strike(orders, victim);
    });
    const record = await begin(orders, one, orders.world.process({ name: 'anna' }));
    isOver = true;
    await orders.world.time.pass(moment);
    if (struck.hit) {
      const phase = record?.phase ?? 'never-begun';
      phases.set(phase, (phases.get(phase) ?? 0) + 1);
      await assertConverged(orders, one, record).catch((error: unknown) => {
        throw new Error(`after ${String(moment)} ms, ${phase}: ${String(error)}`, { cause: error });
      });
    }
    orders.server.stop();
    if (struck.late) return phases;
  }
}

const { backup, restore, 'verify-backup': verify, 'prune-backups': prune } = DATA_CASES;
const DYING = [
  ['backup', backup, ['the pod of its Job', 'a member of its database']],
  ['verify-backup', verify, ['the pod of its Job', 'the new instance']],
  ['restore', restore, ['the pod of its Job', 'the new instance']],
  ['prune-backups', prune, ['the pod of its Job']],
] as const;

for (const [name, one, victims] of DYING)
  describe(`the real ${name}, under which a pod dies`, function () {
    this.timeout(process.env['PLINTH_SOAK'] === '1' ? 3_600_000 : 120_000);
    for (const victim of victims)
      it(`${victim}, at any moment: it ends honestly, and nothing is called what it is not`, async () => {
        const phases = await everyMoment(one, VICTIMS[victim]);
        if (process.env['PLINTH_TELL'] === '1') console.log(name, victim, [...phases].join(' '));
        assert.ok([...phases.values()].reduce((sum, count) => sum + count, 0) > 3, [...phases].join(' '));
      });
  });
