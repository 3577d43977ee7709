import type { Source } from '../../engines/model/field.ts';
import type { Range } from '../documents/range.ts';
import type { YamlDocument } from '../documents/yaml-document.ts';
import type { Fix, RuleId, Severity } from '../rules/rule.ts';

/** What a rule found, at the place in the text where it stands now. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly message: string;
  /** The file, as it was given to the workspace. */
  readonly uri: string;
  readonly range: Range;
  /** What it is about, as `Kind/name`; the file's own name for trouble with a file. */
  readonly object: string;
  readonly related: readonly { readonly uri: string; readonly range: Range; readonly message: string }[];
  readonly fixes: readonly Fix[];
}

/** A finding before suppressions, its place still relative to its document: it stays true while text above it grows. */
export interface PlacedReport {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly message: string;
  readonly document: YamlDocument;
  /** Lines count from the document's first. */
  readonly range: Range;
  readonly object: string;
  readonly thing: string;
  readonly related: readonly { readonly source: Source; readonly message: string }[];
  readonly fixes: readonly Fix[];
}

/** `docs/rules/storage/host-path.md`, from the project's root. */
export function docsPath(rule: RuleId): string {
  return `docs/rules/${rule}.md`;
}

/** Moves a document-relative range to where its document starts now. */
export function shift(range: Range, lines: number): Range {
  return lines === 0
    ? range
    : {
        start: { line: range.start.line + lines, character: range.start.character },
        end: { line: range.end.line + lines, character: range.end.character },
      };
}
