import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import picocolors from 'picocolors';
import { ordersSet } from '../../server/rules/change/example.ts';
import { UsageError } from '../usage-error.ts';
import { diff, type DiffReport } from './diff.ts';
import { formatGitHub } from './format-github.ts';
import { formatDiffJson } from './format-json.ts';
import { formatMarkdown } from './format-markdown.ts';
import { formatDiff } from './format-text.ts';

const ME = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

describe('plinth diff', () => {
  let folder = '';
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', folder, ...args], { env: { ...process.env, ...ME }, encoding: 'utf8' });
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  const commit = (): void => {
    git('add', '--all');
    git('commit', '--quiet', '--message=state');
  };

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plinth-diff-')));
    git('init', '--quiet');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const since = (base = 'HEAD'): Promise<DiffReport> => diff({ paths: [folder], base });
  const rules = ({ comparisons }: DiffReport): string[] =>
    comparisons.flatMap(({ findings }) => findings.map(({ rule }) => rule));

  it('says what changed since a revision, and nothing where nothing did', async () => {
    write('k8s/orders.yaml', ordersSet());
    commit();
    assert.deepEqual((await since()).comparisons, []);
    write('k8s/orders.yaml', ordersSet({ image: 'postgres:17.2' }));
    assert.deepEqual(rules(await since()), ['change/major-upgrade']);
    commit();
    assert.deepEqual(rules(await since()), []);
    assert.deepEqual(rules(await since('HEAD~1')), ['change/major-upgrade']);
  });

  it('follows a file that was renamed', async () => {
    write('a.yaml', ordersSet());
    commit();
    git('mv', 'a.yaml', 'b.yaml');
    assert.deepEqual((await since()).comparisons, []);
  });

  it('sees what was ignored then as ignored', async () => {
    write('.plinthignore', 'old/\n');
    write('old/a.yaml', ordersSet());
    commit();
    rmSync(path.join(folder, 'old'), { recursive: true });
    assert.deepEqual((await since()).comparisons, []);
  });

  it('prints the same for people, machines, comments and annotations', async () => {
    write('orders.yaml', ordersSet({ replicas: 3 }));
    write('gone.yaml', ordersSet({ name: 'gone', image: 'postgres:15' }));
    commit();
    write('orders.yaml', ordersSet({ replicas: 2, size: '10Gi' }));
    rmSync(path.join(folder, 'gone.yaml'));
    const report = await since();
    const text = formatDiff(report, picocolors.createColors(false));
    assert.match(text, /^StatefulSet\/gone PostgreSQL, .*gone\.yaml\n {2}warning change\/removed/u);
    assert.match(
      text,
      /· Scaled in from 3 to 2: orders-2 end; their claims stay\.\n {2}error change\/shrinks-storage/u,
    );
    assert.match(text, /\n2 databases change since HEAD \([0-9a-f]{10}\), 2 of them at risk\.\n$/u);
    const read = JSON.parse(formatDiffJson(report)) as { readonly databases: readonly { readonly removed: boolean }[] };
    assert.deepEqual(
      read.databases.map(({ removed }) => removed),
      [true, false],
    );
    assert.match(
      formatMarkdown(report),
      /- 🛑 \*\*change\/shrinks-storage\*\* at `.*orders\.yaml:30`: A volume cannot shrink/u,
    );
    assert.match(
      formatGitHub(report),
      /^::warning file=.*gone\.yaml,line=4,endLine=4,col=9,endColumn=13,title=plinth change\/removed::StatefulSet 'gone' is declared nowhere any more.*\n::error file=/u,
    );
  });

  it('says what is wrong where there is nothing to compare with', async () => {
    await assert.rejects(
      since(),
      (error: Error) => error instanceof UsageError && error.message.startsWith('There is no revision «HEAD» here.'),
    );
    write('a.yaml', ordersSet());
    commit();
    await assert.rejects(since('--output=x'), /There is no revision «--output=x» here/u);
    await assert.rejects(
      diff({ paths: [path.join(folder, 'none')], base: 'HEAD' }),
      /there is no such file or folder/u,
    );
    rmSync(path.join(folder, '.git'), { recursive: true });
    await assert.rejects(since(), /is in no git repository/u);
  });
});
