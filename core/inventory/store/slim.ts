import type { Json } from '../../../engines/model/object.ts';
import { valueAt } from '../../../engines/model/object.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { controllerOf, isOwnController } from './owners.ts';
import type { Controller } from './owners.ts';

type Fields = Readonly<Record<string, Json>>;

/** What the inventory never asks of a pod that a controller made: its template says it better, or nobody shows it. */
const UNASKED_OF_PODS: ReadonlySet<string> = new Set([
  'tolerations',
  'affinity',
  'dnsPolicy',
  'schedulerName',
  'securityContext',
  'enableServiceLinks',
  'preemptionPolicy',
  'readinessGates',
  'topologySpreadConstraints',
  'initContainers',
]);
const UNASKED_OF_CONTAINERS: ReadonlySet<string> = new Set(['imageID', 'containerID', 'volumeMounts', 'resources']);

/** Labels in which controllers write of which revision of their template a pod is made. */
const REVISION_LABELS = ['controller-revision-hash', 'pod-template-hash'];
const MOST_REVISIONS = 10_000;

/**
 * Makes objects smaller on arrival than the mirror does already: 3,000 pods are to fit into an editor. What stays are the same values, not copies, and
 * pods of one revision of a template share its containers.
 */
export class Slimmer {
  readonly #containers = new Map<string, Json>();

  slim(kind: string, object: ApiObject): ApiObject {
    switch (kind) {
      case 'Pod':
        return this.#slimPod(object);
      case 'Node':
        return slimNode(object);
      default:
        return object;
    }
  }

  /** Pods without a controller, or with an operator's, keep everything: they are their own template. */
  #slimPod(pod: ApiObject): ApiObject {
    const controller = controllerOf(pod);
    const { spec, status } = pod;
    if (controller === undefined || !isOwnController(controller) || !isMap(spec)) return pod;
    const volumes = Array.isArray(spec['volumes']) ? (spec['volumes'] as readonly Json[]) : [];
    const slimSpec: Fields = {
      ...without(spec, UNASKED_OF_PODS),
      volumes: volumes.filter((volume) => valueAt(volume, ['projected']) === undefined),
      containers: this.#shared(pod, controller, spec['containers'] ?? []),
    };
    return { ...pod, spec: slimSpec, ...(isMap(status) && { status: slimStatus(status) }) };
  }

  #shared(pod: ApiObject, { uid }: Controller, containers: Json): Json {
    const labels = pod.metadata['labels'];
    const revision = REVISION_LABELS.map((label) => valueAt(labels, [label])).find((one) => typeof one === 'string');
    if (typeof revision !== 'string') return containers;
    const key = `${uid} ${revision}`;
    const known = this.#containers.get(key);
    if (known !== undefined) return known;
    if (this.#containers.size >= MOST_REVISIONS) this.#containers.clear();
    this.#containers.set(key, containers);
    return containers;
  }
}

function slimStatus(status: Fields): Fields {
  const list = status['containerStatuses'];
  if (!Array.isArray(list)) return status;
  const slimmed = (list as readonly Json[]).map((one) => (isMap(one) ? without(one, UNASKED_OF_CONTAINERS) : one));
  return { ...status, containerStatuses: slimmed };
}

/** The images that a node holds are a list of thousands of words. */
function slimNode(node: ApiObject): ApiObject {
  const { status } = node;
  return isMap(status) ? { ...node, status: without(status, new Set(['images'])) } : node;
}

function without(fields: Fields, names: ReadonlySet<string>): Fields {
  const left: Record<string, Json> = {};
  for (const key in fields) {
    const value = fields[key];
    if (value !== undefined && !names.has(key)) left[key] = value;
  }
  return left;
}

function isMap(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
