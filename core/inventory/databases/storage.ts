import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import { readQuantity } from '../../../engines/model/quantity.ts';
import type { LiveStorage } from '../model.ts';
import { numbered, numberedKey } from '../store/keys.ts';
import { mountedVolumes, specOf } from '../store/mounted-volumes.ts';
import { remembered, rememberedOf } from '../store/remembered.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { containerName } from './member.ts';
import { claimVolume, podVolume } from './sight.ts';
import type { Sight, Usage } from './sight.ts';
import type { Unit } from './unit.ts';

/** One volume of the pods, gathered over the pods that mount it. */
interface Found {
  readonly claim: string | undefined;
  readonly label: string;
  readonly members: string[];
  readonly data: boolean;
  readonly usage: Usage;
}

/** The claims of a database, those kept for members that do not run now among them, and where its data lies without one. */
export function storageOf(unit: Unit, database: Database, pods: readonly StoredObject[], sight: Sight): LiveStorage[] {
  const found = new Map<string, Found>();
  const namespace = unit.object.namespace ?? '';
  for (const pod of pods) {
    for (const one of volumesOfPod(pod, database, namespace, sight)) {
      const known = found.get(one.label);
      if (known) known.members.push(...one.members);
      else found.set(one.label, one);
    }
  }
  for (const kept of keptClaims(unit, database, sight)) if (!found.has(kept.label)) found.set(kept.label, kept);
  return [...found.values()]
    .map((one) => describe(one, namespace, sight))
    .sort((a, b) => Number(b.data) - Number(a.data) || compareNumbered(a.label, b.label));
}

/** All that {@link storageOf} depends on besides look-ups and volumes' use. */
export function storageInputs(
  unit: Unit,
  database: Database,
  pods: readonly StoredObject[],
  sight: Pick<Sight, 'sees'>,
): readonly unknown[] {
  const { namespace, kind, name } = unit.object;
  const container = containerName(database);
  const sees = sight.sees('PersistentVolumeClaim', namespace ?? '');
  return [database, namespace, kind, name, sees, ...pods.flatMap((pod) => [pod.uid, mountsText(pod, container)])];
}

/** What a pod and its volumes are to storage. A text, for a pod's next version says mostly the same. */
function mountsText(pod: StoredObject, container: string): string {
  const known = mountsTexts(pod);
  const text = known.get(container) ?? JSON.stringify([pod.name, mountedVolumes(pod, container)]);
  known.set(container, text);
  return text;
}

const mountsTexts = rememberedOf(specOf, () => new Map<string, string>());

/** What a pod of the database mounts. Scratch space (an emptyDir for sockets) is left out, unless the data lies there. */
function volumesOfPod(pod: StoredObject, database: Database, namespace: string, sight: Sight): Found[] {
  const dataVolume = database.data.volume?.name;
  return mountedVolumes(pod, containerName(database)).flatMap(({ name, kind, claim }): Found[] => {
    const data = name === dataVolume;
    if (claim === undefined && !data) return [];
    const usage = sight.used(claim === undefined ? podVolume(pod.uid, name) : claimVolume(namespace, claim));
    return [{ claim, label: claim ?? `${name} (${kind})`, members: [pod.name], data, usage }];
  });
}

/**
 * Claims of a StatefulSet's templates whose pod is not there: it is scaled down or stopped, and they wait for their ordinal. Claims of a
 * template are called TEMPLATE-STATEFULSET-ORDINAL.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage
 */
function keptClaims(unit: Unit, database: Database, sight: Sight): Found[] {
  if (unit.object.kind !== 'StatefulSet') return [];
  const namespace = unit.object.namespace ?? '';
  return database.pod.volumes
    .filter((volume) => volume.kind === 'claim-template' && volume.name !== undefined)
    .flatMap((volume) => {
      const stem = `${volume.name ?? ''}-${unit.object.name}`;
      const data = volume.name === database.data.volume?.name;
      return [...sight.lookup.bucket(numberedKey(namespace, stem))].map(({ name }) => ({
        claim: name,
        label: name,
        members: [],
        data,
        usage: sight.used(claimVolume(namespace, name)),
      }));
    });
}

function describe(found: Found, namespace: string, sight: Sight): LiveStorage {
  const claim =
    found.claim === undefined ? undefined : sight.lookup.one('PersistentVolumeClaim', namespace, found.claim);
  const facts = claim && claimFacts(claim);
  const volume =
    facts?.volume === undefined ? undefined : sight.lookup.one('PersistentVolume', undefined, facts.volume);
  const isMissing = found.claim !== undefined && claim === undefined;
  return {
    claim: claim?.ref,
    label: found.label,
    members: found.members,
    data: found.data,
    phase: facts?.phase ?? (isMissing ? missingPhase(namespace, sight) : undefined),
    storageClass: facts?.storageClass,
    volume: facts?.volume,
    reclaimPolicy: volume && reclaimPolicy(volume),
    accessModes: facts?.accessModes ?? [],
    requested: facts?.requested,
    capacity: facts?.capacity,
    used: found.usage.used,
    available: found.usage.available,
    usedWhy: found.usage.why,
  };
}

const claimFacts = remembered((claim) => {
  const field = new Field(claim);
  return {
    phase: field.at('status', 'phase').string(),
    volume: field.at('spec', 'volumeName').string(),
    storageClass:
      field.at('spec', 'storageClassName').string() ??
      field.at('metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class').string(),
    accessModes: field.at('spec', 'accessModes').strings(),
    requested: bytes(field.at('spec', 'resources', 'requests', 'storage')),
    capacity: bytes(field.at('status', 'capacity', 'storage')),
  };
});

const reclaimPolicy = remembered((volume) => new Field(volume).at('spec', 'persistentVolumeReclaimPolicy').string());

/** A claim that a pod names and that cannot be found: certainly missing only where claims can be read. */
function missingPhase(namespace: string, sight: Sight): string | undefined {
  return sight.sees('PersistentVolumeClaim', namespace) ? 'Missing' : undefined;
}

function bytes(field: Field | undefined): number | undefined {
  return readQuantity(field?.string() ?? field?.number());
}

function compareNumbered(a: string, b: string): number {
  const one = numbered(a);
  const other = numbered(b);
  if (one !== undefined && one.stem === other?.stem) return one.ordinal - other.ordinal;
  return a < b ? -1 : a > b ? 1 : 0;
}
