import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pico from 'picocolors';
import { StubCluster, databaseObjects } from '../test/editor/stub-cluster.ts';
import { chooseContexts } from './choose-contexts.ts';
import { status } from './status.ts';
import type { Screen, StatusRequest } from './status-request.ts';
import { UsageError } from './usage-error.ts';

/** A screen that keeps what is written. */
function screenOf(ended: Promise<void> = Promise.resolve(), terminal = false): Screen & { text: () => string } {
  let written = '';
  return {
    write: (text) => {
      written += text;
    },
    colors: pico.createColors(false),
    terminal,
    ended,
    text: () => written,
  };
}

describe('plinth status', function () {
  this.timeout(30_000);
  let folder: string;
  let stub: StubCluster;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plinth-status-'));
    stub = new StubCluster();
    for (const object of databaseObjects('shop', 'orders', 2)) stub.put(object);
    await stub.listen();
    writeFileSync(join(folder, 'config'), stub.kubeconfig());
  });
  after(async () => {
    await stub.close();
    rmSync(folder, { recursive: true });
  });

  const request = async (more: Partial<StatusRequest> = {}): Promise<StatusRequest> => ({
    contexts: await chooseContexts({ names: [], all: false, kubeconfig: join(folder, 'config') }),
    namespaces: [],
    format: 'text',
    watch: false,
    ...more,
  });

  it('prints a table of databases and members, unknown as ?, and ends', async () => {
    const screen = screenOf();
    await status(await request(), screen);
    const lines = screen.text().split('\n');
    assert.match(lines[0] ?? '', /^stub {2}Kubernetes 1\.36\.3, 1 database/u);
    const row = lines.find((line) => line.startsWith('shop/orders'));
    assert.match(row ?? '', /PostgreSQL 16\.4 .* 2\/2/u);
    assert.match(row ?? '', /\? of /u);
    assert.doesNotMatch(screen.text(), /undefined|NaN|\b0 B of/u);
    for (const pod of ['orders-0', 'orders-1'])
      assert.ok(
        lines.some((line) => line.includes(`  ${pod}`)),
        pod,
      );
  });

  it('prints the model as JSON, with null for what is unknown', async () => {
    const screen = screenOf();
    const code = await status(await request({ format: 'json' }), screen);
    const { contexts } = JSON.parse(screen.text()) as {
      contexts: { state: { phase: string }; databases: Record<string, unknown>[] }[];
    };
    assert.equal(contexts[0]?.state.phase, 'connected');
    const [database] = contexts[0].databases;
    assert.deepEqual(
      [database?.['id'], database?.['health']],
      ['shop/StatefulSet/orders/postgres', code === 0 ? 'healthy' : 'degraded'],
    );
    const [storage] = database?.['storage'] as Record<string, unknown>[];
    assert.equal(storage?.['used'], null);
  });

  it('says with code 2 that a cluster is not reached, and shows the others all the same', async () => {
    const gone = join(folder, 'gone');
    writeFileSync(gone, stub.kubeconfig('gone').replace(stub.url, 'http://127.0.0.1:9'));
    const [context] = await chooseContexts({ names: [], all: false, kubeconfig: gone });
    const asked = await request();
    const screen = screenOf();
    const code = await status({ ...asked, contexts: [context!, ...asked.contexts] }, screen);
    assert.equal(code, 2);
    assert.match(screen.text(), /gone {2}not reached: .+/u);
    assert.match(screen.text(), /shop\/orders/u);
  });

  it('tells every change in a line while it watches, and ends when told', async () => {
    let end = (): void => undefined;
    const screen = screenOf(new Promise((resolve) => (end = resolve)));
    const running = status(await request({ watch: true }), screen);
    const appears = async (pattern: RegExp): Promise<void> => {
      for (let round = 0; round < 200 && !pattern.test(screen.text()); round += 1)
        await new Promise((resolve) => setTimeout(resolve, 25));
      assert.match(screen.text(), pattern);
    };
    await appears(/shop\/orders \w+, 2\/2 ready/u);
    stub.remove('Pod', 'shop', 'orders-1');
    await appears(/shop\/orders degraded, 1\/2 ready/u);
    for (const object of databaseObjects('shop', 'orders', 2)) stub.put(object);
    await appears(/1\/2 ready[\s\S]*2\/2 ready/u);
    end();
    await running;
  });

  it('draws in place on a terminal', async () => {
    let end = (): void => undefined;
    const screen = screenOf(new Promise((resolve) => (end = resolve)), true);
    const running = status(await request({ watch: true }), screen);
    for (let round = 0; round < 200 && !screen.text().includes('shop/orders'); round += 1)
      await new Promise((resolve) => setTimeout(resolve, 25));
    end();
    await running;
    assert.ok(screen.text().includes(`${String.fromCharCode(27)}[H`));
    assert.match(screen.text(), /shop\/orders/u);
  });

  it('refuses a context that is not there, and says which there are', async () => {
    const kubeconfig = join(folder, 'config');
    await assert.rejects(chooseContexts({ names: ['nope'], all: false, kubeconfig }), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /«nope».*stub/u);
      return true;
    });
    await assert.rejects(chooseContexts({ names: [], all: false, kubeconfig: join(folder, 'none') }), UsageError);
  });
});
