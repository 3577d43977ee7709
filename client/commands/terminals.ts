import type { Connection } from '../../core/cluster/connection.ts';
import { LogSession } from '../terminals/log-session.ts';
import { openTerminal } from '../terminals/open.ts';
import { StreamSession } from '../terminals/stream-session.ts';
import { roleWords } from '../views/databases/member-item.ts';
import type { Command } from './context.ts';
import { allowed } from './targets/guard.ts';
import { memberTarget } from './targets/pick.ts';
import type { MemberTarget } from './targets/pick.ts';

/** How many lines of a log are shown that were there before. */
const TAIL = 500;

/** bash where the image has one. */
const SHELL = ['sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash || exec sh'];

const targetOf = ({ member, database }: MemberTarget): Parameters<Connection['exec']>[0] => ({
  namespace: database.namespace,
  pod: member.pod.name,
  container: database.container,
});

const placeOf = ({ member, database, cluster }: MemberTarget): string =>
  `${database.namespace}/${member.pod.name}, container ${database.container}, context ${cluster.context.name}`;

/** Runs a command in a member, in a terminal whose name says the member and its role. */
function run(target: MemberTarget, what: string, icon: string, command: readonly string[]): void {
  const { connection } = target.cluster;
  const name = `${target.member.pod.name} (${roleWords(target.member)}) ${what}`;
  openTerminal(name, icon, (screen) => {
    const session = new StreamSession((signal) => connection.terminal(targetOf(target), command, { signal }), screen);
    return {
      open: (size) => void session.open(`${what} in ${placeOf(target)}`, size),
      input: (text) => session.input(text),
      resize: (size) => session.resize(size),
      close: () => session.close(),
    };
  });
}

/** Opens a shell in a member. */
export const openShell: Command = async ({ sidebar }, argument) => {
  const target = await memberTarget(sidebar, argument, 'Shell');
  if (target === undefined || !(await allowed(target.cluster, target.database, 'A shell'))) return;
  run(target, 'shell', 'terminal', SHELL);
};

/** Opens the database's own client in a member. */
export const openClient: Command = async ({ sidebar }, argument) => {
  const target = await memberTarget(sidebar, argument, 'Database client');
  if (target === undefined) return;
  const { client } = sidebar.core().doorsOf(target.cluster.view, target.database);
  if (client === undefined) {
    throw new Error(`no client of ${target.database.engineName} is known for this image; the shell may have one.`);
  }
  if (await allowed(target.cluster, target.database, 'A database client')) run(target, 'client', 'database', client);
};

const logs =
  (previous: boolean): Command =>
  async ({ sidebar }, argument) => {
    const target = await memberTarget(sidebar, argument, previous ? 'Previous log' : 'Log');
    if (target === undefined) return;
    const { connection } = target.cluster;
    const what = previous ? 'previous log' : 'log';
    const options = previous ? { previous } : { follow: true, tailLines: TAIL };
    openTerminal(`${target.member.pod.name} ${what}`, 'output', (screen) => {
      const session = new LogSession((signal) => connection.logs(targetOf(target), { ...options, signal }), screen);
      const hint = previous ? '' : '; Ctrl+C stops';
      return {
        open: () => void session.open(`The ${what} of ${placeOf(target)}${hint}`),
        input: (text) => session.input(text),
        close: () => session.close(),
      };
    });
  };

/** Follows a member's log in a terminal. */
export const showLog = logs(false);

/** Shows the log of the container before the last restart. */
export const showPreviousLog = logs(true);
