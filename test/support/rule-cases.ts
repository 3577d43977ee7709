import assert from 'node:assert/strict';
import type { BackupJob } from '../../engines/model/database.ts';
import { applyEdits, editsOf } from '../../server/linter/fixing.ts';
import type { Finding } from '../../server/linter/finding.ts';
import { SourceFile } from '../../server/documents/index.ts';
import type { ClusterSnapshot } from '../../server/protocol/messages.ts';
import type { Rule, RuleId, Severity } from '../../server/rules/rule.ts';
import type { Configuration } from '../../server/workspace/configuration.ts';
import { readMarkers } from './markers.ts';
import { allFindings, describeFinding, linterOf } from './workspace.ts';

type Files = Readonly<Record<string, string>>;

/** A manifest in which the rule fires at the marked places (⟦ ⟧), and nowhere else. */
export interface FiringCase {
  readonly name: string;
  readonly text: string;
  /** Other files of the workspace; places may be marked there too. */
  readonly files?: Files;
  /** What every message must say. */
  readonly message?: RegExp;
  readonly severity?: Severity;
  readonly configuration?: Partial<Configuration>;
  /** The connected cluster; instead of the one of {@link describeRule}'s options. */
  readonly cluster?: ClusterSnapshot;
  /** The text after the first finding's fix of that title (its first fix by default); placeholders as plain text. */
  readonly fixed?: {
    readonly title?: RegExp;
    readonly text: string;
    readonly files?: Files;
    /** Rules of which the fix may bring new findings. */
    readonly others?: readonly RuleId[];
  };
}

export interface SilentCase {
  readonly name: string;
  readonly text: string;
  readonly files?: Files;
  readonly configuration?: Partial<Configuration>;
  readonly cluster?: ClusterSnapshot | null;
}

const MAIN = 'main.yaml';

/**
 * The tests of one rule: where it fires, where it is silent, its own examples, and what its fixes make of the text: it parses, the rule
 * is silent there, and no other rule has become louder. `cluster` is connected in all cases that name no other one (`null`: none); a rule that
 * needs one says nothing without.
 */
export function describeRule(
  rule: Rule | Rule<BackupJob>,
  cases: {
    readonly fires: readonly FiringCase[];
    readonly silent: readonly SilentCase[];
    readonly cluster?: ClusterSnapshot;
  },
): void {
  const connected = cases.cluster === undefined ? {} : { cluster: cases.cluster };
  describe(rule.id, () => {
    it('has at least three cases that fire and three near misses', () => {
      assert.ok(cases.fires.length >= 3 && cases.silent.length >= 3);
    });
    it('fires on its bad example and is silent on its good one', () => {
      const of = (text: string) => findingsOf(rule.id, { [MAIN]: text }, undefined, rule.exampleCluster);
      assert.notEqual(of(rule.examples.bad).length, 0);
      expectNothing(of(rule.examples.good));
    });
    if (rule.exampleCluster) {
      it('says nothing without a cluster', () => {
        expectNothing(findingsOf(rule.id, { [MAIN]: rule.examples.bad }));
        for (const { text, files } of cases.fires) {
          const plain = (marked: string) => readMarkers(marked).text;
          const others = Object.entries(files ?? {}).map(([name, marked]) => [name, plain(marked)] as const);
          expectNothing(findingsOf(rule.id, { [MAIN]: plain(text), ...Object.fromEntries(others) }));
        }
      });
    }
    for (const one of cases.fires) it(`fires: ${one.name}`, () => expectFiring(rule.id, { ...connected, ...one }));
    for (const one of cases.silent) {
      it(`is silent: ${one.name}`, () => {
        const cluster = one.cluster === undefined ? cases.cluster : (one.cluster ?? undefined);
        expectNothing(findingsOf(rule.id, { [MAIN]: one.text, ...one.files }, one.configuration, cluster));
      });
    }
  });
}

function findingsOf(
  rule: RuleId,
  files: Files,
  configuration?: Partial<Configuration>,
  cluster?: ClusterSnapshot,
): Finding[] {
  return allFindings(linterOf(files, [rule], configuration, cluster)).filter((finding) => finding.rule === rule);
}

function expectNothing(findings: readonly Finding[]): void {
  assert.deepEqual(findings.map(describeFinding), []);
}

function expectFiring(rule: RuleId, one: FiringCase): void {
  const marked = Object.entries({ [MAIN]: one.text, ...one.files }).map(
    ([name, text]) => [name, readMarkers(text)] as const,
  );
  const files = Object.fromEntries(marked.map(([name, { text }]) => [name, text]));
  const expected = marked.flatMap(([name, { text, ranges }]) => {
    const file = SourceFile.open(name, text);
    return ranges.map(([start, end]) => ({ name, start: file.positionAt(start), end: file.positionAt(end) }));
  });
  const findings = findingsOf(rule, files, one.configuration, one.cluster);
  const found = findings.map(({ uri, range }) => ({
    name: uri.replace('/test/', ''),
    start: range.start,
    end: range.end,
  }));
  assert.deepEqual(found, expected, findings.map(describeFinding).join('\n'));
  assert.notEqual(expected.length, 0, 'a firing case marks its places');
  for (const finding of findings) {
    if (one.message) assert.match(finding.message, one.message);
    if (one.severity) assert.equal(finding.severity, one.severity);
  }
  if (one.fixed) expectFix(rule, files, findings, one.fixed, one);
}

function expectFix(
  rule: RuleId,
  files: Files,
  findings: readonly Finding[],
  expected: NonNullable<FiringCase['fixed']>,
  { configuration, cluster }: Pick<FiringCase, 'configuration' | 'cluster'>,
): void {
  const wanted = expected.title ?? /(?:)/u;
  const fix = findings.flatMap(({ fixes }) => fixes).find(({ title }) => wanted.test(title));
  assert.ok(
    fix,
    `no fix ${String(wanted)} among: ${findings.flatMap(({ fixes }) => fixes.map(({ title }) => title)).join('; ')}`,
  );
  const edits = editsOf(fix);
  assert.ok(edits, 'the fix cannot be applied here');
  const after: Record<string, string> = { ...files };
  for (const [uri, own] of edits) {
    const name = uri.replace('/test/', '');
    after[name] = applyEdits(after[name] ?? '', own);
  }
  for (const [name, text] of Object.entries({ [MAIN]: expected.text, ...expected.files }))
    assert.equal(after[name], text);
  // What the fix was for is gone; and nobody else is worse off.
  const left = findingsOf(rule, after, configuration, cluster);
  assert.ok(left.length < findings.length, left.map(describeFinding).join('\n'));
  const before = countByRule(allFindings(linterOf(files, undefined, configuration, cluster)));
  for (const [other, count] of countByRule(allFindings(linterOf(after, undefined, configuration, cluster)))) {
    if (expected.others?.includes(other)) continue;
    assert.ok(count <= (before.get(other) ?? 0), `the fix brings findings of ${other}`);
  }
}

function countByRule(findings: readonly Finding[]): Map<RuleId, number> {
  const counts = new Map<RuleId, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}
