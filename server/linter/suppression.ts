import type { YamlDocument } from '../documents/yaml-document.ts';
import type { RuleId } from '../rules/rule.ts';

/** One `# plinth-ignore RULE[, RULE] -- reason` comment. */
export interface Suppression {
  readonly rules: readonly string[];
  readonly reason: string | undefined;
  /** Offsets of the comment, relative to the document. */
  readonly start: number;
  readonly end: number;
  /** Document-relative line of the comment. */
  readonly line: number;
  /** The line that it covers; undefined for the whole document (a comment at its head). */
  readonly covers: number | undefined;
}

const DIRECTIVE = /^#\s*plinth-ignore\b:?\s*(.*?)\s*$/u;
const cache = new WeakMap<YamlDocument, readonly Suppression[]>();

/** The suppressions of a document, read once. */
export function suppressionsOf(document: YamlDocument): readonly Suppression[] {
  const known = cache.get(document);
  if (known) return known;
  const read = document.text.includes('plinth-ignore') ? readSuppressions(document) : [];
  cache.set(document, read);
  return read;
}

function readSuppressions(document: YamlDocument): Suppression[] {
  const lines = document.text.split('\n').map((line) => line.trim());
  const isComment = (line: number) => lines[line]?.startsWith('#') === true || lines[line] === '';
  const head = lines.findIndex(
    (line) => line !== '' && !line.startsWith('#') && !line.startsWith('---') && !line.startsWith('%'),
  );
  return document.comments.flatMap((comment) => {
    const match = DIRECTIVE.exec(comment.text.trim());
    if (!match) return [];
    const [names = '', reason] = (match[1] ?? '').split(/\s+--\s*/u, 2);
    const line = document.text.slice(0, comment.start).split('\n').length - 1;
    const standsAlone = lines[line]?.startsWith('#') === true;
    // Stacked comments cover the first line of content below them; one behind content covers its own line.
    let covers = line;
    if (standsAlone)
      do covers += 1;
      while (covers < lines.length && isComment(covers));
    return [
      {
        rules: names.split(/[\s,]+/u).filter((name) => name !== ''),
        reason: reason?.trim() === '' ? undefined : reason?.trim(),
        start: comment.start,
        end: comment.end,
        line,
        covers: standsAlone && line < head ? undefined : covers,
      },
    ];
  });
}

/** The suppression that covers a rule's finding at a document-relative line; one without a reason covers nothing. */
export function suppressionFor(document: YamlDocument, rule: RuleId, line: number): Suppression | undefined {
  return suppressionsOf(document).find(
    (one) => one.reason !== undefined && one.rules.includes(rule) && (one.covers === undefined || one.covers === line),
  );
}
