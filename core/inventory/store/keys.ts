import { DUMPING_WORKLOAD, isDumpingWorkload } from '../../../engines/model/dumping-workload.ts';
import { Field } from '../../../engines/model/field.ts';
import { isWorkloadKind, podPath } from '../../../engines/model/pod.ts';
import { isOwnController, makerKind, makerOf } from './owners.ts';
import { OPERATOR_LABELS } from './operator-labels.ts';
import { selectorOf } from '../../../engines/model/selectors.ts';
import type { StoredObject } from './stored-object.ts';

/** A namespace, or the empty string for what lives outside of them. */
type Scope = string;

export const kindKey = (kind: string, scope: Scope): string => `kind ${kind} ${scope}`;
export const nameKey = (kind: string, scope: Scope, name: string): string => `name ${kind} ${scope}/${name}`;
export const claimKey = (scope: Scope, name: string): string => `claim ${scope}/${name}`;
export const podClaimKey = (scope: Scope, name: string): string => `pod-claim ${scope}/${name}`;
export const classKey = (name: string): string => `class ${name}`;
export const labelKey = (scope: Scope, key: string, value: string): string => `label ${scope}/${key}=${value}`;
export const targetKey = (kind: string, scope: Scope, name: string): string => `target ${kind} ${scope}/${name}`;
/** Selectors stand under one of their label pairs; those without any stand under none, and are always looked at. */
export const selectorKey = (kind: string, scope: Scope, pair: readonly [string, string] | undefined): string =>
  `selector ${kind} ${scope}/${pair ? `${pair[0]}=${pair[1]}` : ''}`;
/** Objects of a kind that a controller of this name has made. By name: pods outlive a StatefulSet that is made again. */
export const ownedKey = (kind: string, scope: Scope, makerKind: string, maker: string): string =>
  `owned ${kind} ${scope}/${makerKind}/${maker}`;
/** Pods and workloads that an operator's label marks as those of a custom resource. */
export const operatedKey = (kind: string, scope: Scope, label: string, name: string): string =>
  `operated ${kind} ${scope}/${label}=${name}`;
/** EndpointSlices of a Service. */
export const sliceKey = (scope: Scope, service: string): string => `slice ${scope}/${service}`;
/** EndpointSlices that lead to a pod. */
export const podSliceKey = (scope: Scope, pod: string): string => `slice-pod ${scope}/${pod}`;
/** VolumeSnapshots of a claim. */
export const snapshotKey = (scope: Scope, claim: string): string => `snapshot ${scope}/${claim}`;
/** Claims named like a template's: everything before the ordinal. */
export const numberedKey = (scope: Scope, stem: string): string => `numbered ${scope}/${stem}`;
/** PersistentVolumes by the claim that they are, or were, bound to. */
export const claimRefKey = (scope: Scope, claim: string): string => `claim-ref ${scope}/${claim}`;

/** `data-postgres-0` → `data-postgres` and 0; undefined for names without an ordinal. */
export function numbered(name: string): { readonly stem: string; readonly ordinal: number } | undefined {
  const match = /^(.+)-(\d+)$/u.exec(name);
  return match?.[1] === undefined ? undefined : { stem: match[1], ordinal: Number(match[2]) };
}

/**
 * The keys under which the store keeps an object. A look-up notes the keys that it reads, so that a change computes only those databases
 * anew whose look-ups can now answer differently.
 */
export function keysOf(object: StoredObject): readonly string[] {
  const scope = object.namespace ?? '';
  const keys = [kindKey(object.indexKind, scope), nameKey(object.indexKind, scope, object.name)];
  const controller = makerOf(object.kind, object.body);
  if (controller) keys.push(ownedKey(object.indexKind, scope, makerKind(controller), controller.name));
  // What a controller of Kubernetes' own has made is no workload of anybody's: its template is asked instead.
  const isMade = controller !== undefined && isOwnController(controller);
  if (!isMade && isDumpingWorkload(object)) keys.push(kindKey(DUMPING_WORKLOAD, scope));
  if (isWorkloadKind(object.kind)) {
    const template = new Field(object, podPath(object.kind));
    for (const claim of claimsOf(template)) {
      if (!isMade) keys.push(claimKey(scope, claim));
      if (object.kind === 'Pod') keys.push(podClaimKey(scope, claim));
    }
    for (const [key, value] of Object.entries(template.at('metadata', 'labels').stringMap())) {
      if (!isMade) keys.push(labelKey(scope, key, value));
      if (OPERATOR_LABELS.has(key)) keys.push(operatedKey(object.kind, scope, key, value));
    }
    return keys;
  }
  keys.push(...ownKeys(object, scope));
  return keys;
}

function ownKeys(object: StoredObject, scope: Scope): string[] {
  const root = new Field(object);
  switch (object.kind) {
    case 'Service':
    case 'PodDisruptionBudget': {
      const selector = selectorOf(object);
      return selector ? [selectorKey(object.kind, scope, Object.entries(selector.labels).sort()[0])] : [];
    }
    case 'PersistentVolume': {
      const reference = root.at('spec', 'claimRef');
      const claim = reference.at('name').string();
      const own = [classKey(root.at('spec', 'storageClassName').string() ?? '')];
      return claim === undefined ? own : [...own, claimRefKey(reference.at('namespace').string() ?? '', claim)];
    }
    case 'PersistentVolumeClaim': {
      const parts = numbered(object.name);
      return parts ? [numberedKey(scope, parts.stem)] : [];
    }
    case 'EndpointSlice': {
      // Source: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ownership
      const service = root.at('metadata', 'labels', 'kubernetes.io/service-name').string();
      const pods = root
        .at('endpoints')
        .items()
        .flatMap((endpoint) => endpoint.at('targetRef', 'name').string() ?? []);
      return [
        ...(service === undefined ? [] : [sliceKey(scope, service)]),
        ...new Set(pods.map((pod) => podSliceKey(scope, pod))),
      ];
    }
    case 'VolumeSnapshot': {
      const claim = root.at('spec', 'source', 'persistentVolumeClaimName').string();
      return claim === undefined ? [] : [snapshotKey(scope, claim)];
    }
    case 'HorizontalPodAutoscaler':
    case 'VerticalPodAutoscaler': {
      const name = root.at('spec', 'scaleTargetRef', 'name').string() ?? root.at('spec', 'targetRef', 'name').string();
      return name === undefined ? [] : [targetKey(object.kind, scope, name)];
    }
    default:
      return [];
  }
}

/** Names of the claims that pods of a template mount. */
function claimsOf(template: Field): string[] {
  return template
    .at('spec', 'volumes')
    .items()
    .flatMap((volume) => volume.at('persistentVolumeClaim', 'claimName').string() ?? []);
}
