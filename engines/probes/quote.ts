import type { Container } from '../model/workload.ts';

/** A word quoted for a POSIX shell where it needs to be. */
export function quote(word: string): string {
  return /^[\w.@%+=:,/-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * A variable's value as a word of a probe's script: itself where it is plain and in sight, else `"$NAME"` for the container's shell.
 * The kubelet expands `$(NAME)` in `command` and `args` alone, not in probes.
 * Source: https://kubernetes.io/docs/tasks/inject-data-application/define-interactive-environment-variable/
 */
export function shellWord({ environment }: Container, name: string): string | undefined {
  const variable = environment.variables.get(name);
  if (variable === undefined) return undefined;
  const { from, value } = variable;
  return from === 'literal' && value !== undefined && /^[\w.@-]+$/u.test(value) ? value : `"$${name}"`;
}
