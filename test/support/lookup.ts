import { Field } from '../../engines/model/field.ts';
import type { ObjectLookup } from '../../engines/model/lookup.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import { isWorkloadKind, podPath, readWorkload } from '../../engines/model/pod.ts';
import type { Container, Workload } from '../../engines/model/workload.ts';
import { allFromYaml } from './manifest.ts';

/** Answers look-ups from a list of objects, by walking it. */
export function lookupOf(objects: readonly KubeObject[], partial = false): ObjectLookup {
  const meets = (one: KubeObject, other: KubeObject) =>
    one.namespace === undefined || other.namespace === undefined || one.namespace === other.namespace;
  const all = (kind: string, near: KubeObject) =>
    objects.filter((object) => object.kind === kind && (isClusterWide(kind) || meets(object, near)));
  return {
    partial,
    all,
    named: (kind, near, name) => all(kind, near).filter((object) => object.name === name),
    selecting: (kind, near, labels) => all(kind, near).filter((object) => selects(object, labels)),
    mountingClaim: (near, claimName) =>
      objects.filter((object) => object !== near && meets(object, near) && mounts(object, claimName)),
    bearing: (near, labels) =>
      objects.filter((object) => object !== near && meets(object, near) && bears(object, labels)),
    targeting: (kind, workload) =>
      all(kind, workload).filter((object) =>
        ['scaleTargetRef', 'targetRef'].some((reference) => {
          const target = new Field(object).at('spec', reference);
          return target.at('kind').string() === workload.kind && target.at('name').string() === workload.name;
        }),
      ),
    volumesOfClass: (near, className) =>
      all('PersistentVolume', near).filter(
        (object) => (new Field(object).at('spec', 'storageClassName').string() ?? '') === className,
      ),
  };
}

/** The workload that stands first in a YAML text, read with the text's other objects in sight. */
export function workloadOf(text: string): Workload {
  const objects = allFromYaml(text);
  const lookup = lookupOf(objects);
  for (const object of objects) {
    const workload = readWorkload(object, lookup);
    if (workload !== undefined) return workload;
  }
  throw new Error('no workload in this text');
}

/** The one container of a pod, from the YAML of the container alone. */
export function containerOf(text: string): { readonly container: Container; readonly workload: Workload } {
  const workload = workloadOf(`kind: Pod\nspec:\n  containers:\n    - ${text.trim().replaceAll('\n', '\n      ')}`);
  const [container] = workload.pod.containers;
  if (container === undefined) throw new Error('no container in this text');
  return { container, workload };
}

function isClusterWide(kind: string): boolean {
  return kind === 'PersistentVolume' || kind === 'StorageClass' || kind === 'VolumeSnapshotClass';
}

function selects(object: KubeObject, labels: Readonly<Record<string, string>>): boolean {
  const selector = new Field(object).at('spec', 'selector');
  const wanted = Object.entries((object.kind === 'Service' ? selector : selector.at('matchLabels')).stringMap());
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

function bears(object: KubeObject, labels: Readonly<Record<string, string>>): boolean {
  if (!isWorkloadKind(object.kind)) return false;
  const own = new Field(object, [...podPath(object.kind), 'metadata', 'labels']).stringMap();
  const wanted = Object.entries(labels);
  return wanted.length > 0 && wanted.every(([key, value]) => own[key] === value);
}

function mounts(object: KubeObject, claimName: string): boolean {
  if (!isWorkloadKind(object.kind)) return false;
  return new Field(object)
    .at(...podPath(object.kind), 'spec', 'volumes')
    .items()
    .some((volume) => volume.at('persistentVolumeClaim', 'claimName').string() === claimName);
}
