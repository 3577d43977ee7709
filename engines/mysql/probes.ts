import type { EngineContext, ProbeAdvice } from '../model/engine.ts';
import { answersOnLoopback, port } from '../mysql-family/configuration.ts';
import { exec, liveness, readiness, startup } from '../probes/exec.ts';
import { clientPort, recoverySeconds } from './facts.ts';

/** «The return status is 0 if the server is running … even in case of an error such as Access denied.» */
const SOURCE = 'https://dev.mysql.com/doc/refman/8.4/en/mysqladmin.html';

/** Over TCP, as the image's first server, which only initialises, listens on its socket alone; without a password. */
function ping(context: EngineContext): ReturnType<typeof exec> {
  return exec('mysqladmin', 'ping', '-h', '127.0.0.1', '-P', String(port(context) ?? clientPort.value));
}

export function readinessProbe(context: EngineContext): ProbeAdvice | undefined {
  if (!answersOnLoopback(context)) return undefined;
  return {
    probe: readiness(ping(context)),
    why: 'mysqladmin ping succeeds as soon as the server answers over TCP, even when it refuses the login, so it needs no password.',
    source: SOURCE,
  };
}

export function livenessProbe(context: EngineContext): ProbeAdvice | undefined {
  if (!answersOnLoopback(context)) return undefined;
  return {
    probe: liveness(ping(context), 10),
    why: 'Only a server that does not answer at all for three minutes is restarted.',
    source: SOURCE,
  };
}

export function startupProbe(context: EngineContext): ProbeAdvice | undefined {
  if (!answersOnLoopback(context)) return undefined;
  return {
    probe: startup(ping(context), recoverySeconds.value),
    why: `InnoDB applies its redo log before it accepts connections: the liveness probe waits for it, at most ${recoverySeconds.value / 60} minutes.`,
    source: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-recovery.html',
  };
}
