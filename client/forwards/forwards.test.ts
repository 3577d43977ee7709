import assert from 'node:assert/strict';
import type { Connection } from '../../core/cluster/connection.ts';
import { Forwards } from './forwards.ts';

describe('port forwards', () => {
  function made(taken: readonly number[] = []) {
    const closed: number[] = [];
    const asked: (number | undefined)[] = [];
    const connection = {
      forward: (_: unknown, local?: number) => {
        asked.push(local);
        if (local !== undefined && taken.includes(local)) return Promise.reject(new Error('EADDRINUSE'));
        const port = local ?? 50_000;
        return Promise.resolve({ port, close: () => Promise.resolve(void closed.push(port)) });
      },
    } as unknown as Connection;
    return { connection, closed, asked, forwards: new Forwards() };
  }

  const to = { context: 'a', database: 'd', namespace: 'shop', pod: 'postgres-0', to: 5432 };

  it('take the same number where it is free, and are opened once', async () => {
    const { connection, asked, forwards } = made();
    const one = await forwards.start(connection, to);
    assert.equal(one.port, 5432);
    assert.equal(await forwards.start(connection, to), one);
    assert.deepEqual(asked, [5432]);
    assert.deepEqual(forwards.of('a', 'd'), [one]);
    assert.deepEqual(forwards.of('a', 'other'), []);
  });

  it('take any number where it is not', async () => {
    const { connection, forwards } = made([5432]);
    assert.equal((await forwards.start(connection, to)).port, 50_000);
  });

  it('stop one by one, with their context, and tell it', async () => {
    const { connection, closed, forwards } = made();
    let told = 0;
    forwards.onChange(() => (told += 1));
    const one = await forwards.start(connection, to);
    await forwards.start(connection, { ...to, context: 'b', to: 5433 });
    await forwards.stop(one);
    await forwards.stop(one);
    await forwards.stopAll('a');
    assert.deepEqual(closed, [5432]);
    await forwards.stopAll('b');
    assert.deepEqual(closed, [5432, 5433]);
    assert.equal(told, 4);
  });
});
