import { readCalls } from '../configuration/calls.ts';
import { variablesLike } from '../configuration/environment.ts';
import { findText } from '../configuration/pod-texts.ts';
import { outOfSight } from '../configuration/sight.ts';
import type { EngineContext, Replication } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import type { EnvironmentVariable } from '../model/workload.ts';

/** A variable by which an image sets replication up, and in which variants it means something. */
export interface VariableSign {
  readonly pattern: RegExp;
  readonly method: string;
  readonly variants: readonly string[];
}

/** What an engine knows of replication in its images. */
export interface ReplicationSigns {
  readonly variables: readonly VariableSign[];
  /** Variants that replicate by themselves, and how. */
  readonly replicating: Readonly<Record<string, string>>;
  /** True when nothing but arguments, variables and files sets replication up in this image. */
  readonly plain: (context: EngineContext) => boolean;
  /** True when variables of this image can set it up. */
  readonly environmentMatters: (context: EngineContext) => boolean;
  readonly programs: readonly string[];
}

/** Settings that make a server a member of something. */
const SETTINGS: Readonly<Record<string, string>> = {
  wsrep_cluster_address: 'galera',
  wsrep_on: 'galera',
  group_replication_group_name: 'group-replication',
  group_replication_start_on_boot: 'group-replication',
  plugin_load_add: 'group-replication',
  master_host: 'source-replica',
};

/** Settings that a member of a replicated set bears, but that join it to nothing. */
const HINTS: readonly string[] = [
  'relay_log',
  'report_host',
  'log_slave_updates',
  'log_replica_updates',
  'super_read_only',
  'read_only',
  'gtid_mode',
  'gtid_strict_mode',
];

/** Statements and tools that do so, in scripts and files. */
const TEXTS: readonly { readonly pattern: RegExp; readonly method: string; readonly why: string }[] = [
  {
    pattern: /\bCHANGE\s+(?:MASTER|REPLICATION\s+SOURCE)\s+TO\b|\bSTART\s+(?:SLAVE|REPLICA)\b/iu,
    method: 'source-replica',
    why: 'a script in the pod makes it a replica',
  },
  {
    pattern: /\bwsrep_cluster_address\b|gcomm:\/\//u,
    method: 'galera',
    why: 'a script or file in the pod joins a Galera cluster',
  },
  {
    pattern: /\bgroup_replication_(?:group_name|bootstrap_group)\b|\bSTART\s+GROUP_REPLICATION\b/iu,
    method: 'group-replication',
    why: 'a script or file in the pod sets up group replication',
  },
  {
    pattern: /\bxtrabackup_slave_info\b|\bxtrabackup_binlog_info\b|change_master_to/u,
    method: 'source-replica',
    why: 'a script in the pod copies another member',
  },
  {
    pattern: /\bdba\.createCluster\b|\bcluster\.addInstance\b/u,
    method: 'group-replication',
    why: 'a script in the pod sets up InnoDB Cluster',
  },
];

/** Programs that copy or manage members. */
const PROGRAMS: Readonly<Record<string, string>> = {
  mysqlsh: 'group-replication',
  orchestrator: 'source-replica',
  galera_new_cluster: 'galera',
  garbd: 'galera',
  peer_finder: 'galera',
  'peer-finder': 'galera',
};

/** Whether the members of this workload replicate; looks at the whole pod. */
export function replication(context: EngineContext, signs: ReplicationSigns): Replication {
  const { container, variant } = context;
  const own = signs.replicating[variant];
  if (own !== undefined) return { state: 'configured', method: own, why: `${variant} images set it up` };
  for (const { pattern, method, variants } of signs.variables) {
    const [variable] = variablesLike(container, pattern).filter(isSwitchedOn);
    if (variable !== undefined && variants.includes(variant)) {
      return { state: 'configured', method, why: `${variable.name} is set`, evidence: variable.source };
    }
  }
  return fromSettings(context) ?? fromPod(context) ?? fromHints(context) ?? withoutEvidence(context, signs);
}

function isSwitchedOn({ value }: EnvironmentVariable): boolean {
  return value === undefined || !/^(?:|no|off|false|0)$/iu.test(value);
}

function fromSettings({ settings }: EngineContext): Replication | undefined {
  for (const [name, method] of Object.entries(SETTINGS)) {
    const setting = settings.get(name);
    if (setting === undefined || /^(?:|off|0|false)$/iu.test(setting.value)) continue;
    if (name === 'plugin_load_add' && !setting.value.includes('group_replication')) continue;
    if (isUnknown(setting.value)) return { state: 'unknown', why: `${name} is set to something out of sight` };
    return { state: 'configured', method, why: `${name} is set`, evidence: setting.source };
  }
  return undefined;
}

/** Somebody prepared this server for replication; who starts it is out of sight. */
function fromHints({ settings }: EngineContext): Replication | undefined {
  const hint = HINTS.map((name) => settings.get(name)).find(
    (setting) => setting !== undefined && !/^(?:|off|0|false)$/iu.test(setting.value),
  );
  if (hint === undefined) return undefined;
  return { state: 'unknown', why: `${hint.name} prepares it for replication`, evidence: hint.source };
}

function fromPod({ pod }: EngineContext): Replication | undefined {
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
  return undefined;
}

function withoutEvidence(context: EngineContext, signs: ReplicationSigns): Replication {
  if (!signs.plain(context)) return { state: 'unknown', why: 'its image may set up replication by itself' };
  const reason = outOfSight(context, {
    programs: signs.programs,
    environmentMatters: signs.environmentMatters(context),
  });
  if (reason !== undefined) return { state: 'unknown', why: reason };
  return { state: 'none', why: 'no argument, variable, file or container of the pod sets up replication' };
}
