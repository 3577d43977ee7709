// The GitHub Action and the pre-commit hook: what they say is read, and what they run is run, on a workspace of their user's.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
const RISKY = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
      volumes: [{ name: data, emptyDir: {} }]
`;

interface Action {
  readonly inputs: Record<string, { readonly description: string; readonly default: string }>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly { readonly shell: string; readonly env: Record<string, string>; readonly run: string }[];
  };
}

const read = (name: string): unknown => parse(readFileSync(join(ROOT, name), 'utf8'));

describe('in continuous integration', function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    execFileSync(process.execPath, ['scripts/build.mjs', 'cli'], { cwd: ROOT });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plinth-ci-'));
    mkdirSync(join(folder, '.git'));
    mkdirSync(join(folder, 'k8s one'));
    writeFileSync(join(folder, 'k8s one/db.yaml'), RISKY);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the action's step as GitHub does: its variables filled in from the inputs, bash with -e and pipefail. */
  function act(given: Record<string, string>): {
    readonly code: number | null;
    readonly out: string;
    readonly err: string;
  } {
    const { inputs, runs } = read('action.yml') as Action;
    assert.equal(runs.using, 'composite');
    const [step, ...others] = runs.steps;
    assert.ok(step && others.length === 0 && step.shell === 'bash');
    assert.ok(!step.run.includes('${{'), 'no input becomes a part of the script');
    const env = Object.entries(step.env).map(([name, value]) => {
      const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/u.exec(value)?.[1] ?? '';
      assert.ok(inputs[input], `${name}: ${value}`);
      return [name, given[input] ?? inputs[input].default];
    });
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step.run],
      {
        cwd: folder,
        env: { ...process.env, GITHUB_ACTION_PATH: ROOT, ...(Object.fromEntries(env) as Record<string, string>) },
        encoding: 'utf8',
      },
    );
    return { code: status, out: stdout, err: stderr };
  }

  it('the action annotates lines and fails', () => {
    const { code, out, err } = act({});
    assert.equal(code, 1, err);
    assert.match(out, /^::error file=k8s one\/db\.yaml,line=14,.*title=plinth storage\/ephemeral-data::/mu);
  });

  it('the action takes its inputs for what they are', () => {
    const { code, out } = act({ paths: 'k8s one\n', rules: 'storage/ephemeral-data', 'fail-on': 'never' });
    assert.deepEqual([code, out.trim().split('\n').length], [0, 1]);
    const hostile = act({ paths: '$(touch gone)', rules: '"; touch gone; "' });
    assert.equal(hostile.code, 2);
    assert.throws(() => readFileSync(join(folder, 'gone')));
    assert.equal(act({ paths: '--fix' }).code, 2);
  });

  it('the action writes SARIF, and honours a baseline', () => {
    assert.equal(act({ 'sarif-file': 'plinth.sarif' }).code, 1);
    const log = JSON.parse(readFileSync(join(folder, 'plinth.sarif'), 'utf8')) as { runs: { results: unknown[] }[] };
    assert.ok((log.runs[0]?.results.length ?? 0) > 0);
    writeFileSync(join(folder, 'known'), '{ "version": 1, "findings": [] }');
    assert.equal(act({ baseline: 'known' }).code, 1);
    assert.equal(act({ baseline: 'missing' }).code, 2);
  });

  it('the hook of pre-commit runs over the repository', () => {
    const [hook] = read('.pre-commit-hooks.yaml') as {
      id: string;
      entry: string;
      language: string;
      files: string;
      pass_filenames: boolean;
    }[];
    assert.ok(hook);
    assert.deepEqual([hook.id, hook.language, hook.pass_filenames], ['plinth', 'script', false]);
    assert.ok(new RegExp(hook.files, 'u').test('a/b.yml') && !new RegExp(hook.files, 'u').test('a/b.md'));
    const [program = '', ...args] = hook.entry.split(' ');
    const { status, stdout } = spawnSync(join(ROOT, program), args, { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stdout, /storage\/ephemeral-data/u);
    writeFileSync(join(folder, 'k8s one/db.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n');
    assert.equal(spawnSync(join(ROOT, program), args, { cwd: folder }).status, 0);
  });
});
