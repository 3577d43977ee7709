import { liveness, readiness, shell, startup } from '../probes/exec.ts';
import type { ProbeAdvice } from '../model/engine.ts';
import { RECOVERY_SECONDS } from './facts.ts';

/** nodetool starts a JVM of its own. */
const TIMEOUT_SECONDS = 10;

const STATUS = 'https://cassandra.apache.org/doc/latest/cassandra/managing/tools/nodetool/status.html';
const INFO = 'https://cassandra.apache.org/doc/latest/cassandra/managing/tools/nodetool/info.html';

/** Ready when the ring lists this node's own address as up and normal; a node that joins or leaves gets no clients. */
export function readinessProbe(): ProbeAdvice {
  const script = 'nodetool status | grep -qE "^UN +$(hostname -i | cut -d" " -f1) "';
  return {
    probe: readiness(shell(script), TIMEOUT_SECONDS),
    why: 'ready when the ring lists its own address as up and normal (UN)',
    source: STATUS,
  };
}

/** Alive when it answers over JMX, also while it replays its commit log or joins the ring, which may take hours. */
export function livenessProbe(): ProbeAdvice {
  return {
    probe: liveness(shell('nodetool info >/dev/null'), TIMEOUT_SECONDS),
    why: 'alive when it answers nodetool, also while it joins the ring',
    source: INFO,
  };
}

/** Waits for the commit log to be replayed; joining the ring is not waited for. */
export function startupProbe(): ProbeAdvice {
  return {
    probe: startup(shell('nodetool info >/dev/null'), RECOVERY_SECONDS.value, TIMEOUT_SECONDS),
    why: 'gives it fifteen minutes to replay its commit log before liveness counts',
    source: INFO,
  };
}
