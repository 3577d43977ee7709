import { readCalls, type Call } from '../configuration/calls.ts';
import { findText } from '../configuration/pod-texts.ts';
import { outOfSight } from '../configuration/sight.ts';
import { isOriginal } from '../configuration/origin.ts';
import { isStartInSight } from '../configuration/start.ts';
import type { EngineContext, Replication } from '../model/engine.ts';
import { configurationFile } from './configuration.ts';
import type { Flavour } from './flavour.ts';

/** `replicaof` or `slaveof` as a setting, an argument or a command of the client; not their read-only and diskless cousins. */
const REPLICA_OF =
  /(?<=^(?!\s*(?:#|rename-command)).*)(?<![\w-])(?:--)?(?:replicaof|slaveof)(?![\w-])(?!\s+no\s+one)/imu;
const CLUSTER = /(?<![\w-])(?:--cluster\s+create|cluster\s+meet|CLUSTER\s+MEET|--cluster-enabled\s+yes)(?![\w-])/u;
const SENTINEL = /(?:redis|valkey)-sentinel|--sentinel(?![\w-])/u;

/** Whether the members of the workload replicate from each other. */
export function replication(context: EngineContext, flavour: Flavour): Replication {
  const { settings, variant } = context;
  const cluster = settings.get('cluster-enabled');
  if (cluster?.value.toLowerCase() === 'yes') {
    return { state: 'configured', method: 'redis-cluster', why: 'cluster-enabled is on', evidence: cluster.source };
  }
  if (variant === 'bitnami-cluster') {
    return { state: 'configured', method: 'redis-cluster', why: 'the image sets up a cluster' };
  }
  if (variant === 'guestbook-replica') {
    return { state: 'configured', method: 'replication', why: 'the image starts a replica of redis-master' };
  }
  const replicaOf = settings.get('replicaof');
  if (replicaOf !== undefined && replicaOf.value.toLowerCase() !== 'no one') {
    return {
      state: 'configured',
      method: 'replication',
      why: 'replicaof names its primary',
      evidence: replicaOf.source,
    };
  }
  return ofMode(context) ?? ofTexts(context) ?? otherwise(context, flavour);
}

/** `none` only when everything that could set it up has been read. */
function otherwise(context: EngineContext, flavour: Flavour): Replication {
  const reason = notRead(context, flavour);
  return reason === undefined
    ? { state: 'none', why: `nothing tells one ${flavour.name} of the others: no replicaof, no cluster, no Sentinel` }
    : { state: 'unknown', why: reason };
}

function notRead(context: EngineContext, flavour: Flavour): string | undefined {
  const { container, variant } = context;
  const sight = configurationFile(context, flavour);
  const isBitnami = variant.startsWith('bitnami');
  const isFileRead = sight === undefined || sight.state === 'seen' || (sight.state === 'image' && isBitnami);
  if (!isFileRead) return 'its configuration file is not in sight';
  if (flavour.layouts[variant]?.certain !== true || !isOriginal(context, flavour.images)) {
    return 'what the image does is not known';
  }
  if (!isStartInSight(container, flavour.serverCommands)) return 'how it is started is not in sight';
  return outOfSight(context, {
    programs: [...flavour.serverCommands, flavour.client, 'redis-cli'],
    environmentMatters: isBitnami || variant === 'stack',
  });
}

/** Bitnami's REPLICATION_MODE: every pod that is told to be a master is one, whatever its neighbours are. */
function ofMode({ settings, workload }: EngineContext): Replication | undefined {
  const mode = settings.get('replication-mode');
  if (mode === undefined) return undefined;
  const isPrimary = mode.value.toLowerCase() === 'master';
  if (isPrimary && (workload.replicas.value ?? 1) > 1 && mode.from === 'environment') {
    return { state: 'none', why: 'every member is told to be a master', evidence: mode.source };
  }
  const why = isPrimary ? 'it is told to be the master' : 'it is told to be a replica';
  return { state: 'configured', method: 'replication', why, evidence: mode.source };
}

/** Its own program, or the server's with the option; also where a mounted script starts it. */
const isSentinel = ({ program = '', words }: Call): boolean =>
  SENTINEL.test(program) || words.some(({ value }) => value === '--sentinel');

function ofTexts({ pod, container }: EngineContext): Replication | undefined {
  const sentinel = pod.containers.find(
    (other) =>
      other !== container &&
      !other.init &&
      (SENTINEL.test(other.image?.repository ?? '') ||
        other.words.some((word) => SENTINEL.test(word.value)) ||
        readCalls(other).some(isSentinel) ||
        other.environment.variables.get('SENTINEL')?.value === 'true'),
  );
  if (sentinel !== undefined) {
    return {
      state: 'configured',
      method: 'sentinel',
      why: 'a Sentinel runs beside it',
      evidence: sentinel.field.source,
    };
  }
  const cluster = findText(pod, CLUSTER);
  if (cluster !== undefined) {
    return { state: 'configured', method: 'redis-cluster', why: 'a script joins a cluster', evidence: cluster.source };
  }
  const replica = findText(pod, REPLICA_OF);
  return (
    replica && {
      state: 'configured',
      method: 'replication',
      why: 'a script or file makes it a replica',
      evidence: replica.source,
    }
  );
}
