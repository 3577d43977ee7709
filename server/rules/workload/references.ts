import type { Field } from '../../../engines/model/field.ts';
import type { Pod } from '../../../engines/model/workload.ts';

export type ReferencedKind = 'Secret' | 'ConfigMap' | 'PersistentVolumeClaim' | 'ServiceAccount';

/** A place in a pod that names another object. */
export interface Reference {
  readonly kind: ReferencedKind;
  readonly name: Field;
  /** Keys of it that are named, where single keys are. */
  readonly keys: readonly Field[];
  /** What a missing object does to the pod, in plain words. */
  readonly outcome: string;
  /** True where the keys become variables or files one by one, so that their names tell whether an object is the one meant. */
  readonly byKey: boolean;
}

const NO_START = 'the container does not start (CreateContainerConfigError)';
const NO_MOUNT = 'the pod waits for its volumes and never starts';

/** Every object that a pod cannot start without; what is marked `optional` is left out. */
export function referencesOf(pod: Pod): Reference[] {
  const account = pod.spec.at('serviceAccountName');
  return [
    ...(account.string() === undefined || account.string() === 'default'
      ? []
      : [reference('ServiceAccount', account, 'no pod is created')]),
    ...pod.spec.at('volumes').items().flatMap(ofVolume),
    ...pod.containers.flatMap(({ field }) => [
      ...field.at('envFrom').items().flatMap(ofEnvironmentSource),
      ...field
        .at('env')
        .items()
        .flatMap((entry) => ofVariable(entry.at('valueFrom'))),
    ]),
  ].filter(({ name }) => name.string() !== undefined && name.string() !== '');
}

function reference(kind: ReferencedKind, name: Field, outcome: string, keys: readonly Field[] = []): Reference {
  return { kind, name, keys, outcome, byKey: keys.length > 0 };
}

function ofVolume(volume: Field): Reference[] {
  const claim = volume.at('persistentVolumeClaim', 'claimName');
  const claims = claim.exists ? [reference('PersistentVolumeClaim', claim, 'the pod stays Pending')] : [];
  const sources = [volume, ...volume.at('projected', 'sources').items()];
  return [
    ...claims,
    ...sources.flatMap((source) => [
      ...ofFiles('ConfigMap', source.at('configMap'), 'name'),
      ...ofFiles('Secret', source.at('secret'), source === volume ? 'secretName' : 'name'),
    ]),
  ];
}

function ofFiles(kind: ReferencedKind, source: Field, nameKey: string): Reference[] {
  if (!source.exists || isOptional(source)) return [];
  const keys = source
    .at('items')
    .items()
    .map((item) => item.at('key'));
  return [reference(kind, source.at(nameKey), NO_MOUNT, keys)];
}

function ofEnvironmentSource(source: Field): Reference[] {
  const configMap = source.at('configMapRef');
  const secret = source.at('secretRef');
  return [
    ...(configMap.exists && !isOptional(configMap) ? [reference('ConfigMap', configMap.at('name'), NO_START)] : []),
    ...(secret.exists && !isOptional(secret) ? [reference('Secret', secret.at('name'), NO_START)] : []),
  ];
}

function ofVariable(from: Field): Reference[] {
  const configMap = from.at('configMapKeyRef');
  const secret = from.at('secretKeyRef');
  const of = (kind: ReferencedKind, source: Field) =>
    source.exists && !isOptional(source) ? [reference(kind, source.at('name'), NO_START, [source.at('key')])] : [];
  return [...of('ConfigMap', configMap), ...of('Secret', secret)];
}

/** A reference marked optional may dangle; where a template decides, nobody can tell. */
function isOptional(source: Field): boolean {
  const optional = source.at('optional');
  return optional.exists && optional.value !== false;
}

/** The keys of a ConfigMap or Secret; undefined where they cannot all be seen. */
export function keysOf(object: Field): Set<string> | undefined {
  const keys = new Set<string>();
  for (const part of ['data', 'stringData', 'binaryData']) {
    const field = object.at(part);
    if (!field.exists && !field.absent) return undefined;
    if (field.unknown || object.object.isOpen(field.path)) return undefined;
    for (const [key] of field.entries()) keys.add(key);
  }
  return keys;
}
