import type { EngineContext, ProbeAdvice } from '../model/engine.ts';
import { exec, liveness, readiness, shell, startup } from '../probes/exec.ts';
import { listensOnLoopback } from '../probes/loopback.ts';
import { shellWord } from '../probes/quote.ts';
import { port } from './configuration.ts';
import { clientPort, recoverySeconds } from './facts.ts';

/** «It is not necessary to supply correct user name, password, or database name values to obtain the server status.» */
const SOURCE = 'https://www.postgresql.org/docs/current/app-pg-isready.html';

/** Variables that name the user that the image makes; the others have `postgres`. */
const USER_VARIABLES = ['POSTGRES_USER', 'POSTGRESQL_USERNAME', 'POSTGRESQL_USER'];

/** pg_isready's words, each ready for a shell. Over TCP: during initialisation the image's first server listens on its socket alone. */
function command(context: EngineContext): { readonly words: readonly string[]; readonly needsShell: boolean } {
  const { container } = context;
  const isWhole = container.environment.complete;
  const find = (names: readonly string[]) => names.map((name) => shellWord(container, name)).find(Boolean);
  // A name that lies in a Secret out of sight is there when the probe runs; the database `postgres` always is.
  const user = find(USER_VARIABLES) ?? (isWhole ? undefined : '"${POSTGRES_USER:-postgres}"');
  const database = find(['POSTGRES_DB', 'POSTGRESQL_DATABASE']) ?? (isWhole ? user : 'postgres');
  const words = [
    'pg_isready',
    '-h',
    '127.0.0.1',
    '-p',
    String(port(context) ?? clientPort.value),
    '-U',
    user ?? 'postgres',
  ];
  if (database !== undefined) words.push('-d', database);
  return { words, needsShell: words.some((word) => word.startsWith('"')) };
}

/** https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-LISTEN-ADDRESSES */
function isAskable({ settings }: EngineContext): boolean {
  return listensOnLoopback(settings.get('listen_addresses')?.value);
}

export function readinessProbe(context: EngineContext): ProbeAdvice | undefined {
  if (!isAskable(context)) return undefined;
  const { words, needsShell } = command(context);
  const handler = needsShell ? shell(`exec ${words.join(' ')}`) : exec(...words);
  return {
    probe: readiness(handler),
    why: 'pg_isready asks the server itself whether it accepts connections; it needs no password.',
    source: SOURCE,
  };
}

/**
 * The shell within the shell is no ornament. A probe that takes too long, or is under way when the pod is to end, is ended by killing its first process alone; what that leaves behind becomes the child
 * of the container's first process, the server, which takes a child that ends with more than 1 for one of its own that has crashed: it drops all sessions, recovers, and does not shut down in
 * order (seen with 16.14: `server process (PID 66) exited with exit code 2`). Left behind, the inner shell ends with 0 or 1.
 * https://github.com/postgres/postgres/blob/REL_16_STABLE/src/backend/postmaster/postmaster.c (CleanupBackend), https://www.postgresql.org/docs/current/app-pg-isready.html#id-1.9.4.17.7
 */
function aliveScript(context: EngineContext): string {
  return `(${command(context).words.join(' ')}; [ $? -lt 2 ]); exit $?`;
}

/** A server that starts or recovers rejects connections (exit code 1) and is alive; only no answer (2) is death. */
export function livenessProbe(context: EngineContext): ProbeAdvice | undefined {
  if (!isAskable(context)) return undefined;
  return {
    probe: liveness(shell(aliveScript(context)), 10),
    why: 'A server that replays its WAL rejects connections but is alive: only a server that does not answer at all is restarted.',
    source: SOURCE,
  };
}

/** A server that replays its WAL answers from the first second on, and may take as long as it needs: only silence is counted. */
export function startupProbe(context: EngineContext): ProbeAdvice | undefined {
  if (!isAskable(context)) return undefined;
  return {
    probe: startup(shell(aliveScript(context)), recoverySeconds.value),
    why: `The first start fills the data directory before the server answers: the liveness probe waits for it, at most ${recoverySeconds.value / 60} minutes.`,
    source: 'https://www.postgresql.org/docs/current/wal-configuration.html',
  };
}
