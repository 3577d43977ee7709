import { readCalls } from '../configuration/calls.ts';
import { findText } from '../configuration/pod-texts.ts';
import { variablesLike } from '../configuration/environment.ts';
import { outOfSight } from '../configuration/sight.ts';
import type { EngineContext, Replication } from '../model/engine.ts';
import { isOriginal } from './data-directory.ts';
import { officialFamily } from './facts.ts';
import { knownPrograms } from './programs.ts';

interface Sign {
  readonly pattern: RegExp;
  readonly method: string;
  readonly why: string;
}

/** Variables by which images set replication up. */
const VARIABLES: readonly Sign[] = [
  { pattern: /^(?:PATRONI_|SPILO_)/u, method: 'patroni', why: 'its variables configure Patroni' },
  { pattern: /^REPMGR_/u, method: 'repmgr', why: 'its variables configure repmgr' },
  {
    pattern: /^POSTGRESQL_(?:REPLICATION_MODE|MASTER_HOST)$/u,
    method: 'streaming',
    why: 'bitnami images replicate by it',
  },
  { pattern: /^POSTGRESQL_MASTER_SERVICE_NAME$/u, method: 'streaming', why: 'Red Hat images replicate by it' },
  { pattern: /^(?:PG_MODE|PG_PRIMARY_HOST)$/u, method: 'streaming', why: 'Crunchy images replicate by it' },
  { pattern: /^STKEEPER_/u, method: 'stolon', why: 'its variables configure stolon' },
];

/** Programs that make or manage standbys. */
const PROGRAMS: Readonly<Record<string, string>> = {
  patroni: 'patroni',
  patronictl: 'patroni',
  repmgr: 'repmgr',
  repmgrd: 'repmgr',
  pg_basebackup: 'streaming',
  pg_rewind: 'streaming',
  pg_autoctl: 'pg_auto_failover',
  'stolon-keeper': 'stolon',
};

/** Text in scripts and files that makes a standby. */
const TEXTS: readonly Sign[] = [
  { pattern: /\bpatroni\b/u, method: 'patroni', why: 'a script or file in the pod speaks of Patroni' },
  { pattern: /\brepmgr\b/u, method: 'repmgr', why: 'a script or file in the pod speaks of repmgr' },
  { pattern: /\bpg_basebackup\b/u, method: 'streaming', why: 'a script in the pod runs pg_basebackup' },
  {
    pattern: /(?:^|[^#\w])(?:primary_conninfo|primary_slot_name)\b|\bstandby(?:\.signal|_mode)\b|\brecovery\.conf\b/mu,
    method: 'streaming',
    why: 'a script or file in the pod makes it a standby',
  },
  {
    pattern: /\bCREATE\s+(?:SUBSCRIPTION|PUBLICATION)\b/iu,
    method: 'logical',
    why: 'a script in the pod sets up logical replication',
  },
];

/** Variants whose members find each other without more being said. */
const REPLICATING: Readonly<Record<string, string>> = { spilo: 'patroni', repmgr: 'repmgr', stolon: 'stolon' };

/** Whether the members of this workload replicate; looks at the whole pod. */
export function replication(context: EngineContext): Replication {
  const { container, pod, variant } = context;
  const own = REPLICATING[variant];
  if (own !== undefined) {
    return { state: 'configured', method: own, why: `${variant} images set it up`, ...imageSource(context) };
  }
  for (const { pattern, method, why } of VARIABLES) {
    const [variable] = variablesLike(container, pattern);
    if (variable !== undefined && hasEffect(method, variant)) {
      return { state: 'configured', method, why: `${variable.name} is set: ${why}`, evidence: variable.source };
    }
  }
  const setting = ['primary_conninfo', 'primary_slot_name'].map((name) => context.settings.get(name)).find(Boolean);
  if (setting !== undefined && setting.value !== '') {
    return { state: 'configured', method: 'streaming', why: `${setting.name} is set`, evidence: setting.source };
  }
  for (const one of pod.containers) {
    for (const { program = '', source } of readCalls(one)) {
      const method = PROGRAMS[program];
      if (method !== undefined && source !== undefined) {
        return { state: 'configured', method, why: `the pod runs ${program}`, evidence: source };
      }
    }
  }
  for (const { pattern, method, why } of TEXTS) {
    const found = findText(pod, pattern);
    if (found !== undefined) return { state: 'configured', method, why, evidence: found.source };
  }
  return withoutEvidence(context);
}

/** Variables of one image mean nothing to another; Patroni's are read wherever Patroni may be. */
function hasEffect(method: string, variant: string): boolean {
  return method !== 'streaming' || !officialFamily.includes(variant);
}

/** Images whose whole behaviour is documented: nothing but arguments, variables and files sets replication up in them. */
const PLAIN = [...officialFamily, 'bitnami', 'sclorg'];

function withoutEvidence(context: EngineContext): Replication {
  const { variant } = context;
  if (!PLAIN.includes(variant) || !isOriginal(context)) {
    return { state: 'unknown', why: 'its image may set up replication by itself' };
  }
  const environmentMatters = !officialFamily.includes(variant);
  const reason = outOfSight(context, { programs: knownPrograms, environmentMatters });
  if (reason !== undefined) return { state: 'unknown', why: reason };
  return { state: 'none', why: 'no argument, variable, file or container of the pod sets up replication' };
}

function imageSource({ container }: EngineContext): Pick<Replication, 'evidence'> {
  return container.image === undefined ? {} : { evidence: container.image.source };
}
