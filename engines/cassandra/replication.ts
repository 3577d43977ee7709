import { configurationVariablesSeen } from '../configuration/environment.ts';
import { isOriginal } from '../configuration/origin.ts';
import { isStartInSight } from '../configuration/start.ts';
import type { EngineContext, Replication } from '../model/engine.ts';
import { configurationFile, SERVER_COMMANDS } from './configuration.ts';
import { DATA_FOLDERS } from './facts.ts';
import { IMAGES } from './images.ts';

const OWN_ADDRESS = /^(?:["']?(?:127\.0\.0\.1|localhost|::1)(?::\d+)?["']?(?:,|$)\s*)+$/u;

/** Whether the members find each other: a node that is told of no seed but itself is a ring of its own. */
export function replication(context: EngineContext): Replication {
  const { settings, container, variant } = context;
  const variable =
    container.environment.variables.get('CASSANDRA_SEEDS') ?? container.environment.variables.get('CASSANDRA_PEERS');
  const seeds = settings.get('seeds');
  const provider = settings.get('seed_provider');
  if (provider !== undefined && !provider.value.endsWith('SimpleSeedProvider')) {
    return self('a seed provider finds the members', provider.source);
  }
  if (seeds !== undefined && !OWN_ADDRESS.test(seeds.value.trim())) return self('seeds name the members', seeds.source);
  if (seeds === undefined && variable !== undefined && variable.value !== '') {
    return self('seeds name the members', variable.source);
  }
  const reason = notRead(context);
  if (reason !== undefined) return { state: 'unknown', why: reason };
  if (variant === 'official' && container.environment.variables.has('CASSANDRA_NAME')) {
    return { state: 'unknown', why: 'CASSANDRA_NAME makes a host called cassandra the seed' };
  }
  const why = 'no seeds but itself: every Cassandra is a ring of its own';
  return { state: 'none', why, ...(seeds === undefined ? {} : { evidence: seeds.source }) };
}

function self(why: string, evidence: NonNullable<Replication['evidence']>): Replication {
  return { state: 'self', method: 'gossip', why, evidence };
}

function notRead(context: EngineContext): string | undefined {
  const { state } = configurationFile(context);
  if (state !== 'image' && state !== 'seen') return 'its cassandra.yaml is not in sight';
  if (DATA_FOLDERS[context.variant] === undefined || !isOriginal(context, IMAGES))
    return 'what the image does is not known';
  if (!isStartInSight(context.container, SERVER_COMMANDS)) return 'how it is started is not in sight';
  return configurationVariablesSeen(context.container) ? undefined : 'variables come from out of sight';
}
