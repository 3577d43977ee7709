import type { Ajv } from 'ajv';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatGitHub } from './format-github.ts';
import { formatSarif } from './format-sarif.ts';
import { githubAnnotation } from './github-annotation.ts';
import { lint } from './lint.ts';

const MANIFEST = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db # «Größe 🐘»
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16
          env: [{ name: POSTGRES_PASSWORD, value: hunter22 }]
          ports: [{ containerPort: 5432 }]
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
      volumes: [{ name: data, emptyDir: {} }]
`;

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}
interface Place {
  readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
  readonly region: Region;
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly locations: readonly { readonly physicalLocation: Place }[];
  readonly partialFingerprints: Record<string, string>;
  readonly fixes?: readonly {
    readonly artifactChanges: readonly {
      readonly artifactLocation: { readonly uri: string };
      readonly replacements: readonly { readonly deletedRegion: Region; readonly insertedContent?: { text: string } }[];
    }[];
  }[];
}
interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } };
    readonly results: readonly Result[];
  }[];
}

// The OASIS schema, as npm has it; the last edition (rtm.5) is the text of the approved standard.
const load = createRequire(import.meta.url);
const schema = load('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object;
const Draft4 = load('ajv-draft-04') as new (options: object) => Ajv;
const addFormats = load('ajv-formats') as (to: Ajv) => void;
// One of its patterns is none to a reader that takes them for Unicode.
const ajv = new Draft4({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

describe('plinth lint --format sarif', () => {
  let folder: string;
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const sarif = async (): Promise<{
    text: string;
    rules: readonly Record<string, unknown>[];
    results: readonly Result[];
  }> => {
    const text = formatSarif(await lint({ paths: [folder], rules: [], fix: false }), folder);
    const log = JSON.parse(text) as Log;
    assert.ok(validate(log), JSON.stringify(validate.errors, undefined, 1));
    const [run] = log.runs;
    assert.ok(run);
    return { text, rules: run.tool.driver.rules, results: run.results };
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plinth-sarif-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is valid without findings', async () => {
    assert.deepEqual((await sarif()).results, []);
  });

  it('would not pass a log that is none', () => {
    assert.equal(validate({ version: '2.1.0', runs: [{ results: [] }] }), false);
  });

  it('names rules with their pages, levels and tags, and results with their places', async () => {
    put('a b/db:1.yaml', MANIFEST);
    const { text, rules, results } = await sarif();
    const lost = results.find(({ ruleId }) => ruleId === 'storage/ephemeral-data');
    assert.ok(lost);
    assert.equal(lost.level, 'error');
    const [place] = lost.locations;
    assert.deepEqual(place?.physicalLocation.artifactLocation, { uri: 'a%20b/db%3A1.yaml', uriBaseId: '%SRCROOT%' });
    const { startLine, startColumn, endColumn } = place.physicalLocation.region;
    assert.equal(MANIFEST.split('\n')[startLine - 1]?.slice(startColumn - 1, endColumn - 1), 'emptyDir');
    for (const { ruleId, ruleIndex } of results) assert.equal(rules[ruleIndex]?.['id'], ruleId);
    const password = rules.find(({ id }) => id === 'security/plain-password');
    assert.ok(password);
    const { 'security-severity': score, tags } = password['properties'] as Record<string, unknown>;
    assert.match(String(score), /^\d\.\d$/);
    assert.deepEqual(tags, ['security', 'database', 'kubernetes']);
    assert.match((password['help'] as { markdown: string }).markdown, /^# security\/plain-password/);
    assert.ok(!text.includes('hunter22'));
    assert.ok(!text.includes(folder));
  });

  it('writes fixes that give what --fix gives', async () => {
    put('db.yaml', MANIFEST);
    const { results } = await sarif();
    const fixed = results.filter(({ fixes }) => fixes);
    assert.ok(fixed.length > 0);
    for (const { ruleId, fixes = [] } of fixed) {
      put('db.yaml', MANIFEST);
      await lint({ paths: [folder], rules: [ruleId], fix: true });
      const expected = readFileSync(join(folder, 'db.yaml'), 'utf8');
      const replacements = fixes.flatMap(({ artifactChanges }) => artifactChanges.flatMap((one) => one.replacements));
      assert.equal(replaced(MANIFEST, replacements), expected, ruleId);
    }
  });

  it('keeps fingerprints while lines move and values change, and tells alike ones apart', async () => {
    put('db.yaml', MANIFEST);
    const prints = ({ results }: { results: readonly Result[] }) =>
      results.map(({ ruleId, partialFingerprints }) => [ruleId, partialFingerprints['plinthFinding/v1']]).sort();
    const before = prints(await sarif());
    const edited = MANIFEST.replace('  name: db #', '  labels: { a: b }\n  name: db #').replace('hunter22', 'hunter23');
    put(
      'db.yaml',
      `# moved\n\n${edited.replace('[{ name: POSTGRES_PASSWORD', '[{ name: TZ, value: UTC }, { name: POSTGRES_PASSWORD')}`,
    );
    const after = prints(await sarif());
    const kept = new Set(after.map((one) => JSON.stringify(one)));
    assert.deepEqual(
      before.filter((one) => !kept.has(JSON.stringify(one))),
      [],
    );
    assert.equal(new Set(before.map(([, print]) => print)).size, before.length);
  });
});

describe('plinth lint --format github', () => {
  it('escapes what would end a property or a line', () => {
    const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 9 } };
    assert.equal(
      githubAnnotation(
        { rule: 'storage/host-path', severity: 'info', message: '50 %:\r\nno, none', range },
        'a:b,c%.yaml',
      ),
      '::notice file=a%3Ab%2Cc%25.yaml,line=3,endLine=3,col=5,endColumn=10,title=plinth storage/host-path::50 %25:%0D%0Ano, none\n',
    );
  });

  it('gives lines alone where a place has several', () => {
    const range = { start: { line: 0, character: 4 }, end: { line: 2, character: 9 } };
    assert.equal(
      githubAnnotation({ rule: 'file/parse-error', severity: 'error', message: 'x', range }, 'a.yaml'),
      '::error file=a.yaml,line=1,endLine=3,title=plinth file/parse-error::x\n',
    );
  });

  it('names files from the repository’s root', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plinth-github-'));
    try {
      mkdirSync(join(folder, 'k8s'));
      writeFileSync(join(folder, 'k8s/db.yaml'), MANIFEST);
      const report = await lint({ paths: [join(folder, 'k8s')], rules: ['storage/ephemeral-data'], fix: false });
      assert.match(formatGitHub(report, folder), /^::error file=k8s\/db\.yaml,line=17,/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function replaced(
  text: string,
  replacements: readonly { readonly deletedRegion: Region; readonly insertedContent?: { text: string } }[],
): string {
  const lines = text.split('\n');
  const offset = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  return [...replacements]
    .sort(
      (a, b) =>
        b.deletedRegion.startLine - a.deletedRegion.startLine ||
        b.deletedRegion.startColumn - a.deletedRegion.startColumn,
    )
    .reduce((result, { deletedRegion: { startLine, startColumn, endLine, endColumn }, insertedContent }) => {
      const [from, to] = [offset(startLine, startColumn), offset(endLine, endColumn)];
      return result.slice(0, from) + (insertedContent?.text ?? '') + result.slice(to);
    }, text);
}
