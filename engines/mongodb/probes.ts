import { exec, liveness, readiness, shell, startup } from '../probes/exec.ts';
import type { Json } from '../model/object.ts';
import type { EngineContext, ProbeAdvice } from '../model/engine.ts';
import { RECOVERY_SECONDS, SHELLS } from './facts.ts';
import { listensOnLoopback } from '../probes/loopback.ts';
import { portOf } from './port.ts';

/** mongosh needs a second or two of a CPU to start. */
const TIMEOUT_SECONDS = 10;

const HELLO = 'https://www.mongodb.com/docs/manual/reference/command/hello/';
const PING = 'https://www.mongodb.com/docs/manual/reference/command/ping/';

/** Both commands answer without a login: https://www.mongodb.com/docs/manual/core/security-users/ and the pages above. */
const IS_ALIVE = 'quit(db.adminCommand({ ping: 1 }).ok ? 0 : 1)';

/**
 * A member that was not initiated yet (`isreplicaset`) counts as ready: otherwise an ordered StatefulSet would never start its second
 * member, and nobody could initiate the set.
 */
const isReady = (command: string, primary: string) =>
  `var h = db.${command}(); quit(h.${primary} || h.secondary || h.arbiterOnly || h.isreplicaset ? 0 : 1)`;

/** Ready when it is primary, secondary or alone: a member that syncs or recovers gets no clients. */
export function readinessProbe(context: EngineContext): ProbeAdvice | undefined {
  const handler = evaluate(context, isReady('hello', 'isWritablePrimary'), isReady('isMaster', 'ismaster'));
  return (
    handler && {
      probe: readiness(handler, TIMEOUT_SECONDS),
      why: 'ready when it is primary or secondary; a member that syncs or recovers gets no clients',
      source: HELLO,
    }
  );
}

/** Alive when it answers a ping, whatever state the replica set is in. */
export function livenessProbe(context: EngineContext): ProbeAdvice | undefined {
  const handler = evaluate(context, IS_ALIVE, IS_ALIVE);
  return (
    handler && {
      probe: liveness(handler, TIMEOUT_SECONDS),
      why: 'alive when it answers a ping, whatever state its replica set is in',
      source: PING,
    }
  );
}

/** Waits for the journal to be replayed. */
export function startupProbe(context: EngineContext): ProbeAdvice | undefined {
  const handler = evaluate(context, IS_ALIVE, IS_ALIVE);
  return (
    handler && {
      probe: startup(handler, RECOVERY_SECONDS.value, TIMEOUT_SECONDS),
      why: 'gives it ten minutes to replay its journal before liveness counts',
      source: PING,
    }
  );
}

/** https://www.mongodb.com/docs/manual/reference/configuration-options/#mongodb-setting-net.bindIp */
function answersOnLoopback({ settings }: EngineContext): boolean {
  return settings.get('net.bindIpAll')?.value === 'true' || listensOnLoopback(settings.get('net.bindIp')?.value);
}

/** Runs JavaScript in the shell that the image's version holds; where that is not known, in the one that is there. */
function evaluate(
  context: EngineContext,
  script: string,
  oldScript: string,
): Readonly<Record<string, Json>> | undefined {
  const port = portOf(context);
  const tls = context.settings.get('net.tls.mode')?.value ?? '';
  // Where TLS is required, the shell needs certificates that are not known here.
  if (port === undefined || tls.startsWith('require') || !answersOnLoopback(context)) return undefined;
  const words = (program: string, text: string) => [program, '--quiet', '--port', String(port), '--eval', text];
  const major = context.version?.major;
  if (major !== undefined && major >= SHELLS.value.newFrom) return exec(...words('mongosh', script));
  if (major !== undefined && major < SHELLS.value.oldUntil) return exec(...words('mongo', oldScript));
  const line = (program: string, text: string) => words(program, `'${text}'`).join(' ');
  return shell(
    `if command -v mongosh >/dev/null 2>&1; then ${line('mongosh', script)}; else ${line('mongo', oldScript)}; fi`,
  );
}
