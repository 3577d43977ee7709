import { SourceFile } from '../documents/index.ts';
import type { ContentChange } from '../documents/index.ts';
import type { TextEdit } from '../edits/index.ts';
import type { Finding } from '../linter/finding.ts';
import { safeEdits, safeFix } from '../linter/fixing.ts';
import type { Edits } from '../linter/fixing.ts';
import type { Linter } from '../linter/linter.ts';
import type { RuleId } from '../rules/rule.ts';
import { ComposedEdits } from './composed-edits.ts';

/** Fixes that touch each other, or wait for each other, need a round each; more than this would be fixes that undo each other. */
const MAX_ROUNDS = 8;

/** The findings of a file that fix-all mends. */
export function safelyFixable(findings: readonly Finding[], rule?: RuleId): Finding[] {
  return findings.filter((finding) => (rule === undefined || finding.rule === rule) && safeFix(finding) !== undefined);
}

/**
 * Every safe fix of a file, or every one of a rule: round by round, because fixes may touch each other. In between the workspace holds
 * the mended text; when this returns it holds again what it held before.
 */
export function fixAll(linter: Linter, path: string, rule?: RuleId): Edits {
  const { workspace } = linter;
  const originals = new Map<string, SourceFile | undefined>();
  const texts = new Map<string, ComposedEdits>();
  const mended = new Map<string, SourceFile>();
  try {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const findings = safelyFixable(linter.findings(path), rule);
      const { edits, fixed } = safeEdits(findings);
      for (const [file, own] of edits) {
        if (!originals.has(file)) originals.set(file, workspace.files.get(file));
        const text = texts.get(file) ?? new ComposedEdits(originals.get(file)?.text() ?? '');
        texts.set(file, text);
        text.apply(own);
      }
      // What is mended may make room for the next: a probe is copied once its own fault is gone.
      if (fixed.length === 0) break;
      for (const [file, own] of edits) {
        const copy = mended.get(file);
        if (copy) {
          // Later rounds touch a few documents: only those are read and checked again.
          workspace.update(copy, copy.change(inPlaces(copy, own)));
          continue;
        }
        const language = originals.get(file)?.language;
        const fresh = SourceFile.open(file, texts.get(file)?.text ?? '', language ? { language } : {});
        mended.set(file, fresh);
        workspace.set(fresh);
      }
    }
  } finally {
    for (const [file, original] of originals) {
      if (workspace.files.get(file) === original) continue;
      if (original) workspace.set(original);
      else workspace.delete(file);
    }
  }
  const all = new Map<string, readonly TextEdit[]>();
  for (const [file, text] of texts) all.set(file, text.edits());
  return all;
}

/** Edits as changes that can be made one after the other: the last place first, so that the others stay where they are. */
function inPlaces(file: SourceFile, edits: readonly TextEdit[]): ContentChange[] {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .map(({ start, end, text }) => ({ range: { start: file.positionAt(start), end: file.positionAt(end) }, text }));
}
