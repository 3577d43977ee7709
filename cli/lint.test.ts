import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pico from 'picocolors';
import { formatJson } from './format-json.ts';
import { formatText } from './format-text.ts';
import { lint } from './lint.ts';
import type { LintRequest } from './lint.ts';
import { fails } from './report.ts';
import { UsageError } from './usage-error.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          emptyDir: {}
`;
const EPHEMERAL = 'storage/ephemeral-data';

describe('plinth lint', () => {
  let folder: string;
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const run = (request: Partial<LintRequest> = {}) =>
    lint({ paths: [folder], rules: [EPHEMERAL], fix: false, ...request });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plinth-cli-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('walks folders, and names files as they were given', async () => {
    put('a/db.yaml', DEPLOYMENT);
    put('b/readme.md', '# nothing');
    const report = await run();
    assert.equal(report.files, 1);
    assert.equal(report.databases, 1);
    assert.deepEqual(
      report.findings.map(({ rule, uri }) => [rule, report.shown(uri)]),
      [[EPHEMERAL, join(folder, 'a/db.yaml')]],
    );
  });

  it('honours .gitignore, .plinthignore and the ignore setting, wherever they stand', async () => {
    put('.git/HEAD', '');
    put('.gitignore', 'built/\n');
    put('a/.plinthignore', 'old.yaml\n');
    put('.plinth.yaml', 'ignore: ["c/**"]\n');
    for (const name of ['built/db.yaml', 'a/old.yaml', 'a/new.yaml', 'c/db.yaml', 'node_modules/x/db.yaml'])
      put(name, DEPLOYMENT);
    const report = await run();
    assert.deepEqual(
      report.findings.map(({ uri }) => uri),
      [join(folder, 'a/new.yaml')],
    );
  });

  it('takes a folder with a .plinth.yaml of its own for a workspace of its own', async () => {
    put('.plinth.yaml', `rules: { ${EPHEMERAL}: error }\n`);
    put('quiet/.plinth.yaml', `rules: { ${EPHEMERAL}: off }\n`);
    put('quiet/db.yaml', DEPLOYMENT);
    put('loud/db.yaml', DEPLOYMENT);
    const report = await run();
    assert.deepEqual(
      report.findings.map(({ uri }) => uri),
      [join(folder, 'loud/db.yaml')],
    );
  });

  it('inherits the .plinth.yaml of the repository', async () => {
    put('.git/HEAD', '');
    put('.plinth.yaml', 'ignore: ["sub/old/**"]\n');
    put('sub/old/db.yaml', DEPLOYMENT);
    put('sub/new/db.yaml', DEPLOYMENT);
    const report = await run({ paths: [join(folder, 'sub')] });
    assert.deepEqual(
      report.findings.map(({ uri }) => uri),
      [join(folder, 'sub/new/db.yaml')],
    );
  });

  it('reports mistakes in .plinth.yaml', async () => {
    put('.plinth.yaml', 'rules: { storage/nope: off }\n');
    const [finding] = (await run()).findings;
    assert.equal(finding?.rule, 'file/parse-error');
  });

  it('fails by severity', async () => {
    put('db.yaml', DEPLOYMENT);
    const { findings } = await run();
    assert.deepEqual(
      (['error', 'warning', 'info', 'never'] as const).map((one) => fails(findings, one)),
      [true, true, true, false],
    );
    assert.equal(fails([], 'info'), false);
  });

  it('prints JSON with lines and columns from 1', async () => {
    put('db.yaml', DEPLOYMENT);
    const printed = JSON.parse(formatJson(await run())) as {
      findings: Record<string, unknown>[];
      files: number;
      databases: number;
    };
    const [finding] = printed.findings;
    assert.ok(finding);
    assert.deepEqual(Object.keys(finding), [
      'file',
      'rule',
      'severity',
      'message',
      'object',
      'line',
      'column',
      'endLine',
      'endColumn',
      'fixable',
      'docs',
    ]);
    assert.equal(finding['object'], 'Deployment/db');
    assert.equal(finding['docs'], 'docs/rules/storage/ephemeral-data.md');
    const line = DEPLOYMENT.split('\n')[Number(finding['line']) - 1];
    assert.equal(line?.slice(Number(finding['column']) - 1), 'emptyDir: {}');
    assert.deepEqual([printed.files, printed.databases], [1, 1]);
  });

  it('prints text with the lines in question', async () => {
    put('db.yaml', DEPLOYMENT);
    const printed = formatText(await run(), pico.createColors(false));
    assert.match(printed, /db\.yaml\n/);
    assert.match(printed, /error storage\/ephemeral-data Deployment\/db at \d+:\d+/);
    assert.match(printed, />\s+\d+ \|\s+emptyDir/);
    assert.match(printed, /1 error in 1 file, 1 database/);
  });

  it('lints standard input under a name', async () => {
    const report = await run({ paths: [], stdin: { text: DEPLOYMENT, filename: 'some/db.yaml' } });
    assert.deepEqual(
      report.findings.map(({ uri }) => report.shown(uri)),
      ['some/db.yaml'],
    );
  });

  it('mends what is safe, and nothing else', async () => {
    const text = DEPLOYMENT.replace('kind: Deployment', 'kind: Deployment # ours');
    put('db.yaml', text);
    const report = await run({ rules: ['probes/missing-readiness'], fix: true });
    assert.equal(report.fixed, 1);
    assert.deepEqual(report.findings, []);
    const after = readFileSync(join(folder, 'db.yaml'), 'utf8');
    assert.match(after, /kind: Deployment # ours[\s\S]*readinessProbe:[\s\S]*pg_isready/);
    assert.equal(await run({ rules: [EPHEMERAL], fix: true }).then(({ fixed }) => fixed), 0);
  });

  it('does not wait for a pipe that bears a manifest’s name', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    put('db.yaml', DEPLOYMENT);
    assert.equal((await run()).files, 1);
    await assert.rejects(run({ paths: [join(folder, 'pipe.yaml')] }), UsageError);
  });

  it('refuses a rule or a path that does not exist', async () => {
    await assert.rejects(run({ rules: ['storage/nope'] }), UsageError);
    await assert.rejects(run({ paths: [join(folder, 'nope')] }), UsageError);
  });
});
