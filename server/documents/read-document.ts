import { MAX_DOCUMENT_LENGTH, MAX_PROBLEMS } from './limits.ts';
import { isScalar } from 'yaml';
import { parse } from './parse.ts';
import type { Comment, Parsed } from './parse.ts';
import { openingQuote, repair } from './repair.ts';
import { markGaps } from './gaps.ts';
import { joinLines } from './join-lines.ts';
import { maskTemplates } from './templates.ts';
import { controlCharacter, describe } from './problems.ts';
import type { Problem } from './problems.ts';
import type { SyntaxNode } from './syntax.ts';
import { TreeBuilder } from './tree-builder.ts';

/** All that is known of one document's text. */
export interface Reading {
  readonly root: SyntaxNode | undefined;
  readonly problems: readonly Problem[];
  readonly comments: readonly Comment[];
  /** The text with its templates masked; the text itself where it has none. */
  readonly masked: string;
  /** A template stands where nobody can say which map or list it fills: any of them may hold more. */
  readonly open: boolean;
}

/** Reads one document. Whatever the text is, this gives a result: what cannot be read becomes a problem. */
export function readDocument(text: string): Reading {
  if (text.length > MAX_DOCUMENT_LENGTH) {
    const size = `${MAX_DOCUMENT_LENGTH / 1024 / 1024} MiB`;
    const message = `This document is longer than ${size} and is not read. The Kubernetes API refuses objects of that size.`;
    return nothing(text, [{ message, start: 0, end: Math.min(text.length, 80) }]);
  }
  try {
    return readText(text);
  } catch (error) {
    // The parser is recursive in places: a text that is nested without end overflows the stack.
    if (!(error instanceof RangeError)) throw error;
    return nothing(text, [{ message: 'Maps and lists are nested too deeply here to be read.', start: 0, end: 1 }]);
  }
}

function nothing(text: string, problems: Problem[]): Reading {
  return { root: undefined, problems, comments: [], masked: text, open: false };
}

function readText(text: string): Reading {
  const templated = text.includes('{{');
  const masked = templated ? maskTemplates(text) : { text, gaps: [] };
  const strict = parse(masked.text);
  const joined = strict.errors.length > 0 && !templated ? joinLines(masked.text, strict) : undefined;
  const first = joined?.parsed ?? strict;
  const source = joined?.text ?? masked.text;
  const problems = templated ? [] : first.errors.map((error) => describe(error, text, openingQuote(first, error)));
  const control = controlCharacter(text);
  if (control) problems.push(control);
  const repaired = first.errors.length > 0 ? repair(source, first) : { text: source, parsed: first, gaps: [] };
  const builder = new TreeBuilder(repaired.text);
  let root = builder.build(contentsOf(repaired.parsed));
  if (builder.exhausted) {
    root = undefined;
    problems.push({
      message: 'The aliases of this document stand for too many values; it is not read.',
      start: 0,
      end: 1,
    });
  } else if (!templated) {
    problems.push(...builder.problems);
  }
  const placed = markGaps(root, [...masked.gaps, ...repaired.gaps], repaired.text);
  return {
    root,
    problems: problems.slice(0, MAX_PROBLEMS),
    comments: first.comments.map((comment) => ({ ...comment, text: text.slice(comment.start, comment.end) })),
    masked: repaired.text,
    open: !placed || (templated && repaired.parsed.errors.length > 0),
  };
}

/** The first document of a text that holds anything; a broken text may fall apart into several. */
function contentsOf(parsed: Parsed): unknown {
  const found = parsed.documents.find(({ contents }) => {
    if (!contents) return false;
    return !(isScalar(contents) && contents.source === '' && contents.range[0] === contents.range[1]);
  });
  return found?.contents;
}
