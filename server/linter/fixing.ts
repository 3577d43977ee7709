import { CannotEdit, ManifestEditor } from '../edits/index.ts';
import type { TextEdit } from '../edits/index.ts';
import type { Fix } from '../rules/rule.ts';
import type { Finding } from './finding.ts';

/** The edits that mend something, by file. */
export type Edits = ReadonlyMap<string, readonly TextEdit[]>;

/** What one fix would write; undefined where the text does not allow it (a shared anchor, a template). */
export function editsOf(fix: Fix): Edits | undefined {
  const editor = new ManifestEditor();
  try {
    fix.apply(editor);
    return editor.edits();
  } catch (error) {
    if (error instanceof CannotEdit) return undefined;
    throw error;
  }
}

/** The one fix that may be applied without asking: the first safe one. */
export function safeFix(finding: Finding): Fix | undefined {
  return finding.fixes.find(({ kind }) => kind === 'safe');
}

/**
 * The safe fixes of several findings together. One whose edits would touch those of an earlier one is left out: after these are applied,
 * it is found again.
 */
export function safeEdits(findings: readonly Finding[]): { readonly edits: Edits; readonly fixed: readonly Finding[] } {
  const all = new Map<string, TextEdit[]>();
  const fixed: Finding[] = [];
  for (const finding of findings) {
    const fix = safeFix(finding);
    const edits = fix && editsOf(fix);
    if (!edits || [...edits].some(([uri, own]) => own.some((edit) => clashes(edit, all.get(uri) ?? [])))) continue;
    for (const [uri, own] of edits) all.set(uri, [...(all.get(uri) ?? []), ...own]);
    fixed.push(finding);
  }
  for (const edits of all.values()) edits.sort((a, b) => a.start - b.start);
  return { edits: all, fixed };
}

/** Two insertions at one place clash too: their order would be a guess. */
function clashes(edit: TextEdit, others: readonly TextEdit[]): boolean {
  return others.some((other) => edit.start <= other.end && other.start <= edit.end);
}

/** A text after non-overlapping edits. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
