import { isCollection, visit } from 'yaml';
import type { YAMLError } from 'yaml';
import { parse } from './parse.ts';
import type { Parsed } from './parse.ts';
import { openingQuote } from './repair.ts';

/** Longer documents are left as they are: it takes several readings. */
const MAX_LENGTH = 256 * 1024;
const ROUNDS = 20;

/**
 * Kubernetes' reader (go-yaml) lets brackets, braces and quotations go on at the column of the key that holds them; the YAML
 * specification wants them deeper, and so does the library. Such line breaks become spaces here, of the same length. Undefined unless
 * the whole document can be read then. (Within a quotation more spaces than the author's remain.)
 */
export function joinLines(
  text: string,
  parsed: Parsed,
): { readonly text: string; readonly parsed: Parsed } | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  let joined = { text, parsed };
  for (let round = 0; round < ROUNDS && joined.parsed.errors.length > 0; round += 1) {
    const start = openingOf(joined.parsed);
    const end = start === undefined ? undefined : closingOf(joined.text, start);
    if (start === undefined || end === undefined) return undefined;
    const region = joined.text.slice(start, end);
    const line = region.replace(/\r?\n/gu, (lineBreak) => ' '.repeat(lineBreak.length));
    if (line === region || !mayJoin(region)) return undefined;
    const next = joined.text.slice(0, start) + line + joined.text.slice(end);
    joined = { text: next, parsed: parse(next) };
  }
  return joined.parsed.errors.length === 0 ? joined : undefined;
}

/** Where the bracket, brace or quotation begins that the first error of that kind calls unclosed. */
function openingOf(parsed: Parsed): number | undefined {
  for (const error of parsed.errors) {
    const start = openingQuote(parsed, error) ?? openingBracket(parsed, error);
    if (start !== undefined) return start;
  }
  return undefined;
}

function openingBracket(parsed: Parsed, error: YAMLError): number | undefined {
  if (!/end with a|to end|sufficiently indented/u.test(error.message)) return undefined;
  let start: number | undefined;
  for (const document of parsed.documents) {
    visit(document, {
      Collection(_, node) {
        if (!isCollection(node) || !node.flow || !node.range) return;
        // The outermost one that the error cuts off.
        if (node.range[0] <= error.pos[0] && node.range[1] >= error.pos[0]) start ??= node.range[0];
      },
    });
  }
  return start;
}

/** The offset behind the bracket, brace or quote that closes the one at `start`; undefined where nothing does. */
function closingOf(text: string, start: number): number | undefined {
  const open: string[] = [];
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    const within = open.at(-1);
    if (within === '"' || within === "'") {
      if (within === '"' && character === '\\') at += 1;
      else if (character === within) open.pop();
    } else if (character === '"' || character === "'") {
      // An apostrophe within a word opens nothing.
      if (at === start || /[\s,:[{]/u.test(text.charAt(at - 1))) open.push(character);
    } else if (character === '[' || character === '{') {
      open.push(character);
    } else if (character === ']' || character === '}') {
      open.pop();
    }
    if (open.length === 0) return at + 1;
  }
  return undefined;
}

/** Not where a comment would swallow what follows, nor where a quotation left open runs on over the keys below. */
function mayJoin(region: string): boolean {
  if (/(?:^|\s)#/u.test(region)) return false;
  return region.startsWith('[') || region.startsWith('{') || !/\n\s*(?:- +)?[\w./-]+:(?:\s|$)/u.test(region);
}
