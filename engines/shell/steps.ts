import type {
  AndOr,
  Command,
  CommandNode,
  CompoundList,
  Pipeline,
  PipelineNode,
  Redirection,
  Statement,
  Word,
  WordPart,
} from 'unbash';
import type { ShellWord } from './commands.ts';
import { forgives, questionsStatus } from './handlers.ts';
import { optionsOf } from './options.ts';
import type { ShellOptions } from './options.ts';
import { parseShell, SUBSTITUTIONS } from './parse.ts';
import { redirectOf, shellWord } from './redirects.ts';
import type { StepRedirect } from './redirects.ts';
import { textOf } from './words.ts';

/**
 * What becomes of a command that fails. `seen`: the script fails, or does something about it. `piped`: what it writes goes on, and only the end of the pipe is asked.
 * `overlooked`: the next command runs, and the script ends as that does. `forgiven`: somebody says that it does not matter (`|| true`).
 */
export type Fate = 'seen' | 'piped' | 'overlooked' | 'forgiven';

/** A simple command as it runs: what it is, where its output goes, and who notices when it fails. */
export interface Step {
  readonly words: readonly ShellWord[];
  readonly assignments: readonly { readonly name: string; readonly value: string }[];
  /** Its own, then those of the groups around it. */
  readonly redirects: readonly StepRedirect[];
  readonly fate: Fate;
  /** Where the failure is forgiven: ` || true` with the blanks before it; undefined elsewhere. */
  readonly forgiven: readonly [start: number, end: number] | undefined;
  /** Its output is a word of another command: `$(…)`. */
  readonly captured: boolean;
  /** Commands of one pipe share the number. */
  readonly pipe: { readonly number: number; readonly index: number; readonly length: number } | undefined;
}

/**
 * The commands of a script that run, functions at the place of their first call, in their order. What a failure does follows POSIX and Bash:
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#set (-e), https://www.gnu.org/software/bash/manual/bash.html#Pipelines
 */
export function readSteps(script: string, options: ShellOptions): Step[] {
  const reader = new StepReader(script, options);
  return reader.read();
}

interface Around {
  /** The status of what is read is the script's own. */
  readonly tail: boolean;
  /** `set -e` holds here: not within a condition, nor before `&&` and `||`. */
  readonly strict: boolean;
  /** Somebody asks for the status: a condition. */
  readonly asked: boolean;
  readonly forgiven: readonly [number, number] | undefined;
  readonly redirects: readonly Redirection[];
  readonly pipe: Step['pipe'];
  readonly captured: boolean;
  readonly piped: boolean;
  /** Somebody asks for the status of each part of a pipe. */
  readonly pipeAsked: boolean;
}

const START: Around = {
  tail: true,
  strict: true,
  asked: false,
  forgiven: undefined,
  redirects: [],
  pipe: undefined,
  captured: false,
  piped: false,
  pipeAsked: false,
};

const DEEPEST = 60;

class StepReader {
  readonly #script: string;
  readonly #steps: Step[] = [];
  readonly #functions = new Map<string, CommandNode | CompoundList>();
  readonly #called = new Set<string>();
  #errexit: boolean;
  #pipefail: boolean;
  #forgetsAll = false;
  #pipes = 0;
  #depth = 0;
  #substituted = 0;

  constructor(script: string, { errexit, pipefail }: ShellOptions) {
    this.#script = script;
    this.#errexit = errexit;
    this.#pipefail = pipefail;
  }

  read(): Step[] {
    this.#list(parseShell(this.#script).commands, START);
    return this.#steps;
  }

  #list(statements: readonly Statement[], around: Around): void {
    if (this.#depth >= DEEPEST) return;
    this.#depth += 1;
    for (const { command } of statements) {
      if (command.type === 'Function') this.#functions.set(command.name.value, command.body);
    }
    const running = statements.filter(({ command }) => command.type !== 'Function');
    for (const [index, { command, background }] of running.entries()) {
      const next = running[index + 1];
      const isLast = next === undefined;
      const question = next === undefined ? undefined : questionsStatus(next, this.#script);
      this.#node(command, {
        ...around,
        tail: around.tail && isLast && background !== true,
        asked: around.asked || question !== undefined,
        pipeAsked: question === 'pipe',
        strict: around.strict && background !== true,
      });
    }
    this.#depth -= 1;
  }

  #node(node: PipelineNode | AndOr | CompoundList, around: Around): void {
    if (node.type === 'CompoundList') this.#list(node.commands, around);
    else if (node.type === 'AndOr') this.#andOr(node, around);
    else if (node.type === 'Pipeline') this.#pipeline(node, around);
    else if (node.type === 'Command') this.#command(node, around);
    else if (node.type === 'Redirected')
      this.#node(node.command, { ...around, redirects: [...node.redirects, ...around.redirects] });
    else if (node.type === 'Subshell' || node.type === 'BraceGroup') this.#list(node.body.commands, around);
    else if (node.type === 'If') {
      const condition = { ...around, asked: true, strict: false };
      this.#node(node.clause, condition);
      this.#node(node.then, around);
      for (const { clause, then } of node.elif) {
        this.#node(clause, condition);
        this.#node(then, around);
      }
      if (node.else !== undefined) this.#node(node.else, around);
    } else if (node.type === 'While') {
      this.#node(node.clause, { ...around, asked: true, strict: false });
      this.#node(node.body, { ...around, tail: false });
    } else if (node.type === 'For' || node.type === 'Select') {
      for (const word of node.wordlist ?? []) this.#substitutions(word, { ...around, tail: false, strict: false });
      // Only the last round's status is the loop's.
      this.#node(node.body, { ...around, tail: false });
    } else if (node.type === 'ArithmeticFor') this.#node(node.body, { ...around, tail: false });
    else if (node.type === 'Case') for (const { body } of node.items) this.#node(body, around);
  }

  #andOr({ commands, operators }: AndOr, around: Around): void {
    for (const [index, command] of commands.entries()) {
      const later = operators.slice(index);
      const or = later.indexOf('||');
      const isLast = later.length === 0;
      const handler = or < 0 ? undefined : commands[index + or + 1];
      if (handler !== undefined) {
        const before = commands[index + or];
        const isForgiven = forgives(handler, this.#script) && later.slice(or + 1).length === 0;
        const span = isForgiven && before !== undefined ? ([before.end, handler.end] as const) : undefined;
        this.#node(command, { ...around, tail: false, strict: false, asked: !isForgiven, forgiven: span });
      } else this.#node(command, { ...around, strict: around.strict && isLast });
    }
  }

  #pipeline({ commands, prefixes }: Pipeline, around: Around): void {
    const isNegated = prefixes.some(({ type }) => type === 'Negation');
    const length = commands.length;
    this.#pipes += 1;
    const number = this.#pipes;
    for (const [index, command] of commands.entries()) {
      const isLast = index === length - 1;
      this.#node(command, {
        ...around,
        asked: around.asked || isNegated,
        pipe: length > 1 ? { number, index, length } : around.pipe,
        piped: around.piped || (!isLast && !this.#pipefail && !around.pipeAsked),
      });
    }
  }

  #command(command: Command, around: Around): void {
    const { name, prefix, args } = command;
    const program = name?.value;
    const body = program === undefined ? undefined : this.#functions.get(program);
    if (program !== undefined && body !== undefined) {
      if (this.#called.has(program)) return;
      this.#called.add(program);
      this.#node(body, around);
      return;
    }
    // The status of `x=$(…)` is that of what is substituted; elsewhere it is lost.
    const isAssignment = name === undefined;
    const within = isAssignment ? around : { ...around, tail: false, strict: false };
    for (const word of [...prefix, name, ...args]) {
      if (word?.type === 'Assignment' && word.value.type === 'Word') this.#substitutions(word.value, within);
      else if (word?.type === 'Word') this.#substitutions(word, within);
    }
    this.#settings(
      program,
      args.map((one) => (one.type === 'Word' ? textOf(one) : one.text)),
    );
    this.#steps.push({
      words: [name, ...args].flatMap((one) => (one === undefined ? [] : [shellWord(one)])),
      assignments: [...prefix, ...args].flatMap((one) =>
        one.type === 'Assignment'
          ? [{ name: one.name, value: one.value.type === 'Word' ? textOf(one.value) : '' }]
          : [],
      ),
      redirects: [...command.redirects, ...around.redirects].flatMap(redirectOf),
      fate: this.#fate(around),
      forgiven: around.forgiven,
      captured: around.captured,
      pipe: around.pipe,
    });
  }

  #fate({ tail, strict, asked, forgiven, piped }: Around): Fate {
    if (piped && !this.#pipefail) return 'piped';
    if (forgiven !== undefined) return 'forgiven';
    if (asked) return 'seen';
    if (this.#forgetsAll) return 'forgiven';
    return tail || (strict && this.#errexit) ? 'seen' : 'overlooked';
  }

  /** `set -euo pipefail`, `set +e`, and a trap that ends a broken run with 0. */
  #settings(program: string | undefined, words: readonly string[]): void {
    if (program === 'trap') {
      const [action = '', ...signals] = words;
      this.#forgetsAll ||= signals.includes('ERR') && /\bexit\s+0\b/u.test(action);
      return;
    }
    if (program !== 'set') return;
    const { errexit, pipefail } = optionsOf(words, { errexit: this.#errexit, pipefail: this.#pipefail });
    this.#errexit = errexit;
    this.#pipefail = pipefail;
  }

  /** Commands in `$(…)` of a word. */
  #substitutions({ parts }: Word, around: Around): void {
    for (const part of parts ?? []) this.#part(part, around);
  }

  #part(part: WordPart, around: Around): void {
    if (part.type === 'DoubleQuoted') for (const inner of part.parts) this.#part(inner, around);
    // Offsets behind escaped backquotes are of another text.
    else if (part.type === 'CommandExpansion' && this.#maySubstitute() && part.script?.source === undefined) {
      this.#substituted += 1;
      this.#list(part.script?.commands ?? [], { ...around, redirects: [], pipe: undefined, captured: true });
      this.#substituted -= 1;
    }
  }

  #maySubstitute(): boolean {
    return this.#substituted < SUBSTITUTIONS.deepest && this.#script.length <= SUBSTITUTIONS.longest;
  }
}
