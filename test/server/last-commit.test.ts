import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { CodeLens } from 'vscode-languageserver-protocol';
import { ordersSet } from '../../server/rules/change/example.ts';
import { LanguageClient } from './language-client.ts';

const ME = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

const NAME = 'orders.yaml';
const PATIENCE_MS = 8_000;

describe('what has changed since the last commit', function () {
  this.timeout(20_000);
  let client: LanguageClient;
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-C', client.folder, ...args], { env: { ...process.env, ...ME } });
  };
  const commit = (): void => {
    git('add', '--all');
    git('commit', '--quiet', '--message=state');
  };
  const rules = async (): Promise<string[]> =>
    (await client.rules(NAME)).map(String).filter((code) => code.startsWith('change/'));
  const titles = async (): Promise<string[]> => {
    const lenses: CodeLens[] = await client.connection.sendRequest('textDocument/codeLens', {
      textDocument: { uri: client.uri(NAME) },
    });
    const resolved = await Promise.all(
      lenses.map((lens) => client.connection.sendRequest<CodeLens>('codeLens/resolve', lens)),
    );
    return resolved.map(({ command }) => command?.title ?? '');
  };
  /** Asks until it is so: the comparison waits for a moment of quiet. */
  async function become<T>(ask: () => Promise<T>, wanted: T): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const seen = await ask();
      if (JSON.stringify(seen) === JSON.stringify(wanted) || Date.now() > end) {
        assert.deepEqual(seen, wanted);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  beforeEach(async () => {
    client = await LanguageClient.start({ files: { [NAME]: ordersSet({ replicas: 3 }) } });
    git('init', '--quiet');
    commit();
  });
  afterEach(() => client.stop());

  it('is told at the line, and over the workload, until it is committed', async () => {
    await client.open(NAME, ordersSet({ replicas: 3, image: 'postgres:17.2' }));
    await become(rules, ['change/major-upgrade']);
    const [, change] = await titles();
    assert.equal(
      change,
      'Since the last commit: 1 risk · Its pods are restarted one after the other, the highest ordinal first, whoever leads',
    );
    await client.write(NAME, ordersSet({ replicas: 3, image: 'postgres:17.2' }));
    commit();
    await client.watched('.git/logs/HEAD', 2);
    await become(rules, []);
    assert.equal((await titles()).length, 1);
  });

  it('says what a harmless change does, too', async () => {
    await client.open(NAME, ordersSet({ replicas: 2 }));
    await become(
      async () => (await titles()).slice(1),
      ['Since the last commit: Scaled in from 3 to 2: orders-2 end; their claims stay'],
    );
    assert.deepEqual(await rules(), []);
  });

  it('is nothing where all is as it was, in another order', async () => {
    const text = ordersSet({ replicas: 3 });
    await client.open(
      NAME,
      text.replace('  serviceName: orders\n  replicas: 3\n', '  replicas: 3\n  serviceName: orders\n'),
    );
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.deepEqual([await rules(), (await titles()).length], [[], 1]);
  });

  it('may be accepted with a reason, and then is no comment in vain', async () => {
    const after = ordersSet({ replicas: 3, image: 'postgres:17.2' }).replace(
      '          image:',
      '          # plinth-ignore change/major-upgrade -- restored from a dump tonight\n          image:',
    );
    await client.open(NAME, after);
    await become(async () => (await titles()).length, 2);
    assert.deepEqual(await rules(), []);
    assert.deepEqual(
      (await client.rules(NAME)).filter((code) => String(code).startsWith('suppress/')),
      [],
    );
  });
});
