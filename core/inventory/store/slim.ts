import type { Json } from '../../../engines/model/object.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { controllerOf, isOwnController } from './owners.ts';

type Fields = Readonly<Record<string, Json>>;

/** What `kubectl apply` repeats of the whole object, with values that people meant to keep out of sight at times. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What the inventory never asks of a pod that a controller made: its template says it better, or nobody shows it. */
const UNASKED_OF_PODS: ReadonlySet<string> = new Set([
  'tolerations',
  'affinity',
  'dnsPolicy',
  'schedulerName',
  'enableServiceLinks',
  'preemptionPolicy',
  'readinessGates',
  'topologySpreadConstraints',
]);

/** Makes an object smaller on arrival: 3,000 pods are to fit into an editor. The parts that stay are the same values, not copies. */
export function slim(kind: string, object: ApiObject): ApiObject {
  const bare = withoutRepetition(object);
  switch (kind) {
    case 'Pod':
      return slimPod(bare);
    case 'Node':
      return slimNode(bare);
    default:
      return bare;
  }
}

function withoutRepetition(object: ApiObject): ApiObject {
  const annotations = object.metadata['annotations'];
  const repeats = isMap(annotations) && LAST_APPLIED in annotations;
  if (!('managedFields' in object.metadata) && !repeats) return object;
  const metadata: Record<string, Json> = { ...object.metadata };
  delete metadata['managedFields'];
  if (repeats) metadata['annotations'] = without(annotations, (key) => key === LAST_APPLIED);
  return { ...object, metadata: metadata as ApiObject['metadata'] };
}

/** Pods without a controller, or with an operator's, keep everything: they are their own template. */
function slimPod(pod: ApiObject): ApiObject {
  const controller = controllerOf(pod);
  const spec = pod['spec'];
  if (controller === undefined || !isOwnController(controller) || !isMap(spec)) return pod;
  return { ...pod, spec: without(spec, (key) => UNASKED_OF_PODS.has(key)) };
}

/** The images that a node holds are a list of thousands of words. */
function slimNode(node: ApiObject): ApiObject {
  const status = node['status'];
  return isMap(status) ? { ...node, status: without(status, (key) => key === 'images') } : node;
}

function without(fields: Fields, drops: (key: string) => boolean): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !drops(key)));
}

function isMap(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
