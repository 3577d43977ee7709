import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lint } from './lint.ts';
import type { LintRequest } from './lint.ts';
import { UsageError } from './usage-error.ts';

const workload = (name: string, volume = 'emptyDir: {}') => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name} }
spec:
  serviceName: ${name}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: db
          image: postgres:16
          env: [{ name: POSTGRES_PASSWORD, value: hunter22 }]
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
      volumes:
        - name: data
          ${volume}
`;

describe('plinth lint --baseline', () => {
  let folder: string;
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const run = (write: boolean, request: Partial<LintRequest> = {}) =>
    lint({
      paths: [folder],
      rules: [],
      fix: false,
      baseline: { file: join(folder, 'known.baseline'), write },
      ...request,
    });
  const text = () => readFileSync(join(folder, 'known.baseline'), 'utf8');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plinth-baseline-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('knows what was written, wherever its lines go, and tells what is new', async () => {
    put('a/db.yaml', workload('orders'));
    const written = await run(true);
    assert.ok((written.baseline?.known ?? 0) > 2);
    assert.deepEqual(written.findings, []);
    assert.ok(!text().includes('hunter22'));
    put('a/db.yaml', `# a new head\n\n${workload('users')}---\n${workload('orders')}`);
    const { findings, baseline } = await run(false);
    assert.deepEqual(new Set(findings.map(({ object }) => object)), new Set(['StatefulSet/users']));
    assert.equal(baseline?.known, written.baseline?.known);
    assert.deepEqual(baseline?.gone, []);
  });

  it('counts findings that are alike: one more is new', async () => {
    put('db.yaml', workload('orders'));
    await run(true, { rules: ['storage/ephemeral-data'] });
    put(
      'db.yaml',
      `${workload('orders')}---\n${workload('orders').replace('name: orders }', 'name: orders, namespace: b }')}`,
    );
    const { findings, baseline } = await run(false, { rules: ['storage/ephemeral-data'] });
    assert.equal(findings.length, 1);
    assert.equal(baseline?.known, 1);
  });

  it('tells what is gone, of what was looked at, and writes the file without it', async () => {
    put('a.yaml', workload('orders'));
    put('b.yaml', workload('users'));
    await run(true);
    const before = text();
    put('a.yaml', workload('orders', 'persistentVolumeClaim: { claimName: data }'));
    const only = { rules: ['storage/ephemeral-data'] };
    const { baseline } = await run(false, only);
    assert.deepEqual(
      baseline?.gone.map(({ file, rule, object }) => [file, rule, object]),
      [['a.yaml', 'storage/ephemeral-data', 'StatefulSet/orders']],
    );
    // One file, one rule: all else that is known stays.
    await run(true, { ...only, paths: [join(folder, 'a.yaml')] });
    assert.deepEqual(
      before.split('\n').filter((line) => !text().split('\n').includes(line)),
      before.split('\n').filter((line) => /a\.yaml.*ephemeral-data/u.test(line)),
    );
  });

  it('writes the same text for the same findings', async () => {
    put('a.yaml', workload('orders'));
    await run(true);
    const before = text();
    await run(true);
    assert.equal(text(), before);
  });

  it('never knows trouble with a file', async () => {
    put('a.yaml', 'apiVersion: v1\nkind: Service\nmetadata: { name: [ }\n');
    await run(true);
    assert.deepEqual((await run(false)).findings.map(({ rule }) => rule)[0], 'file/parse-error');
  });

  it('takes the one of .plinth.yaml, in its folder only', async () => {
    put('.plinth.yaml', 'baseline: known.baseline\n');
    put('a.yaml', workload('orders'));
    await run(true, { baseline: { write: true } });
    assert.deepEqual((await run(false, { baseline: { write: false } })).findings, []);
    put('.plinth.yaml', 'baseline: ../elsewhere.baseline\n');
    await assert.rejects(run(true, { baseline: { write: true } }), UsageError);
    assert.ok(!existsSync(join(folder, '../elsewhere.baseline')));
  });

  it('says what is wrong with a baseline', async () => {
    put('a.yaml', workload('orders'));
    await assert.rejects(run(false), /cannot be read/u);
    await assert.rejects(run(true, { baseline: { write: true } }), /needs --baseline/u);
    for (const wrong of [
      '{',
      '[]',
      '{"version":2,"findings":[]}',
      '{"version":1}',
      '{"version":1,"findings":[{"file":"a"}]}',
    ]) {
      put('known.baseline', wrong);
      await assert.rejects(
        run(false),
        (error: Error) => error instanceof UsageError && error.message.includes('cannot be used'),
      );
    }
  });
});
