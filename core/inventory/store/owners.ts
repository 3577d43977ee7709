import type { Json } from '../../../engines/model/object.ts';
import { valueAt } from '../../../engines/model/object.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { indexKind } from './index-kind.ts';

/** The object that manages another: its entry in `metadata.ownerReferences`. */
export interface Controller {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/**
 * The controller of an object: there is at most one.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
 */
export function controllerOf(body: ApiObject): Controller | undefined {
  const references = body.metadata['ownerReferences'];
  if (!Array.isArray(references)) return undefined;
  const found = (references as readonly Json[]).find((one) => valueAt(one, ['controller']) === true);
  if (found === undefined) return undefined;
  const text = (key: string): string => {
    const value = valueAt(found, [key]);
    return typeof value === 'string' ? value : '';
  };
  return { apiVersion: text('apiVersion'), kind: text('kind'), name: text('name'), uid: text('uid') };
}

/** A controller's kind as the store knows it. */
export function makerKind({ apiVersion, kind }: Controller): string {
  return indexKind(groupOf(apiVersion), kind);
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Kinds of Kubernetes' own that make other objects: what they make is theirs, and nobody edits it by hand. */
const OWN_CONTROLLERS: ReadonlySet<string> = new Set([
  'apps/StatefulSet',
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/DaemonSet',
  'batch/Job',
  'batch/CronJob',
  '/ReplicationController',
]);

/** True for Kubernetes' own workload controllers; false for an operator's custom resource. */
export function isOwnController({ apiVersion, kind }: Controller): boolean {
  return OWN_CONTROLLERS.has(`${groupOf(apiVersion)}/${kind}`);
}

/**
 * Who made an object, as people name it: a pod of a ReplicaSet that bears the hash of a Deployment's template is the Deployment's. So
 * ReplicaSets, ten for every Deployment, need not be watched. Undefined for what nobody made; a static pod's node makes nothing.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label
 */
export function makerOf(kind: string, body: ApiObject): Controller | undefined {
  const controller = controllerOf(body);
  if (controller === undefined || controller.kind === 'Node') return undefined;
  if (kind !== 'Pod' || controller.kind !== 'ReplicaSet') return controller;
  const hash = valueAt(body.metadata, ['labels', 'pod-template-hash']);
  if (typeof hash !== 'string' || !controller.name.endsWith(`-${hash}`)) return controller;
  return { apiVersion: 'apps/v1', kind: 'Deployment', name: controller.name.slice(0, -hash.length - 1), uid: '' };
}
