/** Seconds after which a client that hangs is ended inside the container. */
export const CLIENT_SECONDS = 8;

/** What coreutils' and busybox' `timeout` end with when they had to end the command. Source: timeout(1), «Exit status». */
export const TIMED_OUT: ReadonlySet<number> = new Set([124, 137, 143]);

/**
 * Lines of the POSIX shell that give an exported variable the first of these that is there: the content of another variable, or of the
 * file that its `_FILE` sister names (the way of official and bitnami images). Nothing of it comes onto a command line.
 */
export function exportFirst(target: string, names: readonly string[]): string {
  const lines = names.flatMap((name) => [
    ...(name === target ? [] : [`[ -n "\${${target}:-}" ] || ${target}="\${${name}:-}"`]),
    `[ -n "\${${target}:-}" ] || [ ! -r "\${${name}_FILE:-}" ] || ${target}="$(cat "$${name}_FILE")"`,
  ]);
  return [...lines, `export ${target}`].join('\n');
}

/** Sets `$limit` to the words that end a command after so many seconds; to none where the image has no `timeout`. */
export const limitOf = (seconds: number): string =>
  `limit=; ! command -v timeout >/dev/null 2>&1 || limit='timeout ${seconds}'`;

/** {@link limitOf} {@link CLIENT_SECONDS}. */
export const LIMIT = limitOf(CLIENT_SECONDS);

/** A command for exec that runs these lines. */
export function shellCommand(...lines: readonly string[]): readonly string[] {
  return ['sh', '-c', lines.join('\n')];
}

/** Sets `$program` to the first of these that the image holds; ends with 127 and a word about it where it holds none. */
export function findProgram(...names: readonly string[]): string {
  const all = names.map((name) => `command -v ${name}`).join(' || ');
  return `program="$(${all})" || { echo 'no client: ${names.join(', ')}' >&2; exit 127; }`;
}

/** Why a client failed, as far as any engine's could: no client, no shell, or no end. */
export function explainCommon(exitCode: number, errors: string, client: string): string | undefined {
  if (TIMED_OUT.has(exitCode)) {
    return `no answer within ${CLIENT_SECONDS} s: the server hangs, or is so busy that it takes no connection`;
  }
  if (exitCode === 127 || errors.includes('no client:')) return `its image has no ${client}, so it cannot be asked`;
  return undefined;
}
