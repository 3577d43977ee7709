import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import type { ObjectName } from '../../../core/cluster/connection.ts';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import { nameOf, World, type Exits, type Running } from './index.ts';

const JOB: ObjectName = nameOf(RESOURCES.jobs, 'shop', 'copy');

/** A world in which one Job's program runs, and what it heard. */
function started(program: (running: Running, world: World) => Promise<Exits>, ttl?: number) {
  const heard: string[] = [];
  const world: World = new World({
    job: () => undefined,
    program: (running) => {
      running.asked.addEventListener('abort', () => heard.push('asked'));
      running.gone.addEventListener('abort', () => heard.push('gone'));
      return program(running, world);
    },
    logs: ({ pod }) => `${pod} 1\n2\n3\n`,
  });
  const containers = [{ name: 'engine' }, { name: 'mover' }];
  world.put(RESOURCES.jobs, 'shop', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'copy' },
    spec: { ...(ttl === undefined ? {} : { ttlSecondsAfterFinished: ttl }), template: { spec: { containers } } },
  });
  return { world, heard };
}

const conditions = (world: World): unknown =>
  (world.store.find(JOB)?.['status'] as { conditions?: unknown } | undefined)?.conditions;

describe('programs in the pods of Jobs', () => {
  it('run once, and their exit codes are the pod’s and the Job’s end', async () => {
    let runs = 0;
    const { world } = started(async (_, { time }) => {
      runs++;
      await time.sleep(5_000);
      return { engine: 0, mover: 1 };
    });
    await world.time.pass(4_000);
    assert.equal(conditions(world), undefined);
    await world.time.pass(6_000);
    assert.deepEqual(conditions(world), [{ type: 'Failed', status: 'True' }]);
    const [pod] = world.store.all(RESOURCES.pods, 'shop');
    const { containerStatuses } = pod?.['status'] as unknown as { containerStatuses: { state: object }[] };
    assert.deepEqual(
      containerStatuses.map(({ state }) => state),
      [{ terminated: { exitCode: 0 } }, { terminated: { exitCode: 1 } }],
    );
    assert.equal(runs, 1);
  });

  it('hear that their pod is to end, and then that it is gone', async () => {
    const { world, heard } = started(() => new Promise(() => undefined));
    await world.time.pass(3_000);
    world.store.remove(JOB, { propagation: 'Foreground' });
    await world.time.pass(600);
    assert.deepEqual(heard, ['asked']);
    await world.time.pass(3_000);
    assert.deepEqual(heard, ['asked', 'gone']);
    assert.equal(world.store.find(JOB), undefined);
  });

  it('leave their Job until its time to live is over', async () => {
    const { world } = started(() => Promise.resolve({ engine: 0, mover: 0 }), 60);
    await world.time.pass(50_000);
    assert.deepEqual(conditions(world), [{ type: 'Complete', status: 'True' }]);
    await world.time.pass(20_000);
    assert.deepEqual([world.store.find(JOB), world.store.all(RESOURCES.pods, 'shop')], [undefined, []]);
  });

  it('print lines, of which a client reads the last ones', async () => {
    const { world } = started(() => new Promise(() => undefined));
    await world.time.pass(3_000);
    const [pod] = world.store.all(RESOURCES.pods, 'shop');
    const { connection } = world.process({ name: 'anna' });
    const target = { namespace: 'shop', pod: pod?.metadata.name ?? '', container: 'mover' };
    const read = async (tailLines: number) => text(await connection.logs(target, { tailLines }));
    assert.equal(await world.time.during(read(2)), '2\n3\n');
    assert.equal(await world.time.during(read(9)), `${target.pod} 1\n2\n3\n`);
    await assert.rejects(world.time.during(connection.logs({ ...target, pod: 'nobody' })), /no Pod nobody/u);
  });
});
