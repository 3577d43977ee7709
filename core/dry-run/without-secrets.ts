import { Buffer } from 'node:buffer';
import type { Json } from '../../engines/model/object.ts';
import { isSecret, isSwitch, namesSecret, secretsIn, secretsInArgument } from '../secrets/secret-words.ts';

/** Shorter ones are words of any text, and tell nobody anything. */
const SHORTEST = 3;

type Fields = Readonly<Record<string, Json>>;

const isMap = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const cut = (text: string, ranges: readonly (readonly [number, number])[]): string[] =>
  ranges.map(([from, to]) => text.slice(from, to));

/** What is secret in an object of its manifest: values of a Secret, of variables and fields that are named so, and passwords within texts. */
function* secretsOf(value: Json, name: string | undefined, within: 'secret' | 'other'): Generator<string> {
  if (typeof value === 'string') {
    if (within === 'secret') {
      yield value;
      yield Buffer.from(value, 'base64').toString('utf8');
    } else if (name !== undefined && namesSecret(name) && !isSwitch(value)) yield value;
    else yield* cut(value, secretsIn(value));
  } else if (Array.isArray(value)) {
    let before: string | undefined;
    for (const item of value as readonly Json[]) {
      if (typeof item === 'string') yield* cut(item, secretsInArgument(item, before));
      yield* secretsOf(item, undefined, within);
      before = typeof item === 'string' ? item : undefined;
    }
  } else if (isMap(value)) {
    const { name: variable, value: text } = value;
    if (typeof variable === 'string' && typeof text === 'string' && isSecret(variable, text)) yield text;
    for (const [key, inner] of Object.entries(value)) yield* secretsOf(inner, key, within);
  }
}

/** Gives what takes an object's secrets out of a text: the API quotes what it refuses. */
export function withoutSecrets(object: Fields): (text: string) => string {
  const found = new Set<string>();
  for (const [key, value] of Object.entries(object)) {
    const within = object['kind'] === 'Secret' && (key === 'data' || key === 'stringData') ? 'secret' : 'other';
    for (const secret of secretsOf(value, undefined, within)) if (secret.trim().length >= SHORTEST) found.add(secret);
  }
  const longestFirst = [...found].sort((a, b) => b.length - a.length);
  // As it is, and as it stands within quotes.
  return (text) =>
    longestFirst.reduce(
      (rest, secret) => rest.replaceAll(JSON.stringify(secret).slice(1, -1), '…').replaceAll(secret, '…'),
      text,
    );
}
