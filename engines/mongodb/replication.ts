import { configurationVariablesSeen, valueOf } from '../configuration/environment.ts';
import { findText } from '../configuration/pod-texts.ts';
import { isOriginal } from '../configuration/origin.ts';
import { isStartInSight } from '../configuration/start.ts';
import type { EngineContext, Replication } from '../model/engine.ts';
import { configurationFile, isStartedDirectly, SERVER_COMMANDS } from './configuration.ts';
import { DATA_DIRECTORIES } from './facts.ts';
import { IMAGES } from './images.ts';

const INITIATE = /(?:rs\.(?:initiate|add|reconfig)\s*\(|replSetInitiate)/u;
const REPLICA_SET = /--replSet(?![\w-])|(?<![\w.])replSetName(?=\s*:)|MONGODB_REPLICA_SET_MODE(?==)/u;
const SIDECAR = /mongo.*sidecar|k8s-mongo-ha|mongodb-agent/iu;

/** Whether the members of the workload form a replica set. */
export function replication(context: EngineContext): Replication {
  const { settings, pod, container, variant } = context;
  const mode = container.environment.variables.get('MONGODB_REPLICA_SET_MODE');
  if (mode !== undefined && variant.startsWith('bitnami')) {
    return configured('MONGODB_REPLICA_SET_MODE makes it a member of a replica set', mode.source);
  }
  if (variant === 'bitnami-sharded' && valueOf(container, 'MONGODB_SHARDING_MODE') !== 'mongos') {
    return configured('the image makes it a member of a replica set');
  }
  const name = settings.get('replication.replSetName');
  const sidecar = pod.containers.find((other) => SIDECAR.test(other.image?.repository ?? ''));
  const initiate = findText(pod, INITIATE);
  if (name !== undefined) {
    if (sidecar !== undefined) return configured('a sidecar puts the replica set together', sidecar.field.source);
    if (initiate !== undefined) return configured('a script initiates the replica set', initiate.source);
    return {
      state: 'self',
      method: 'replica-set',
      why: 'it is started as a member of a replica set',
      evidence: name.source,
    };
  }
  if (sidecar !== undefined) return configured('a sidecar puts the replica set together', sidecar.field.source);
  const evidence = initiate ?? findText(pod, REPLICA_SET);
  if (evidence !== undefined) return configured('a script or file sets up a replica set', evidence.source);
  const reason = notRead(context);
  return reason === undefined
    ? { state: 'none', why: 'no replica set is configured: without --replSet every mongod stands alone' }
    : { state: 'unknown', why: reason };
}

function configured(why: string, evidence?: Replication['evidence']): Replication {
  return { state: 'configured', method: 'replica-set', why, ...(evidence === undefined ? {} : { evidence }) };
}

/**
 * Only the command line and the configuration file can make a mongod a member: without `--replSet` no sidecar and no init script
 * can. Bitnami's start scripts write that file from variables.
 */
function notRead(context: EngineContext): string | undefined {
  const { container, variant } = context;
  const sight = configurationFile(context);
  if (sight !== undefined && sight.state !== 'seen') return 'its configuration file is not in sight';
  if (!isStartInSight(container, SERVER_COMMANDS)) return 'how it is started is not in sight';
  if (isStartedDirectly(container)) return undefined;
  if (DATA_DIRECTORIES[variant] === undefined || !isOriginal(context, IMAGES))
    return 'what the image does is not known';
  if (/^(?:official|community|enterprise)$/u.test(variant)) return undefined;
  return configurationVariablesSeen(container) ? undefined : 'variables come from out of sight';
}
