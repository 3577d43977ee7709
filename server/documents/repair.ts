import { isScalar, visit } from 'yaml';
import type { YAMLError } from 'yaml';
import { MASK_CHARACTER } from '../../engines/model/object.ts';
import { parse } from './parse.ts';
import type { Parsed } from './parse.ts';
import type { Gap } from './templates.ts';

/** Longer documents are not repaired: it takes several readings. */
const MAX_LENGTH = 256 * 1024;
const ROUNDS = 3;

/** A text that was changed so that more of it can be read, and the places that this hides. */
export interface Repaired {
  readonly text: string;
  readonly parsed: Parsed;
  readonly gaps: readonly Gap[];
}

/**
 * Finds the lines that keep the rest of a half-typed document from being read right, and leaves them out: a key without a colon, a
 * quote that is not closed, a line at the wrong column, a tab. The length stays the same. What was left out is a gap, so that nothing
 * there is called missing.
 */
export function repair(text: string, parsed: Parsed): Repaired {
  let best: Repaired = { text, parsed, gaps: [] };
  if (text.length > MAX_LENGTH) return best;
  for (let round = 0; round < ROUNDS; round += 1) {
    const error = best.parsed.errors.find(misleads);
    if (!error) break;
    const tries = candidates(best, error).map((candidate) => ({ ...candidate, parsed: parse(candidate.text) }));
    const better = tries.reduce<Repaired>(
      (left, right) => (weight(right.parsed) < weight(left.parsed) ? right : left),
      best,
    );
    if (better === best) break;
    best = better;
  }
  return best;
}

/** Errors after which the tree is not what its author means. Others, as a missing bracket, the parser gets over by itself. */
function misleads(error: YAMLError): boolean {
  return (
    error.code === 'MULTILINE_IMPLICIT_KEY' ||
    error.code === 'BLOCK_AS_IMPLICIT_KEY' ||
    error.code === 'TAB_AS_INDENT' ||
    error.code === 'UNEXPECTED_TOKEN' ||
    (error.code === 'BAD_INDENT' && !error.message.startsWith('Flow')) ||
    (error.code === 'MISSING_CHAR' && /closing|Implicit map keys|without - indicator/.test(error.message))
  );
}

function weight(parsed: Parsed): number {
  return parsed.errors.filter(misleads).length;
}

/** Texts that may read better than the one with the error, the least invasive first. */
function candidates(from: Repaired, error: YAMLError): { text: string; gaps: Gap[] }[] {
  const { text, gaps, parsed } = from;
  const offset = Math.min(error.pos[0], Math.max(text.length - 1, 0));
  if (error.code === 'TAB_AS_INDENT') {
    const spaced = text.replace(/^[ \t]*\t[ \t]*/gm, (indent) => ' '.repeat(indent.length));
    return [{ text: spaced, gaps: [...gaps] }, without(text, gaps, offset)];
  }
  const quote = openingQuote(parsed, error);
  if (quote !== undefined) return [masked(text, gaps, quote)];
  const colon = /^\s*(?:- +)*[\w./-]+:[ \t]+(?=\S)/.exec(text.slice(lineStart(text, offset), lineEnd(text, offset)));
  const results = [without(text, gaps, offset)];
  if (colon) results.unshift(masked(text, gaps, lineStart(text, offset) + colon[0].length));
  const before = text.slice(0, lineStart(text, offset)).trimEnd().length;
  if (before > 0) results.push(without(text, gaps, before - 1));
  return results;
}

/** Where the quotation begins that an error calls unclosed; undefined for other errors. */
export function openingQuote(parsed: Parsed, error: YAMLError): number | undefined {
  if (error.code !== 'MISSING_CHAR' || !error.message.includes('Missing closing')) return undefined;
  let start: number | undefined;
  for (const document of parsed.documents) {
    visit(document, {
      Scalar(_, node) {
        if (isScalar(node) && node.range?.[1] === error.pos[0]) start = node.range[0];
      },
    });
  }
  return start;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  if (feed < 0) return text.length;
  return feed > 0 && text[feed - 1] === '\r' ? feed - 1 : feed;
}

function without(text: string, gaps: readonly Gap[], offset: number): { text: string; gaps: Gap[] } {
  const start = lineStart(text, offset);
  const end = Math.max(lineEnd(text, offset), start);
  const line = text.slice(start, end);
  const column = line.length - line.trimStart().length;
  return {
    text: text.slice(0, start) + ' '.repeat(end - start) + text.slice(end),
    gaps: [...gaps, { start: start + column, end, column }],
  };
}

/** The value from `start` to the end of its line becomes unknown. */
function masked(text: string, gaps: readonly Gap[], start: number): { text: string; gaps: Gap[] } {
  const end = Math.max(lineEnd(text, start), start);
  return { text: text.slice(0, start) + MASK_CHARACTER.repeat(end - start) + text.slice(end), gaps: [...gaps] };
}
