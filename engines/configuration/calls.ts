import { MASK_CHARACTER } from '../model/object.ts';
import type { Source } from '../model/field.ts';
import type { Container } from '../model/workload.ts';
import { readShell } from '../shell/commands.ts';
import type { ShellCommand, ShellWord } from '../shell/commands.ts';

/** A word of a command line with its place. What only the running container can tell in it is masked (`isUnknown`). */
export interface CallWord {
  readonly value: string;
  readonly source: Source;
}

/** One program that a container starts. */
export interface Call {
  /** The last segment of the program's path: `mysqld`; undefined where only the arguments are there and the image's entrypoint names it. */
  readonly program: string | undefined;
  /** The program's own word; undefined as above. */
  readonly source: Source | undefined;
  /** The words after the program. */
  readonly words: readonly CallWord[];
  readonly from: 'argument' | 'script';
}

/** Programs that only start another one, and how many of their own words stand before it (their options not counted). */
const WRAPPERS: Readonly<Record<string, number>> = {
  exec: 0,
  tini: 0,
  'tini-static': 0,
  'dumb-init': 0,
  catatonit: 0,
  gosu: 1,
  'su-exec': 1,
  setuser: 1,
  chroot: 1,
  sudo: 0,
  env: 0,
  nohup: 0,
  nice: 0,
  ionice: 0,
  timeout: 1,
  numactl: 0,
  stdbuf: 0,
  setpriv: 0,
  time: 0,
  command: 0,
};

/** Options of wrappers that take the next word. */
const WRAPPER_VALUES: Readonly<Record<string, readonly string[]>> = {
  sudo: ['-u', '-g', '-h', '-p'],
  env: ['-u', '-C', '-S'],
  nice: ['-n'],
  ionice: ['-c', '-n', '-p'],
  timeout: ['-s', '-k'],
  exec: ['-a'],
  stdbuf: ['-i', '-o', '-e'],
  numactl: ['-i', '-m', '-N', '-C'],
};

/** Entrypoints of images: they run what their arguments say, or start the server with them. */
const ENTRYPOINT = /^(?:.*[-_])?entrypoint(?:\.sh)?$|^(?:container-)?entrypoint$/u;

/** Programs that run `-c` scripts. */
export const SHELL = /^(?:ba|da|a|z|k)?sh$/u;

/**
 * Every program that a container starts, as far as `command`, `args`, `sh -c` scripts and mounted script files say it,
 * wrappers (`exec`, `gosu mysql`, `tini --`, entrypoints) taken off. Arguments without a command are one call without a program.
 */
export function readCalls(container: Container): readonly Call[] {
  const known = callsByContainer.get(container);
  if (known !== undefined) return known;
  const calls = findCalls(container);
  callsByContainer.set(container, calls);
  return calls;
}

/** A container is read once and asked often. */
const callsByContainer = new WeakMap<Container, readonly Call[]>();

function findCalls(container: Container): Call[] {
  const calls: Call[] = [];
  const words = container.words.map(({ value, source }) => ({ value: maskReferences(value), source }));
  const scriptTexts = new Set(container.scripts.map((script) => script.value));
  const isShell = SHELL.test(programName(container.command[0]?.value ?? container.words[0]?.value ?? ''));
  if (words.length > 0 && !isShell) calls.push(unwrap(words, 'argument', container.command.length === 0));
  const pending = scriptsOf(container);
  const seen = new Set<string>();
  for (const script of pending) {
    if (seen.has(script.text)) continue;
    seen.add(script.text);
    for (const call of callsOfScript(script, container)) {
      calls.push(call);
      pending.push(...filesCalled(call, container));
    }
  }
  return calls.filter((call) => !scriptTexts.has(call.program ?? ''));
}

/** Calls of one of these programs; arguments that the image's entrypoint hands to its server count as such (without a program). */
export function callsOf(container: Container, programs: readonly string[]): Call[] {
  return readCalls(container).filter(({ program, words }) =>
    program === undefined ? words.length > 0 : programs.includes(program),
  );
}

/** The last segment of a program's path. */
export function programName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/** Shell text with its place. */
export interface Script {
  readonly text: string;
  readonly source: Source;
}

/** The shell text that a container runs first: its `-c` words, and mounted files that it names. */
export function scriptsOf(container: Container): Script[] {
  const inline = container.scripts.map(({ value, source }) => ({ text: value, source }));
  const isNamed = (path: string) => container.words.some((word) => word.value === path);
  // `redis-server /conf/redis.conf`: a configuration file is named, not run.
  const files = container.files.filter(({ path }) => isNamed(path) && !CONFIGURATION_FILE.test(path));
  return [...inline, ...files];
}

const CONFIGURATION_FILE = /\.(?:conf|cnf|cfg|ini|ya?ml|json|toml|properties|xml)$/u;

/** Mounted scripts that a script calls in its turn. */
export function filesCalled(call: Call, container: Container): Script[] {
  if (call.source === undefined) return [];
  const path = (file: { path: string }) =>
    programName(file.path) === call.program || call.words.some((word) => word.value === file.path);
  return container.files.filter((file) => path(file) && /^#!|\.(?:ba)?sh$/u.test(file.text.slice(0, 2) + file.path));
}

function callsOfScript(script: Script, container: Container): Call[] {
  const known = new Map<string, string | undefined>();
  for (const { name, value } of container.environment.variables.values()) known.set(name, value);
  return readShell(asShellVariables(script.text, container)).flatMap((command: ShellCommand) => {
    const resolve = (word: ShellWord): CallWord => ({
      value: resolveVariables(word.text, known),
      source: { ...script.source, span: [word.start, word.end] },
    });
    for (const { name, value } of command.assignments) known.set(name, resolveVariables(value, known));
    if (command.words.length === 0) return [];
    const call = unwrap(command.words.map(resolve), 'script', false);
    return [call, ...nestedCalls(call, container)];
  });
}

/** What `bash -c "…"` and `su postgres -c "…"` run; every word of it stands where the whole inner script stands. */
function nestedCalls({ program = '', words }: Call, container: Container): Call[] {
  if (!SHELL.test(program) && program !== 'su' && program !== 'runuser') return [];
  const flag = words.findIndex(({ value }) => /^-[a-z]*c$/u.test(value) || value === '--command');
  const inner = flag < 0 ? undefined : words[flag + 1];
  if (inner === undefined) return [];
  const calls = callsOfScript({ text: inner.value, source: inner.source }, container);
  return calls.map((call) => ({
    ...call,
    source: inner.source,
    words: call.words.map(({ value }) => ({ value, source: inner.source })),
  }));
}

/** The kubelet puts values for `$(NAME)` before the shell sees it: `${NAME}` says the same, and is as long. */
export function asShellVariables(script: string, { environment }: Container): string {
  return script.replace(/\$\(([A-Za-z_][\w.-]*)\)/gu, (whole, name: string) =>
    environment.variables.has(name) ? `\${${name}}` : whole,
  );
}

/** Takes wrappers off. `isEntrypoint`: the words are arguments of an entrypoint that is not written. */
export function unwrap(words: readonly CallWord[], from: Call['from'], isEntrypoint: boolean): Call {
  let index = 0;
  let behindEntrypoint = isEntrypoint;
  for (;;) {
    const word = words[index];
    if (word === undefined || (behindEntrypoint && word.value.startsWith('-'))) {
      return { program: undefined, source: undefined, words: words.slice(index), from };
    }
    const program = programName(word.value);
    if (ENTRYPOINT.test(program)) behindEntrypoint = true;
    else if (!Object.hasOwn(WRAPPERS, program)) {
      return { program, source: word.source, words: words.slice(index + 1), from };
    }
    index = skipOptions(words, index + 1, program, behindEntrypoint) + (WRAPPERS[program] ?? 0);
  }
}

/** The index behind a wrapper's options, `--`, and `NAME=value` words of `env`. */
function skipOptions(words: readonly CallWord[], start: number, wrapper: string, behindEntrypoint: boolean): number {
  let index = start;
  if (behindEntrypoint) return index;
  for (;;) {
    const text = words[index]?.value;
    if (text === undefined) return index;
    if (text === '--') return index + 1;
    if (WRAPPER_VALUES[wrapper]?.includes(text) === true) index += 2;
    else if (text.startsWith('-') || /^[A-Za-z_]\w*=/u.test(text)) index += 1;
    else return index;
  }
}

/** What is left of `$(NAME)` after the kubelet's expansion cannot be known here. */
function maskReferences(word: string): string {
  return word.includes('\n')
    ? word
    : word.replace(/\$\([A-Za-z_][\w.-]*\)/gu, (text) => MASK_CHARACTER.repeat(text.length));
}

/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and the kubelet's `$(NAME)` where known, and masks every other expansion: a
 * variable that is set to what only the pod knows (`undefined`) does not fall back to the default.
 */
export function resolveVariables(text: string, known: ReadonlyMap<string, string | undefined>): string {
  return text.replace(
    /\$(?:\{([A-Za-z_]\w*)(?::?-([^}$]*))?\}|([A-Za-z_]\w*)|\(([A-Za-z_][\w.-]*)\)|\{[^}]*\}?|\([^]*)/gu,
    (whole, braced?: string, fallback?: string, plain?: string, kubelet?: string) => {
      const name = braced ?? plain ?? kubelet;
      const value = name !== undefined && known.has(name) ? known.get(name) : fallback;
      return value ?? MASK_CHARACTER.repeat(whole.length);
    },
  );
}

/** False when a template stands in `command` or `args`, or may add to them: the words that can be seen are not all. */
export function wordsKnown({ field }: Container): boolean {
  return ['command', 'args'].every((name) => {
    const list = field.at(name);
    if (!list.exists) return !field.object.isOpen(field.path);
    return list.known && !list.object.isOpen(list.path) && list.items().every((item) => item.known);
  });
}
