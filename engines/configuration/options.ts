import type { Source } from '../model/field.ts';
import type { Container } from '../model/workload.ts';
import { callsOf } from './calls.ts';
import type { Call, CallWord } from './calls.ts';

/** An option of a server's command line, under its name without dashes: `--datadir=/x` → `datadir`, `-D /x` → `D`. */
export interface Option {
  readonly name: string;
  /** Undefined where no value follows; masked (`isUnknown`) where only the running container can tell. */
  readonly value: string | undefined;
  /** Every word up to the next option: `--save 60 1000` → `60`, `1000`. */
  readonly values: readonly string[];
  readonly source: Source;
  readonly from: 'argument' | 'script';
}

/**
 * The options given to one of these programs by `command` and `args`, or by scripts that the container runs. Arguments without a
 * command count, as the image's entrypoint hands them to its server. Single letters may carry their value (`-D/data`).
 */
export function readOptions(container: Container, programs: readonly string[]): Option[] {
  return callsOf(container, programs).flatMap(optionsOf);
}

/** The options of one call. */
export function optionsOf({ words, from }: Call): Option[] {
  return words.flatMap((word, index) => {
    const { name, value } = split(word.value);
    if (name === undefined) return [];
    const following = followers(words, index + 1);
    const values = value === undefined ? following.map((next) => next.value) : [value];
    const last = value === undefined ? following.at(-1) : undefined;
    return [{ name, value: values[0], values, source: sourceOf(word, last), from }];
  });
}

/** The words of a call that stand before its first option: `redis-server /etc/redis.conf --port 1` → `/etc/redis.conf`. */
export function positional(container: Container, programs: readonly string[]): CallWord[] {
  return callsOf(container, programs).flatMap(({ words }) => {
    const first = words.findIndex((word) => split(word.value).name !== undefined);
    return first < 0 ? words : words.slice(0, first);
  });
}

function split(word: string): { readonly name: string | undefined; readonly value: string | undefined } {
  const long = /^--([A-Za-z][\w.-]*)(?:=([^]*))?$/u.exec(word);
  if (long) return { name: long[1], value: long[2] };
  const short = /^-([A-Za-z])(?:=?([^]+))?$/u.exec(word);
  return { name: short?.[1], value: short?.[2] };
}

function followers(words: readonly CallWord[], start: number): readonly CallWord[] {
  const end = words.findIndex((word, index) => index >= start && /^--?[A-Za-z]/u.test(word.value));
  return words.slice(start, end < 0 ? words.length : end);
}

/** In a script the whole of `--name value`; among arguments the word that holds the value. */
function sourceOf(word: CallWord, last: CallWord | undefined): Source {
  if (last === undefined) return word.source;
  const start = word.source.span?.[0];
  const end = last.source.span?.[1];
  return start === undefined || end === undefined ? last.source : { ...word.source, span: [start, end] };
}
