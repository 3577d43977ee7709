import { liveness, readiness, shell, startup } from '../probes/exec.ts';
import type { EngineContext, ProbeAdvice } from '../model/engine.ts';
import { RECOVERY_SECONDS } from './facts.ts';

/** nodetool starts a JVM of its own. */
const TIMEOUT_SECONDS = 10;

const STATUS = 'https://cassandra.apache.org/doc/latest/cassandra/managing/tools/nodetool/status.html';
const INFO = 'https://cassandra.apache.org/doc/latest/cassandra/managing/tools/nodetool/info.html';

/**
 * False where JMX asks for a password or listens on another port: nodetool then fails on a healthy node.
 * Source: https://cassandra.apache.org/doc/latest/cassandra/managing/operating/security.html#jmx-access
 */
function answersNodetool({ container }: EngineContext): boolean {
  const { variables } = container.environment;
  const isLocal = (variables.get('LOCAL_JMX')?.value ?? 'yes') === 'yes';
  const options = ['JVM_OPTS', 'JVM_EXTRA_OPTS'].map((name) => variables.get(name)?.value ?? '').join(' ');
  return isLocal && !/jmxremote\.(?:authenticate=true|password)|cassandra\.jmx\.(?:local|remote)\.port/u.test(options);
}

/** Ready when the ring lists this node's own address as up and normal; a node that joins or leaves gets no clients. */
export function readinessProbe(context: EngineContext): ProbeAdvice | undefined {
  const { settings, pod } = context;
  // The ring lists the broadcast address, which is not the pod's then.
  if (settings.has('broadcast_address') || pod.spec.at('hostNetwork').boolean() === true) return undefined;
  if (!answersNodetool(context)) return undefined;
  const script = 'nodetool status | grep -qE "^UN +$(hostname -i | cut -d" " -f1) "';
  return {
    probe: readiness(shell(script), TIMEOUT_SECONDS),
    why: 'ready when the ring lists its own address as up and normal (UN)',
    source: STATUS,
  };
}

/** Alive when it answers over JMX, also while it replays its commit log or joins the ring, which may take hours. */
export function livenessProbe(context: EngineContext): ProbeAdvice | undefined {
  if (!answersNodetool(context)) return undefined;
  return {
    probe: liveness(shell('nodetool info >/dev/null'), TIMEOUT_SECONDS),
    why: 'alive when it answers nodetool, also while it joins the ring',
    source: INFO,
  };
}

/** Waits for the commit log to be replayed; joining the ring is not waited for. */
export function startupProbe(context: EngineContext): ProbeAdvice | undefined {
  if (!answersNodetool(context)) return undefined;
  return {
    probe: startup(shell('nodetool info >/dev/null'), RECOVERY_SECONDS.value, TIMEOUT_SECONDS),
    why: 'gives it fifteen minutes to replay its commit log before liveness counts',
    source: INFO,
  };
}
