import { liveness, readiness, shell, startup } from '../probes/exec.ts';
import { serverCalls } from '../configuration/start.ts';
import type { EngineContext, ProbeAdvice } from '../model/engine.ts';
import { isTlsOnly, portOf } from './port.ts';
import { configurationFile } from './configuration.ts';
import { RECOVERY_SECONDS } from './facts.ts';
import type { Flavour } from './flavour.ts';
import { listensOnLoopback } from '../probes/loopback.ts';

/**
 * Replies that only a running server gives. NOAUTH: it wants a password first; BUSY: a script runs; MASTERDOWN: a replica waits; `max
 * number of clients`: all connections are taken, and a restart would cut them off.
 */
const ALIVE = ['PONG', 'LOADING', 'MASTERDOWN', 'NOAUTH', 'BUSY', '"max number of clients"'];

/** Ready when it answers PONG: `redis-cli` ends with 0 also for `LOADING` and `NOAUTH`, so the reply itself is read. */
export function readinessProbe(context: EngineContext, flavour: Flavour): ProbeAdvice | undefined {
  const ping = pingOf(context, flavour);
  if (ping === undefined) return undefined;
  // A password that is not the server's is no reason to take it out of its Services: it is up, and others may know the right one.
  const replies = ping.mayBeRefused || ping.isWithPassword ? ['PONG', 'NOAUTH'] : ['PONG'];
  return {
    probe: readiness(shell(scriptOf(ping.command, replies))),
    why: ping.mayBeRefused
      ? 'asks the server itself; it counts as up when it asks for a password, because no variable here holds it'
      : 'ready when the server answers PONG; while it loads its data it answers LOADING and gets no clients',
    source: flavour.pages.loading,
  };
}

/** Alive as long as it answers at all: while it loads its data a restart would begin the loading anew. */
export function livenessProbe(context: EngineContext, flavour: Flavour): ProbeAdvice | undefined {
  const ping = pingOf(context, flavour);
  return (
    ping && {
      probe: liveness(shell(scriptOf(ping.command, ALIVE))),
      why: 'alive when it answers at all: LOADING, BUSY and MASTERDOWN are no reason for a restart',
      source: flavour.pages.loading,
    }
  );
}

/** Waits until the server answers: from then on it may load its data for as long as that takes. */
export function startupProbe(context: EngineContext, flavour: Flavour): ProbeAdvice | undefined {
  const ping = pingOf(context, flavour);
  return (
    ping && {
      probe: startup(shell(scriptOf(ping.command, ALIVE)), RECOVERY_SECONDS.value),
      why: 'gives it ten minutes to answer before liveness counts; while it loads its data it answers LOADING',
      source: flavour.pages.loading,
    }
  );
}

interface Ping {
  readonly command: string;
  /** True when the server may ask for a password that no variable holds. */
  readonly mayBeRefused: boolean;
  /** A variable hands over a password. */
  readonly isWithPassword: boolean;
}

function pingOf(context: EngineContext, flavour: Flavour): Ping | undefined {
  const port = portOf(context);
  // With the plain port closed only TLS is left, and its certificates are not known here.
  if (port === undefined || isTlsOnly(context) || !listensOnLoopback(context.settings.get('bind')?.value))
    return undefined;
  const password = passwordVariable(context, flavour);
  const prefix = password === undefined || password === 'REDISCLI_AUTH' ? '' : `REDISCLI_AUTH="$${password}" `;
  const command = `${prefix}${flavour.client} -h 127.0.0.1 -p ${String(port)} ping 2>&1`;
  return {
    command,
    isWithPassword: password !== undefined,
    mayBeRefused: password === undefined && mayWantPassword(context, flavour),
  };
}

function scriptOf(command: string, replies: readonly string[]): string {
  return `case "$(${command})" in ${replies.map((reply) => `*${reply}*`).join('|')}) exit 0;; esac; exit 1`;
}

/** The variable that holds the password; its value is never read. */
export function passwordVariable({ container }: EngineContext, { prefix }: Flavour): string | undefined {
  const { variables } = container.environment;
  const written = [...container.words, ...container.scripts].map((word) => word.value).join('\n');
  const used = /requirepass[\s=]+["']?\$[({]?([A-Za-z_]\w*)/u.exec(written)?.[1];
  // What the command line refers to is set, also where the Secret behind it is out of sight.
  if (used !== undefined && (variables.has(used) || !container.environment.complete)) return used;
  const names = ['REDISCLI_AUTH', `${prefix}PASSWORD`, `${prefix}REQUIREPASS`, 'REDIS_PASSWORD', 'REDIS_PASS'];
  return names.find((name) => variables.has(name));
}

function mayWantPassword(context: EngineContext, flavour: Flavour): boolean {
  const { settings, container, variant } = context;
  const sight = configurationFile(context, flavour);
  if (['requirepass', 'aclfile', 'user'].some((name) => (settings.get(name)?.value ?? '') !== '')) return true;
  if (variant.startsWith('bitnami'))
    return container.environment.variables.get('ALLOW_EMPTY_PASSWORD')?.value !== 'yes';
  const isFileSeen = sight === undefined || sight.state === 'seen';
  return !isFileSeen || serverCalls(container, flavour.serverCommands).length === 0
    ? container.words.length > 0
    : false;
}
