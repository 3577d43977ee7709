import type { Json } from '../../../engines/model/object.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { controllerOf, isOwnController } from './owners.ts';

type Fields = Readonly<Record<string, Json>>;

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

/** Makes an object smaller than the mirror does already: 3,000 pods are to fit into an editor. What stays are the same values, not copies. */
export function slim(kind: string, object: ApiObject): ApiObject {
  switch (kind) {
    case 'Pod':
      return slimPod(object);
    case 'Node':
      return slimNode(object);
    default:
      return object;
  }
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
