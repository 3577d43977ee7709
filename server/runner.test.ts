import assert from 'node:assert/strict';
import { CancellationTokenSource, ResponseError } from 'vscode-languageserver';
import { Runner } from './runner.ts';

describe('the runner', () => {
  let clock = 0;
  let yields = 0;
  const logged: string[] = [];
  const environment = {
    fileSystem: undefined,
    yield: () => {
      yields += 1;
      return Promise.resolve();
    },
    now: () => clock,
  };
  const runner = new Runner(environment, (text) => logged.push(text));
  beforeEach(() => {
    clock = 0;
    yields = 0;
    logged.length = 0;
  });

  it('answers what is harmless when something fails, and says so once', async () => {
    const { token } = new CancellationTokenSource();
    const fail = (): never => {
      throw new Error('our fault');
    };
    assert.deepEqual(await runner.answer('x', token, [], fail), []);
    assert.deepEqual(await runner.answer('x', token, [], fail), []);
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /^x failed: Error: our fault/);
  });

  it('answers cancelled requests without working', async () => {
    const source = new CancellationTokenSource();
    source.cancel();
    const answer = runner.answer('x', source.token, 1, () => assert.fail('worked'));
    await assert.rejects(answer, (error: unknown) => error instanceof ResponseError && error.code === -32800);
    assert.deepEqual(logged, []);
  });

  it('gives way every ten milliseconds, and ends cancelled work there', async () => {
    const source = new CancellationTokenSource();
    const slice = runner.slice(source.token);
    clock = 9;
    await slice.pause();
    assert.equal(yields, 0);
    clock = 10;
    await slice.pause();
    assert.equal(yields, 1);
    source.cancel();
    clock = 20;
    await assert.rejects(slice.pause());
    await runner.attempt('x', () => slice.pause());
    assert.deepEqual(logged, []);
  });
});
