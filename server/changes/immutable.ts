import { Field } from '../../engines/model/field.ts';
import type { Database } from '../../engines/model/database.ts';
import { differences, type Difference } from './differences.ts';

/** A field that the API server does not let be changed on an object that exists. */
export interface Immutable extends Difference {
  readonly field: Field;
  /** As the API server names the kind: `StatefulSet`. */
  readonly kind: string;
  readonly name: string | undefined;
  /** The claim templates: whoever works round the refusal must know what becomes of the data. */
  readonly isClaimTemplate: boolean;
}

/**
 * What may be changed in a StatefulSet's spec; all else is refused.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/apps/validation/validation.go (ValidateStatefulSetUpdate)
 */
const MUTABLE: ReadonlySet<string> = new Set([
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
]);

/** What the API server fills in: https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/apps/v1/defaults.go */
const DEFAULTS = {
  podManagementPolicy: 'OrderedReady',
  serviceName: '',
  'volumeClaimTemplates.*.spec.volumeMode': 'Filesystem',
};

/** Of a claim's spec only these may change: https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go (ValidatePersistentVolumeClaimUpdate) */
const CLAIM_MUTABLE: ReadonlySet<string> = new Set(['resources', 'volumeAttributesClassName']);

/** Of a class these may not: https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/storage/validation/validation.go (ValidateStorageClassUpdate) */
const CLASS_IMMUTABLE = ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'] as const;
const CLASS_DEFAULTS = { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' };

/** Written by the API server, or read by nobody, in a claim template. */
const NEITHER: ReadonlySet<string> = new Set(['status', 'apiVersion', 'kind', 'creationTimestamp']);

/** What of the change from one to the other the API server would refuse. Only for objects that are the same: of one kind, namespace and name. */
export function immutableChanges(before: Database, after: Database): readonly Immutable[] {
  return [
    ...ofWorkload(before, after),
    ...ofClaim(before, after),
    ...ofClass(before, after),
    ...ofService(before, after),
  ];
}

function* ofWorkload({ workload: old }: Database, { workload: fresh }: Database): Generator<Immutable> {
  if (old.kind !== fresh.kind || old.name !== fresh.name || old.namespace !== fresh.namespace) return;
  const told = (difference: Difference, isClaimTemplate = false): Immutable => ({
    ...difference,
    field: new Field(fresh.object, difference.path),
    kind: fresh.kind,
    name: fresh.name,
    isClaimTemplate,
  });
  const [was, is] = [old.root.at('spec'), fresh.root.at('spec')];
  if (old.kind === 'Deployment' || old.kind === 'DaemonSet' || old.kind === 'ReplicaSet') {
    for (const one of differences(was.at('selector'), is.at('selector')).slice(0, 1)) yield told(one);
    return;
  }
  if (old.kind !== 'StatefulSet') return;
  const keys = new Set([...was.entries(), ...is.entries()].map(([key]) => key).filter((key) => !MUTABLE.has(key)));
  for (const key of keys) {
    const all = differences(was.at(key), is.at(key), defaultsOf(key));
    const real = all.filter(({ path }) => !path.some((step) => NEITHER.has(String(step))));
    // One line tells it: the first.
    for (const one of real.slice(0, 1)) yield told(one, key === 'volumeClaimTemplates');
  }
}

/** The defaults below one key of the spec. */
function defaultsOf(key: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(DEFAULTS).flatMap(([path, value]) =>
      path === key ? [['', value]] : path.startsWith(`${key}.`) ? [[path.slice(key.length + 1), value]] : [],
    ),
  );
}

function* ofClaim(before: Database, after: Database): Generator<Immutable> {
  const [old, fresh] = [before.data.volume?.claim, after.data.volume?.claim];
  if (old?.form !== 'object' || fresh?.form !== 'object' || old.name !== fresh.name) return;
  if (old.field.object.namespace !== fresh.field.object.namespace) return;
  const keys = new Set([...old.spec.entries(), ...fresh.spec.entries()].map(([key]) => key));
  for (const key of keys) {
    if (CLAIM_MUTABLE.has(key)) continue;
    // A claim that names no class, or no volume, has been given one.
    if (old.spec.at(key).absent && (key === 'storageClassName' || key === 'volumeName')) continue;
    const defaults = key === 'volumeMode' ? { '': 'Filesystem' } : {};
    for (const one of differences(old.spec.at(key), fresh.spec.at(key), defaults).slice(0, 1))
      yield {
        ...one,
        field: new Field(fresh.field.object, one.path),
        kind: 'PersistentVolumeClaim',
        name: fresh.name,
        isClaimTemplate: false,
      };
  }
}

function* ofClass(before: Database, after: Database): Generator<Immutable> {
  const [old, fresh] = [before.data.volume?.claim?.storageClass, after.data.volume?.claim?.storageClass];
  if (old === undefined || fresh === undefined || old.object.name !== fresh.object.name) return;
  for (const key of CLASS_IMMUTABLE) {
    const filled: Readonly<Record<string, string>> = CLASS_DEFAULTS;
    const defaults = filled[key] === undefined ? {} : { '': filled[key] };
    for (const one of differences(old.at(key), fresh.at(key), defaults).slice(0, 1))
      yield {
        ...one,
        field: new Field(fresh.object, one.path),
        kind: 'StorageClass',
        name: fresh.object.name,
        isClaimTemplate: false,
      };
  }
}

/** An address that was given stays: https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go (ValidateServiceClusterIPsRelatedFields) */
function* ofService(before: Database, after: Database): Generator<Immutable> {
  const [old, fresh] = [before.services.governing, after.services.governing];
  if (old === undefined || fresh === undefined || old.name !== fresh.name || old.namespace !== fresh.namespace) return;
  const [was, is] = [new Field(old, ['spec', 'clusterIP']), new Field(fresh, ['spec', 'clusterIP'])];
  // Left out, the address stays as it is.
  if (is.absent || is.unknown || was.unknown || !(was.absent || was.exists)) return;
  if (new Field(old, ['spec', 'type']).string() === 'ExternalName' || was.value === is.value) return;
  yield {
    path: is.path,
    before: was.value,
    after: is.value,
    field: is,
    kind: 'Service',
    name: fresh.name,
    isClaimTemplate: false,
  };
}

/**
 * The strategy of a StatefulSet that gives up rolling updates, where the API server keeps the steps that it filled in: it refuses them beside the new type, and
 * `kubectl apply` takes away only what it has written itself. (Of a Deployment's strategy it keeps nothing: `patchStrategy: retainKeys`.) Undefined where that is not so.
 */
export function leftoverSteps({ workload: old }: Database, { workload: fresh }: Database): Field | undefined {
  if (fresh.kind !== 'StatefulSet' || old.kind !== fresh.kind) return undefined;
  if (old.name !== fresh.name || old.namespace !== fresh.namespace) return undefined;
  const [was, is] = [old, fresh].map(({ root }) => root.at('spec', 'updateStrategy'));
  if (was === undefined || is?.at('type').string() !== 'OnDelete' || is.at('rollingUpdate').exists) return undefined;
  const rolled = was.at('type').absent || was.at('type').string() === 'RollingUpdate';
  return rolled && was.at('rollingUpdate').absent ? is.at('type') : undefined;
}
