import { engines } from '../../engines/index.ts';
import type { Engine } from '../../engines/model/engine.ts';
import { Field } from '../../engines/model/field.ts';
import { readQuantity } from '../../engines/model/quantity.ts';
import type { Orphan } from './model.ts';
import { claimKey, nameKey, numbered, podClaimKey } from './store/keys.ts';
import type { ObjectStore } from './store/object-store.ts';
import type { StoredObject } from './store/stored-object.ts';

/**
 * Claims that nothing uses and volumes that no claim holds any more, as far as they look like a database's. `seesUsers` says whether pods and
 * workloads of a namespace can be read: where they cannot, nothing there may be called unused.
 */
export function findOrphans(store: ObjectStore, seesUsers: (namespace: string) => boolean): Orphan[] {
  const found: Orphan[] = [];
  for (const object of store.objects()) {
    const orphan =
      object.kind === 'PersistentVolumeClaim'
        ? orphanedClaim(object, store, seesUsers)
        : object.kind === 'PersistentVolume'
          ? releasedVolume(object, store)
          : undefined;
    if (orphan) found.push(orphan);
  }
  return found.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ object }: Orphan): string {
  return `${object.kind} ${object.namespace ?? ''}/${object.name}`;
}

function orphanedClaim(
  claim: StoredObject,
  store: ObjectStore,
  seesUsers: (namespace: string) => boolean,
): Orphan | undefined {
  const namespace = claim.namespace ?? '';
  if (!seesUsers(namespace) || isUsed(claim, store) || isKept(claim, store)) return undefined;
  const root = new Field(claim);
  const looks = looksLikeDatabase(claim.name, root.at('metadata', 'labels').stringMap());
  if (looks === undefined) return undefined;
  const volume = volumeOf(claim, store);
  return {
    object: claim.ref,
    why: `No pod or workload in sight uses this claim, and ${looks.why}.`,
    engine: looks.engine?.id,
    capacity:
      bytes(root.at('status', 'capacity', 'storage')) ?? bytes(root.at('spec', 'resources', 'requests', 'storage')),
    storageClass: root.at('spec', 'storageClassName').string(),
    reclaimPolicy: volume && new Field(volume).at('spec', 'persistentVolumeReclaimPolicy').string(),
    phase: root.at('status', 'phase').string() ?? 'Unknown',
    belongedTo: undefined,
  };
}

/** A pod mounts it, a workload's template names it, or somebody owns it (an ephemeral volume's pod, an operator's custom resource). */
function isUsed(claim: StoredObject, store: ObjectStore): boolean {
  const namespace = claim.namespace ?? '';
  const owners = new Field(claim).at('metadata', 'ownerReferences').items();
  return (
    store.bucket(podClaimKey(namespace, claim.name)).size > 0 ||
    store.bucket(claimKey(namespace, claim.name)).size > 0 ||
    owners.length > 0
  );
}

/** A StatefulSet that is there has a template of that name: the claim waits for its ordinal, as after scaling down. */
function isKept(claim: StoredObject, store: ObjectStore): boolean {
  const parts = numbered(claim.name);
  if (parts === undefined) return false;
  const namespace = claim.namespace ?? '';
  // TEMPLATE-STATEFULSET: both may hold dashes, so every way to part them is tried.
  const dashes = [...parts.stem.matchAll(/-/gu)].map(({ index }) => index);
  return dashes.some((at) => {
    const [set] = store.bucket(nameKey('StatefulSet', namespace, parts.stem.slice(at + 1)));
    const name = parts.stem.slice(0, at);
    const templates = set ? new Field(set).at('spec', 'volumeClaimTemplates').items() : [];
    return templates.some((template) => template.at('metadata', 'name').string() === name);
  });
}

/**
 * A volume whose claim is gone. `Released` holds its data under reclaim policy Retain; `Available` with a claim's name is meant for it.
 * Source: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#phase
 */
function releasedVolume(volume: StoredObject, store: ObjectStore): Orphan | undefined {
  const root = new Field(volume);
  const phase = root.at('status', 'phase').string();
  const reference = root.at('spec', 'claimRef');
  const name = reference.at('name').string();
  const namespace = reference.at('namespace').string() ?? '';
  if ((phase !== 'Released' && phase !== 'Available') || name === undefined) return undefined;
  const claim = store.get('PersistentVolumeClaim', namespace, name);
  if (phase === 'Available' && claim !== undefined) return undefined;
  const looks = looksLikeDatabase(name, root.at('metadata', 'labels').stringMap());
  if (looks === undefined) return undefined;
  const state =
    phase === 'Released'
      ? 'The claim of this volume was deleted'
      : 'This volume is kept for a claim that is not in sight';
  return {
    object: volume.ref,
    why: `${state}, and ${looks.why}.`,
    engine: looks.engine?.id,
    capacity: bytes(root.at('spec', 'capacity', 'storage')),
    storageClass: root.at('spec', 'storageClassName').string(),
    reclaimPolicy: root.at('spec', 'persistentVolumeReclaimPolicy').string(),
    phase,
    belongedTo: `${namespace}/${name}`,
  };
}

interface Looks {
  readonly engine: Engine | undefined;
  readonly why: string;
}

/** Labels by which charts and operators say what an object is part of. */
const NAME_LABELS = ['app.kubernetes.io/name', 'app', 'k8s-app', 'application', 'app.kubernetes.io/component'];
/** What people call a template for data, before the name of its StatefulSet. */
const DATA_STEM = /^(?:(?:db|database|pg|my|mongo|redis)-?)?(?:data|datadir|storage|pgdata|database|db)-/iu;

function looksLikeDatabase(name: string, labels: Readonly<Record<string, string>>): Looks | undefined {
  for (const label of NAME_LABELS) {
    const value = labels[label];
    const engine = value === undefined ? undefined : engineNamed(value);
    if (engine) return { engine, why: `its label ${label} says ${value ?? ''}` };
  }
  const engine = engineNamed(name);
  if (engine) return { engine, why: `the claim’s name ${name} sounds like ${engine.name}` };
  const parts = numbered(name);
  if (parts !== undefined && DATA_STEM.test(parts.stem)) {
    return { engine: undefined, why: `the claim’s name ${name} is like that of a StatefulSet’s data` };
  }
  return undefined;
}

/** An engine of which a name has a word: its id, its name, or the name of an image of its own (`postgres`). */
function engineNamed(text: string): Engine | undefined {
  const words = new Set(text.toLowerCase().split(/[^a-z0-9]+/u));
  return engines.find((engine) => namesOf(engine).some((name) => words.has(name)));
}

function namesOf({ id, name, serverCommands }: Engine): string[] {
  return [
    id,
    name.toLowerCase(),
    ...serverCommands.filter((command) => /^[a-z]+$/u.test(command) && command.length > 4),
  ];
}

function volumeOf(claim: StoredObject, store: ObjectStore): StoredObject | undefined {
  const name = new Field(claim).at('spec', 'volumeName').string();
  return name === undefined ? undefined : store.get('PersistentVolume', undefined, name);
}

function bytes(field: Field): number | undefined {
  return readQuantity(field.string() ?? field.number());
}
