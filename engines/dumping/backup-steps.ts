import { asShellVariables, programName, resolveVariables, scriptsOf, SHELL, unwrap } from '../configuration/calls.ts';
import type { CallWord, Script } from '../configuration/calls.ts';
import type { Source } from '../model/field.ts';
import type { Container } from '../model/workload.ts';
import { optionsOf } from '../shell/options.ts';
import type { ShellOptions } from '../shell/options.ts';
import { readSteps } from '../shell/steps.ts';
import type { Fate, Step } from '../shell/steps.ts';

/** A shell script of a job, and the shell that reads it. */
export interface BackupScript extends Script {
  readonly container: Container;
  /** False for shell lines that no shell is given: `args` of an image without one, or words behind the script of `sh -c`. */
  readonly called: boolean;
  /** `bash`, `sh`; undefined where the file does not say. */
  readonly shell: string | undefined;
  readonly options: ShellOptions;
}

/** A program that a job runs, with what its words come to as far as that can be told. */
export interface BackupStep {
  readonly container: Container;
  /** Undefined where the container runs the program without a shell. */
  readonly script: BackupScript | undefined;
  readonly step: Step;
  /** Wrappers (`exec`, `nice`, `timeout 1h`) taken off; undefined where only the image's entrypoint knows. */
  readonly program: string | undefined;
  readonly source: Source;
  readonly words: readonly CallWord[];
  /** It runs in another pod (`kubectl exec`). */
  readonly elsewhere: boolean;
  /** The shell that sets it up, with its pipes and redirections, runs here. */
  readonly shellHere: boolean;
  readonly fate: Fate;
  /** Targets of `>` and `>>`, innermost first. */
  readonly writesTo: readonly CallWord[];
}

const NO_OPTIONS: ShellOptions = { errexit: false, pipefail: false };
const DEEPEST = 4;

/** Everything that one container runs, in its order; read once. */
export function backupSteps(container: Container): readonly BackupStep[] {
  const known = stepsByContainer.get(container);
  if (known !== undefined) return known;
  const steps = new Reader(container).read();
  stepsByContainer.set(container, steps);
  return steps;
}

const stepsByContainer = new WeakMap<Container, readonly BackupStep[]>();

class Reader {
  readonly #container: Container;
  readonly #known = new Map<string, string | undefined>();
  readonly #read = new Set<string>();

  constructor(container: Container) {
    this.#container = container;
    for (const { name, value } of container.environment.variables.values()) this.#known.set(name, value);
  }

  read(): BackupStep[] {
    const { words, command } = this.#container;
    const [first] = words;
    if (first === undefined) return [];
    const shell = words.find(({ value }) => SHELL.test(programName(value)));
    const lines = uncalledLines(this.#container);
    const scripts = scriptsOf(this.#container)
      .filter(({ text }) => !lines.some((line) => line.text === text))
      .map((script) => this.#scriptOf(script, shell?.value));
    const uncalled = lines.map((script) => ({
      ...this.#scriptOf(script, undefined),
      called: false,
    }));
    if (scripts.length + uncalled.length > 0)
      return [...scripts, ...uncalled].flatMap((script) => this.#steps(script, undefined, 0));
    const call = unwrap(words, 'argument', command.length === 0);
    return [this.#direct(call.program, call.source ?? first.source, call.words)];
  }

  /** The shell by the container's own words, or by the file's first line. */
  #scriptOf({ text, source }: Script, word: string | undefined): BackupScript {
    const words = this.#container.words.map(({ value }) => value);
    const isInline = words.includes(text);
    const [, path = '', flags = ''] = /^#!\s*(\S+(?:\s+(?:ba|da|a|k|z)?sh\b)?)([^\n]*)/u.exec(text) ?? [];
    const at = words.findIndex((one) => SHELL.test(programName(one)));
    const before = isInline ? words.slice(at + 1, words.indexOf(text)) : flags.trim().split(/\s+/u);
    const name = isInline || path === '' ? word : path.split(/\s+/u).at(-1);
    return {
      text: asShellVariables(text, this.#container),
      source,
      container: this.#container,
      called: true,
      shell: name === undefined ? undefined : programName(name),
      options: optionsOf(before, NO_OPTIONS),
    };
  }

  #direct(program: string | undefined, source: Source, words: readonly CallWord[]): BackupStep {
    const step: Step = {
      words: [],
      assignments: [],
      redirects: [],
      fate: 'seen',
      forgiven: undefined,
      captured: false,
      pipe: undefined,
    };
    const own = {
      container: this.#container,
      shellHere: true,
      script: undefined,
      step,
      fate: 'seen' as const,
      writesTo: [],
    };
    return { ...own, ...remote(program, words, source) };
  }

  /** `within`: the step whose word this script is; its words then stand where that word stands. */
  #steps(
    script: BackupScript,
    within: { readonly word: CallWord; readonly of: BackupStep } | undefined,
    depth: number,
  ): BackupStep[] {
    if (depth > DEEPEST) return [];
    this.#read.add(script.text);
    return readSteps(script.text, script.options).flatMap((step) => {
      const place = (start: number, end: number): Source =>
        within === undefined ? { ...script.source, span: [start, end] } : within.word.source;
      const wordOf = ({ text, start, end }: { text: string; start: number; end: number }): CallWord => ({
        value: resolveVariables(text, this.#known),
        source: place(start, end),
      });
      for (const { name, value } of step.assignments) this.#known.set(name, resolveVariables(value, this.#known));
      const writesTo = step.redirects
        .filter(({ operator, descriptor }) => /^&?>/u.test(operator) && operator !== '>&' && (descriptor ?? 1) === 1)
        .map(({ target }) => wordOf(target));
      const call = unwrap(step.words.map(wordOf), 'script', false);
      const source = call.source ?? place(step.words[0]?.start ?? 0, step.words[0]?.end ?? script.text.length);
      const fate = within !== undefined && step.fate === 'seen' ? within.of.fate : step.fate;
      const own = {
        container: this.#container,
        shellHere: true,
        script: within?.of.script ?? script,
        step,
        fate,
        writesTo,
      };
      const read: BackupStep = { ...own, ...remote(call.program, call.words, source) };
      const isInPod = within?.of.elsewhere === true;
      return [isInPod ? { ...read, elsewhere: true, shellHere: false } : read, ...this.#inner(read, script, depth)];
    });
  }

  /** What `bash -c "…"`, `su -c "…"` and a mounted script run. */
  #inner(step: BackupStep, script: BackupScript, depth: number): BackupStep[] {
    const { program = '', words } = step;
    const isShell = SHELL.test(program);
    const flag = words.findIndex(({ value }) => /^-[a-z]*c$/u.test(value) || value === '--command');
    const word = flag < 0 ? undefined : words[flag + 1];
    if (word !== undefined && (isShell || program === 'su' || program === 'runuser')) {
      const options = optionsOf(
        words.slice(0, flag + 1).map(({ value }) => value),
        NO_OPTIONS,
      );
      const inner = { ...script, text: word.value, shell: isShell ? program : 'sh', options };
      return this.#steps(inner, { word, of: step }, depth + 1);
    }
    const file = this.#container.files.find(
      ({ path, text }) =>
        (programName(path) === program || words.some(({ value }) => value === path)) &&
        /^#!|\.(?:ba)?sh$/u.test(text.slice(0, 2) + path),
    );
    if (file === undefined || this.#read.has(file.text)) return [];
    return this.#steps(this.#scriptOf(file, isShell ? program : undefined), undefined, depth + 1);
  }
}

/** Words of a command line that are shell lines, and that no shell reads. */
export function uncalledLines(container: Container): Script[] {
  const { words, scripts } = container;
  const isLine = (value: string) => /^\s*[\w./-]+\s+\S/u.test(value);
  const hasShell = words.some(({ value }) => SHELL.test(programName(value)));
  // Text of several lines is taken for a script wherever it stands; without a shell it is none.
  const [script] = hasShell ? scripts : [];
  const at = words.findIndex(({ value }) => value === script?.value);
  if (script !== undefined && at >= 0)
    return words.slice(at + 1).flatMap(({ value, source }) => (isLine(value) ? [{ text: value, source }] : []));
  const [first] = words;
  return first === undefined || !isLine(first.value) || hasShell
    ? []
    : words.flatMap(({ value, source }) => (isLine(value) ? [{ text: value, source }] : []));
}

/** `kubectl exec db-0 -- pg_dump …` runs pg_dump, but there. */
function remote(
  program: string | undefined,
  words: readonly CallWord[],
  source: Source,
): Pick<BackupStep, 'program' | 'words' | 'source' | 'elsewhere'> {
  const end = words.findIndex(({ value }) => value === '--');
  const isExec =
    (program === 'kubectl' || program === 'oc') && words.some(({ value }) => value === 'exec' || value === 'rsh');
  const first = end < 0 ? undefined : words[end + 1];
  if (!isExec || first === undefined) return { program, words, source, elsewhere: false };
  const call = unwrap(words.slice(end + 1), 'script', false);
  return { program: call.program, words: call.words, source: call.source ?? first.source, elsewhere: true };
}
