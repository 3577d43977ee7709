// Ways in which a primary of PostgreSQL fails, as they are seen: it is gone, with what its standbys had not received yet.
import { until } from '../cluster/wait.ts';
import { killContainer } from '../chaos/kill.ts';
import type { Practice } from '../cluster/practice.ts';

const CONTAINER = 'postgresql';

const inside = ({ here }: Practice, pod: string, script: string): Promise<string> =>
  here(['exec', pod, '-c', CONTAINER, '--', 'bash', '-c', script]);

const query = (sql: string): string => `psql -U postgres -XAtqc "${sql}"`;

/** Commits wait for no standby any more. */
export async function asynchronous(practice: Practice, primary: string): Promise<void> {
  await inside(practice, primary, query("ALTER SYSTEM SET synchronous_standby_names = ''"));
  await inside(practice, primary, query('SELECT pg_reload_conf()'));
}

/** A standby receives nothing any more, until {@link endReceiver}: its receiver stands still. */
export const freezeReceiver = (practice: Practice, standby: string): Promise<string> =>
  inside(
    practice,
    standby,
    `pid=$(${query('SELECT pid FROM pg_stat_wal_receiver')}) && kill -STOP "$pid" && echo "$pid"`,
  );

/** It goes on to its end: what lies in the buffers of its connection is not read any more. */
export const endReceiver = (practice: Practice, standby: string, pid: string): Promise<string> =>
  inside(practice, standby, `kill -TERM ${pid.trim()}; kill -CONT ${pid.trim()} || true`);

/** The server dies at once, and cannot start again: its configuration has a word that it does not know. */
export async function killForGood(practice: Practice, primary: string): Promise<void> {
  await inside(practice, primary, 'echo "nonsense = 1" >> "$PGDATA/postgresql.auto.conf"; sync');
  await killContainer(practice.here, primary, CONTAINER);
  await until('A server that does not start', { seconds: 60, advice: 'Look at its log.', every: 500 }, async () => {
    const path = `{.status.containerStatuses[?(@.name=="${CONTAINER}")].lastState.terminated.exitCode}`;
    const code = await practice.here(['get', 'pod', primary, `--output=jsonpath=${path}`]);
    return code !== '' && code !== '137';
  });
}
