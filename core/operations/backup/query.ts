import { createHash } from 'node:crypto';
import type { Json } from '../../../engines/model/object.ts';
import { BadParameter } from '../../runner/plan.ts';

/** A person's query: one statement that reads. It is no secret: it stands in Jobs, journals and manifests; its answer does not. */
export interface Query {
  readonly text: string;
  /** Undefined: the engine's own default. */
  readonly database: string | undefined;
}

const LONGEST = 2_000;

/**
 * Reads «query» and «queryDatabase». The engine puts it into a transaction that cannot write; what would end that transaction, or is a command of the client's own, is refused here. Throws
 * {@link BadParameter}.
 */
export function readQuery({ query, queryDatabase }: Readonly<Record<string, Json>>): Query | undefined {
  if (
    queryDatabase !== undefined &&
    (typeof queryDatabase !== 'string' || !/^[\w][\w $.-]{0,62}$/u.test(queryDatabase))
  )
    throw new BadParameter('«queryDatabase» is the name of a database: letters, digits, blanks and . _ - $.');
  if (query === undefined) {
    if (queryDatabase !== undefined) throw new BadParameter('«queryDatabase» goes with a «query».');
    return undefined;
  }
  if (typeof query !== 'string') throw new BadParameter('«query» is text.');
  const text = query
    .trim()
    .replace(/\s*;$/u, '')
    .replaceAll(/\s*\n\s*/gu, ' ');
  if (text === '' || text.length > LONGEST)
    throw new BadParameter(`«query» is a statement of 1 to ${LONGEST} characters.`);
  if (/[;\\]/u.test(text)) throw new BadParameter('«query» is one statement, without «;» and «\\».');
  if (/\binto\s+(out|dump)file\b/iu.test(text)) throw new BadParameter('«query» must not write a file.');
  return { text, database: queryDatabase };
}

/** The fingerprint of an answer, as Jobs and checks take it: without line breaks at its end. */
export function fingerprint(answer: string): string {
  return createHash('sha256').update(answer.replace(/\n+$/u, '')).digest('hex');
}
