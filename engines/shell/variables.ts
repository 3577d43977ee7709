import { forEachChild } from 'unbash';
import type { Command, SyntaxNode } from 'unbash';
import { parseShell, SUBSTITUTIONS } from './parse.ts';
import { textOf } from './words.ts';

/** A place where a script reads a variable that must be set for it. */
export interface VariableUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** `${NAME}`: tools that fill in manifests write so, too. */
  readonly braced: boolean;
}

/** What a script says of variables. */
export interface ShellVariables {
  /** Uses without a default, in the order of the text; none that the script tests before. */
  readonly used: readonly VariableUse[];
  /** Names that the script sets anywhere. */
  readonly set: ReadonlySet<string>;
  /** It runs text that cannot be seen here, which may set any: `. ./env`, `eval`. */
  readonly opaque: boolean;
}

/** Builtins that set the variables named in their arguments. */
const SETTERS: ReadonlySet<string> = new Set(
  'read export declare local typeset readonly mapfile readarray getopts printf unset let'.split(' '),
);
const OPAQUE: ReadonlySet<string> = new Set(['.', 'source', 'eval']);
const TESTS: ReadonlySet<string> = new Set(['[', 'test']);
const NAME = /^[A-Za-z_]\w*/u;
const DEEPEST = 120;

/** Reads which variables a script uses and sets. Grammar: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_05 */
export function readVariables(script: string): ShellVariables {
  const used: VariableUse[] = [];
  const set = new Set<string>();
  const tested = new Set<string>();
  let opaque = false;
  let substitutions = 0;
  const visit = (node: SyntaxNode, isTest: boolean, depth: number): void => {
    const isSubstitution = node.type === 'CommandExpansion' || node.type === 'ProcessSubstitution';
    const isTooMuch = substitutions >= SUBSTITUTIONS.deepest || script.length > SUBSTITUTIONS.longest;
    if (depth > DEEPEST || (isSubstitution && isTooMuch)) return;
    // Behind escaped backquotes offsets are of another text.
    if (node.type === 'CommandExpansion' && node.script?.source !== undefined) return;
    if (node.type === 'Assignment') set.add(node.name);
    if (node.type === 'For' || node.type === 'Select') set.add(node.name.value);
    if (node.type === 'Command') {
      const program = node.name?.value ?? '';
      opaque ||= OPAQUE.has(program);
      if (SETTERS.has(program)) for (const name of namesIn(node)) set.add(name);
    }
    if (node.type === 'ArithmeticWord') set.add(node.value);
    const name = nameOf(node);
    if (name !== undefined) {
      if (isTest) tested.add(name);
      used.push({ name, start: node.pos, end: node.end, braced: node.type === 'ParameterExpansion' });
    }
    if (
      node.type === 'ParameterExpansion' &&
      node.operation?.type === 'Default' &&
      !node.operation.operator.endsWith('+')
    )
      set.add(node.parameter);
    const isTestHere =
      isTest || node.type === 'TestCommand' || (node.type === 'Command' && TESTS.has(node.name?.value ?? ''));
    if (isSubstitution) substitutions += 1;
    forEachChild(node, (child) => {
      visit(child, isTestHere, depth + 1);
    });
    if (isSubstitution) substitutions -= 1;
  };
  visit(parseShell(script), false, 0);
  return { used: used.filter((one) => !tested.has(one.name)), set, opaque };
}

/** The variable that an expansion reads, where it must be set for it. */
function nameOf(node: SyntaxNode): string | undefined {
  if (node.type === 'SimpleExpansion') return NAME.exec(node.text.slice(1))?.[0];
  if (node.type !== 'ParameterExpansion' || node.prefix === '!') return undefined;
  if (node.operation?.type === 'Default' || node.operation?.type === 'Names') return undefined;
  return NAME.exec(node.parameter)?.[0];
}

function namesIn({ args }: Command): string[] {
  return args.flatMap((one) => (one.type === 'Word' ? (NAME.exec(textOf(one))?.[0] ?? []) : [one.name]));
}
