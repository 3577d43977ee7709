import { Field } from '../../engines/model/field.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import { isWorkloadKind } from '../../engines/model/pod.ts';
import { readCluster } from '../cluster/cluster.ts';
import type { LiveObject } from '../cluster/live-object.ts';
import { examine, silence, WHOLE_DATA } from '../linter/examine.ts';
import type { Found, OnFault } from '../linter/examine.ts';
import type { ClusterSnapshot, LintLiveParams, LiveFinding, PlainObject } from '../protocol/messages.ts';
import { RuleSet } from '../rules/index.ts';
import { controllerKindOf } from '../rules/workload/controller.ts';
import { withCluster } from '../workspace/cluster-lookup.ts';
import { NO_CONFIGURATION } from '../workspace/configuration.ts';
import type { Configuration } from '../workspace/configuration.ts';
import { ObjectIndex } from '../workspace/object-index.ts';
import { fieldPath } from './field-path.ts';
import { readObject } from './read-object.ts';
import { isSuppressed } from './suppressed.ts';

/** How live objects are linted. */
export interface LintLiveOptions {
  /** What the cluster of these objects offers. */
  readonly snapshot?: ClusterSnapshot | undefined;
  /** Kinds of which these are all that there are for these workloads, or true for every kind: what is not among them does not exist. */
  readonly complete?: LintLiveParams['complete'];
  /** Severities and own images; `kubernetesVersion` counts for nothing here: the cluster's own does. */
  readonly configuration?: Configuration;
  readonly rules?: RuleSet;
  /** Without it a rule's fault is thrown. */
  readonly onFault?: OnFault;
  /** Called after each object: gives way, and ends the work by throwing. */
  readonly pause?: () => Promise<void>;
}

/**
 * Runs the rules over live objects, which see each other and nothing else. Findings come workload by workload, in the objects' order. Pods
 * and other objects that a controller among Kubernetes' own has made are looked at through it, not by themselves.
 */
export async function lintLive(objects: readonly PlainObject[], options: LintLiveOptions = {}): Promise<LiveFinding[]> {
  const { configuration = NO_CONFIGURATION, rules = new RuleSet(), onFault = rethrow, pause } = options;
  const cluster = readCluster(options.snapshot);
  const { complete = false } = options;
  const isKnown = (kind: string): boolean => (typeof complete === 'boolean' ? complete : complete.includes(kind));
  const index = new ObjectIndex<LiveObject>();
  const workloads: LiveObject[] = [];
  for (const plain of objects) {
    const object = readObject(plain);
    if (object === undefined) continue;
    index.add(object);
    if (isWorkloadKind(object.kind) && !isMadeByWorkload(object)) workloads.push(object);
    await pause?.();
  }
  const findings: LiveFinding[] = [];
  for (const workload of workloads) {
    const read = new Set<string>();
    const { found } = examine(workload, {
      // Rules that conclude from what is not there are asked only where that is known.
      lookup: withCluster(index.lookup(complete === false, read), cluster, read),
      configuration,
      cluster: () => cluster,
      live: isKnown,
      rules,
      onFault,
    });
    findings.push(...told(found, workload, rules));
    await pause?.();
  }
  return findings;
}

function told(found: readonly (readonly Found[])[], workload: KubeObject, rules: RuleSet): LiveFinding[] {
  const heard = found.flatMap((ofSubject) =>
    silence(ofSubject, ({ rule, report }) => ({ rule, thing: report.thing ?? WHOLE_DATA }), rules),
  );
  const byPlace = new Map<string, LiveFinding>();
  for (const { rule, severity, report } of heard) {
    const { object, path } = report.source;
    if (isSuppressed(rule, workload) || isSuppressed(rule, object)) continue;
    const place = fieldPath(path);
    const key = `${rule} ${object.kind}/${object.namespace ?? ''}/${object.name ?? ''} ${place}`;
    // Two databases of one workload may show the same thing.
    if (byPlace.has(key)) continue;
    byPlace.set(key, {
      rule,
      severity,
      message: report.message,
      object: { apiVersion: object.apiVersion, ...identity(object) },
      workload: identity(workload),
      path: place,
    });
  }
  return [...byPlace.values()];
}

function identity({ kind, namespace, name = '' }: KubeObject): LiveFinding['workload'] {
  return { kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** A pod of a StatefulSet, a ReplicaSet of a Deployment, a Job of a CronJob. */
function isMadeByWorkload(object: KubeObject): boolean {
  return isWorkloadKind(controllerKindOf(new Field(object)) ?? '');
}

function rethrow(_what: string, error: unknown): never {
  throw error;
}
