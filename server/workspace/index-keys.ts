import { DUMPING_WORKLOAD, isDumpingWorkload } from '../../engines/model/dumping-workload.ts';
import { Field } from '../../engines/model/field.ts';
import { isWorkloadKind, podPath } from '../../engines/model/pod.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import { selectorOf } from '../../engines/model/selectors.ts';

/**
 * The keys under which the index keeps an object. A look-up names the keys it reads, so that an edit re-checks only the databases whose
 * look-ups could now answer differently. Keys leave the namespace out: it may be unknown, and is compared afterwards.
 */
export function keysOf(object: KubeObject): string[] {
  const keys = [kindKey(object.kind)];
  if (object.name !== undefined) keys.push(nameKey(object.kind, object.name));
  const selector = selectorOf(object);
  if (selector) keys.push(selectorKey(object.kind, Object.entries(selector.labels).sort()[0]));
  const target = new Field(object)
    .at('spec')
    .entries()
    .find(([key]) => key === 'scaleTargetRef' || key === 'targetRef');
  const targetName = target?.[1].at('name').string();
  if (targetName !== undefined) keys.push(targetKey(object.kind, targetName));
  if (object.kind === 'PersistentVolume') {
    keys.push(classKey(new Field(object).at('spec', 'storageClassName').string() ?? ''));
  }
  if (isDumpingWorkload(object)) keys.push(kindKey(DUMPING_WORKLOAD));
  for (const claim of claimsOf(object)) keys.push(claimKey(claim));
  for (const pair of Object.entries(podLabelsOf(object))) keys.push(labelKey(pair));
  return [...new Set(keys)];
}

/** The names of the PersistentVolumeClaims that a workload mounts. */
export function claimsOf(object: KubeObject): string[] {
  if (!isWorkloadKind(object.kind)) return [];
  return new Field(object, [...podPath(object.kind), 'spec', 'volumes'])
    .items()
    .flatMap((volume) => volume.at('persistentVolumeClaim', 'claimName').string() ?? []);
}

/** The labels of the pods that a workload makes. */
export function podLabelsOf(object: KubeObject): Readonly<Record<string, string>> {
  if (!isWorkloadKind(object.kind)) return {};
  return new Field(object, [...podPath(object.kind), 'metadata', 'labels']).stringMap();
}

export const kindKey = (kind: string): string => `kind ${kind}`;
export const nameKey = (kind: string, name: string): string => `name ${kind}/${name}`;
export const claimKey = (name: string): string => `claim ${name}`;
export const classKey = (name: string): string => `class ${name}`;
export const labelKey = ([key, value]: readonly [string, string]): string => `label ${key}=${value}`;
export const targetKey = (kind: string, name: string): string => `target ${kind}/${name}`;
/** Selectors stand under one of their label pairs; those without any stand under none, and are always looked at. */
export const selectorKey = (kind: string, pair: readonly [string, string] | undefined): string =>
  `selector ${kind} ${pair ? `${pair[0]}=${pair[1]}` : ''}`;
