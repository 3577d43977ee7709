import { Composer, Lexer, Parser, Schema } from 'yaml';
import { MAX_DEPTH } from './limits.ts';
import type { CST, Document, YAMLError } from 'yaml';

/** A `# …` of the text. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  /** With the `#`. */
  readonly text: string;
}

/** What the YAML library makes of one document. */
export interface Parsed {
  /** The documents found: one, unless the text is broken. */
  readonly documents: Document.Parsed[];
  readonly errors: YAMLError[];
  readonly comments: Comment[];
}

/**
 * Scalars stay the text they are (`failsafe`): Kubernetes' rules for them are in plain-scalars.ts. Duplicate keys are looked for by
 * the tree builder, because the library's own check takes quadratic time.
 */
const OPTIONS = {
  schema: new Schema({ schema: 'failsafe' }),
  uniqueKeys: false,
  keepSourceTokens: true,
  logLevel: 'silent',
} as const;

/** The lexer's mark that the next lexeme is a scalar's content, and so no comment even where it starts with `#`. */
const SCALAR_MARK = '\u001F';

/** The parser keeps some tokens a level; its time and the stack of what follows would grow without bounds. */
const MAX_STACK = 5 * MAX_DEPTH;

/** Parses the text of one document. Faults of the text are errors in the result; a RangeError says that it is nested too deeply. */
export function parse(text: string): Parsed {
  const comments: Comment[] = [];
  const composer = new Composer(OPTIONS);
  const documents = [...composer.compose(tokens(text, comments), true, text.length)];
  return { documents, errors: documents.flatMap((document) => document.errors), comments };
}

/** The parser's tokens; on the way, the places of the comments, which the library's documents no longer tell. */
function* tokens(text: string, comments: Comment[]): Generator<CST.Token, void> {
  const parser = new Parser();
  let inScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('#') && !inScalar) {
      comments.push({ start: parser.offset, end: parser.offset + lexeme.length, text: lexeme });
    }
    inScalar = lexeme === SCALAR_MARK;
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_STACK) throw new RangeError('nested too deeply');
  }
  yield* parser.end();
}
