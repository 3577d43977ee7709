import type { Field, Sourced } from './field.ts';
import type { EnvironmentVariable } from './workload.ts';

const SHELL = /(?:^|\/)(?:ba|da|a|z|k)?sh$/u;
const SHELL_FLAG = /^-[a-z]*c$/u;

/** What a container's `command` and `args` say. */
export interface Words {
  readonly command: readonly Sourced<string>[];
  readonly args: readonly Sourced<string>[];
  readonly scripts: readonly Sourced<string>[];
}

/**
 * Reads `command` and `args`. `$(NAME)` is replaced where NAME's value is known, as the kubelet does it, but not inside scripts:
 * there the places of words must stay right.
 * Source: https://kubernetes.io/docs/tasks/inject-data-application/define-interactive-environment-variable/
 */
export function readWords(container: Field, variables: ReadonlyMap<string, EnvironmentVariable>): Words {
  const scripts: Sourced<string>[] = [];
  let previous: readonly string[] = [];
  const read = (field: Field): Sourced<string> | undefined => {
    const text = field.known && typeof field.value !== 'object' ? String(field.value) : undefined;
    if (text === undefined) return undefined;
    const isScript = text.includes('\n') || isShellScript(previous);
    previous = [...previous, text];
    const word = { value: isScript ? text : expand(text, variables), source: field.source };
    if (isScript) scripts.push(word);
    return word;
  };
  const list = (name: string) =>
    container
      .at(name)
      .items()
      .flatMap((item) => read(item) ?? []);
  const command = list('command');
  return { command, args: list('args'), scripts };
}

/** True when the next word after these is the script of `sh -c` and its like (`bash -o pipefail -ec`). */
function isShellScript(before: readonly string[]): boolean {
  const last = before.at(-1);
  return last !== undefined && SHELL_FLAG.test(last) && before.some((word) => SHELL.test(word));
}

/** Replaces `$(NAME)` by the value of NAME where it is known; `$$(NAME)` is an escaped literal. */
export function expand(text: string, variables: ReadonlyMap<string, EnvironmentVariable>): string {
  return text.replace(/(\$?)\$\(([A-Za-z_][\w.-]*)\)/gu, (whole, escaped: string, name: string) =>
    escaped === '' ? (variables.get(name)?.value ?? whole) : whole,
  );
}
