import { valueOf } from '../configuration/environment.ts';
import type { JobScript } from '../model/dump.ts';
import type { EngineContext } from '../model/engine.ts';
import type { Container } from '../model/workload.ts';
import { quote } from '../probes/quote.ts';

/** Asks without headings; a statement that fails ends it. */
export const ASK = '"$program" "$@" --batch --skip-column-names --raw --default-character-set=utf8mb4';

/** Who may do everything, as the image calls it. */
export const administratorOf = (container: Container): string =>
  valueOf(container, 'MARIADB_ROOT_USER', 'MYSQL_ROOT_USER') ?? 'root';

/** A script of a Job that logs in at `$HOST` and `$PORT`: by the account that it is given, else as root. */
export function remote(
  { container }: EngineContext,
  passwords: readonly string[],
  lines: readonly string[],
): JobScript {
  const user = `[ -n "\${LOGIN_USER:-}" ] || LOGIN_USER=${quote(administratorOf(container))}`;
  const reach = 'set -- --host="$HOST" --port="$PORT" --protocol=TCP --user="$LOGIN_USER"';
  return {
    script: ['set -eu', user, reach, ...lines].join('\n'),
    inherits: [
      { name: 'LOGIN_USER', from: [], account: 'user' },
      { name: 'MYSQL_PWD', from: passwords, account: 'password' },
    ],
  };
}
