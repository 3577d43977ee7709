// A primary of MySQL or MariaDB that dies and does not come back: a file of its system tables is gone.
import { killContainer } from '../chaos/kill.ts';
import type { Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';

/** By the container's name, the file without which the server does not start. */
const FILES = { mysql: 'mysql.ibd', mariadb: 'global_priv.frm' } as const;

/** The server dies at once, and cannot start again; its data and its binary logs stay where they are. */
export async function killForGood({ here }: Practice, primary: string, container: keyof typeof FILES): Promise<void> {
  const find = `find /var/lib/mysql -maxdepth 3 -name ${FILES[container]}`;
  await here([
    'exec',
    primary,
    '-c',
    container,
    '--',
    'sh',
    '-c',
    `file="$(${find})" && mv "$file" "$file.away" && sync`,
  ]);
  await killContainer(here, primary, container);
  await until('A server that does not start', { seconds: 90, advice: 'Look at its log.', every: 500 }, async () => {
    const path = `{.status.containerStatuses[?(@.name=="${container}")].lastState.terminated.exitCode}`;
    const code = await here(['get', 'pod', primary, `--output=jsonpath=${path}`]);
    return code !== '' && code !== '137';
  });
}
