import assert from 'node:assert/strict';
import { compare, type Comparison } from '../../server/changes/compare.ts';
import { SourceFile } from '../../server/documents/index.ts';
import { Workspaces } from '../../server/roots/workspaces.ts';
import { RuleSet } from '../../server/rules/index.ts';
import type { DatabaseChange } from '../../server/changes/database-change.ts';
import type { Rule } from '../../server/rules/rule.ts';

type Files = Readonly<Record<string, string>>;

const ROOT = '/workspace';

function workspacesOf(files: Files): Workspaces {
  const workspaces = new Workspaces();
  const workspace = workspaces.configure(ROOT);
  for (const [name, text] of Object.entries(files)) workspace.set(SourceFile.open(`${ROOT}/${name}`, text));
  return workspaces;
}

/** What the change from some files to others would do. */
export function changesOf(before: Files, after: Files): readonly Comparison[] {
  return compare(workspacesOf(before), workspacesOf(after), new RuleSet());
}

/** `change/removed error main.yaml:4 …` for each finding. */
export function describeChanges(before: Files, after: Files): string[] {
  return changesOf(before, after).flatMap(({ findings }) =>
    findings.map(({ rule, severity, uri, range }) => {
      const line = String(range.start.line + 1);
      return `${rule} ${severity} ${uri.slice(ROOT.length + 1)}:${line}`;
    }),
  );
}

/** The rule's own examples: it speaks of the bad one, alone, and of the good one nobody does. */
export function describeChangeRule(rule: Rule<DatabaseChange>): void {
  describe(rule.id, () => {
    const before = { 'main.yaml': rule.exampleBefore ?? '' };
    const told = (text: string): string[] =>
      describeChanges(before, { 'main.yaml': text }).map((one) => one.split(' ')[0] ?? '');
    it('speaks of its bad example, alone', () => {
      assert.deepEqual(told(rule.examples.bad), [rule.id]);
    });
    it('is silent about its good example', () => {
      assert.deepEqual(told(rule.examples.good), []);
    });
    it('is silent where nothing changes', () => {
      assert.deepEqual(told(rule.exampleBefore ?? ''), []);
    });
  });
}
