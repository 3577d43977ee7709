import { forEachChild } from 'unbash';
import type { Assignment, Command, SyntaxNode } from 'unbash';
import { parseShell, SUBSTITUTIONS } from './parse.ts';
import { isBare, textOf } from './words.ts';

/** A word of a shell command: its text without quotes, and where it stands in the script (quotes included). */
export interface ShellWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** True when no part of it was quoted. */
  readonly bare: boolean;
}

/** One simple command of a script, without redirections and assignments before it. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  readonly assignments: readonly { readonly name: string; readonly value: string }[];
}

/**
 * The simple commands of a POSIX or Bash script, in the order of the text, those inside `$(…)` and control structures included (and before the
 * command in whose words they stand). It does not interpret: what runs, and how often, is not decided. `$NAME` stays as it is written. Functions that
 * the script defines are no commands: what stands in them is. Grammar: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 */
export function readShell(script: string): ShellCommand[] {
  const reader = new Reader(script.length);
  reader.visit(parseShell(script), undefined);
  return reader.commands();
}

/** Deeper than this nobody nests; the parser itself gives up not far below. */
const GREATEST_DEPTH = 200;

interface Place {
  readonly pos: number;
  readonly end: number;
}

/** Between backquotes with escapes in them, offsets are those of the text without the escapes: the whole expansion stands for them. */
function ownPlace(node: SyntaxNode): Place | undefined {
  return node.type === 'CommandExpansion' && node.script?.source !== undefined ? node : undefined;
}

class Reader {
  readonly #found: ShellCommand[] = [];
  readonly #functions = new Set<string>();
  #runsArguments = false;
  readonly #length: number;
  #depth = 0;
  #substitutions = 0;

  constructor(length: number) {
    this.#length = length;
  }

  /** `place`: where everything below stands, for text whose own places are not those of the script (escaped backquotes). */
  visit(node: SyntaxNode, place: Place | undefined): void {
    if (this.#depth >= GREATEST_DEPTH) return;
    const isSubstitution = node.type === 'CommandExpansion' || node.type === 'ProcessSubstitution';
    if (isSubstitution && (this.#substitutions >= SUBSTITUTIONS.deepest || this.#length > SUBSTITUTIONS.longest))
      return;
    if (isSubstitution) this.#substitutions += 1;
    this.#depth += 1;
    if (node.type === 'Function') this.#functions.add(node.name.value);
    if ('text' in node && (node.text === '$@' || node.text === '$*' || node.text === '${@}'))
      this.#runsArguments = true;
    forEachChild(node, (child) => {
      if (node.type === 'Function' && child === node.name) return;
      this.visit(child, place ?? ownPlace(child));
    });
    if (node.type === 'Command') this.#add(node, place);
    if (isSubstitution) this.#substitutions -= 1;
    this.#depth -= 1;
  }

  /** Without calls of the script's own functions; a call whose arguments the function may run stays. */
  commands(): ShellCommand[] {
    return this.#found.flatMap((command) => {
      const [first, ...rest] = command.words;
      if (first?.bare !== true || !this.#functions.has(first.text)) return [command];
      if (this.#runsArguments && rest.length > 0) return [command];
      return command.assignments.length === 0 ? [] : [{ ...command, words: [] }];
    });
  }

  #add({ name, prefix, args }: Command, place: Place | undefined): void {
    const assigned = [...prefix, ...(name === undefined ? args : [])];
    const assignments = assigned.flatMap((one) => (one.type === 'Assignment' ? [assignmentOf(one)] : []));
    const words = [name, ...args].flatMap((one) => {
      if (one === undefined) return [];
      const start = (place ?? one).pos;
      const end = Math.min((place ?? one).end, this.#length);
      if (end <= start) return [];
      if (one.type === 'Assignment') {
        const { name: variable, value } = assignmentOf(one);
        return [{ text: `${variable}=${value}`, start, end, bare: false }];
      }
      return [{ text: textOf(one), start, end, bare: isBare(one) }];
    });
    if (words.length > 0 || assignments.length > 0) this.#found.push({ words, assignments });
  }
}

/** `EXPORTED=value`; of an array the words, of which nobody asks more. */
function assignmentOf({ name, value }: Assignment): { name: string; value: string } {
  return { name, value: value.type === 'Word' ? textOf(value) : value.elements.map(textOf).join(' ') };
}
