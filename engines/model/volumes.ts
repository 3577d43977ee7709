import { Field } from './field.ts';
import type { KubeObject } from './object.ts';
import type { ObjectLookup } from './lookup.ts';
import { readQuantity } from './quantity.ts';
import type { Claim, Volume, VolumeKind } from './workload.ts';

/** The key of a volume's entry and what it stands for. */
const KINDS: Readonly<Record<string, VolumeKind>> = {
  persistentVolumeClaim: 'claim',
  emptyDir: 'empty-dir',
  ephemeral: 'ephemeral',
  hostPath: 'host-path',
  configMap: 'config-map',
  secret: 'secret',
  projected: 'projected',
  downwardAPI: 'downward-api',
  nfs: 'nfs',
  azureFile: 'network-file-system',
  cephfs: 'network-file-system',
  glusterfs: 'network-file-system',
  quobyte: 'network-file-system',
  csi: 'csi',
  awsElasticBlockStore: 'block',
  gcePersistentDisk: 'block',
  azureDisk: 'block',
  cinder: 'block',
  fc: 'block',
  iscsi: 'block',
  rbd: 'block',
  vsphereVolume: 'block',
  portworxVolume: 'block',
  scaleIO: 'block',
  storageos: 'block',
  photonPersistentDisk: 'block',
  image: 'image',
};

/**
 * The volumes of a pod, and the claim templates of its StatefulSet; a template takes the place of a volume of the same name, as the
 * StatefulSet controller does it.
 */
export function readVolumes(spec: Field, templates: readonly Field[], lookup: ObjectLookup): Volume[] {
  const ofTemplates = templates.map((template) => volumeOfTemplate(template, lookup));
  const names = new Set(ofTemplates.map((volume) => volume.name));
  const ofSpec = spec
    .at('volumes')
    .items()
    .map((entry) => volumeOf(entry, lookup))
    .filter((volume) => volume.name === undefined || !names.has(volume.name));
  return [...ofSpec, ...ofTemplates];
}

function volumeOfTemplate(template: Field, lookup: ObjectLookup): Volume {
  const name = template.at('metadata', 'name').string();
  return {
    name,
    kind: 'claim-template',
    field: template,
    claim: readClaim('template', template, lookup),
    claimName: undefined,
  };
}

function volumeOf(entry: Field, lookup: ObjectLookup): Volume {
  const name = entry.at('name').string();
  const known = entry.entries().find(([key]) => Object.hasOwn(KINDS, key));
  const others = entry.entries().filter(([key]) => key !== 'name');
  // `- name: data` and nothing else is an emptyDir to the API server.
  const isOpen = entry.object.isOpen(entry.path);
  const empty = others.length === 0 && !isOpen;
  // A template or an overlay may say something else there.
  const kind = isOpen ? 'unknown' : known ? (KINDS[known[0]] ?? 'unknown') : empty ? 'empty-dir' : 'unknown';
  const claimName = kind === 'claim' ? entry.at('persistentVolumeClaim', 'claimName').string() : undefined;
  return { name, kind, field: entry, claim: claimBehind(kind, entry, claimName, lookup), claimName };
}

function claimBehind(
  kind: VolumeKind,
  entry: Field,
  claimName: string | undefined,
  lookup: ObjectLookup,
): Claim | undefined {
  if (kind === 'ephemeral') return readClaim('template', entry.at('ephemeral', 'volumeClaimTemplate'), lookup);
  const [object] = claimName === undefined ? [] : lookup.named('PersistentVolumeClaim', entry.object, claimName);
  return object && readClaim('object', new Field(object), lookup);
}

/** A claim or claim template with its class and volume, as far as they are in sight. */
export function readClaim(form: Claim['form'], field: Field, lookup: ObjectLookup): Claim {
  const spec = field.at('spec');
  const storageClassName =
    spec.at('storageClassName').string() ??
    field.at('metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class').string();
  const [classObject] =
    storageClassName === undefined || storageClassName === ''
      ? []
      : lookup.named('StorageClass', field.object, storageClassName);
  const storageClass = classObject && new Field(classObject);
  const volumes = volumesBehind(form, field, spec, { storageClassName, storageClass }, lookup).map(
    (object) => new Field(object),
  );
  return {
    form,
    field,
    name: form === 'object' ? field.object.name : field.at('metadata', 'name').string(),
    spec,
    storageClassName,
    storageClass,
    volume: volumes[0],
    volumes,
  };
}

/** The PersistentVolumes that the claim names, that name the claim, or that only it can be meant for. */
function volumesBehind(
  form: Claim['form'],
  claim: Field,
  spec: Field,
  { storageClassName, storageClass }: Pick<Claim, 'storageClassName' | 'storageClass'>,
  lookup: ObjectLookup,
): readonly KubeObject[] {
  const volumeName = spec.at('volumeName').string();
  if (volumeName !== undefined) return lookup.named('PersistentVolume', claim.object, volumeName).slice(0, 1);
  const provisioner = storageClass?.at('provisioner').string();
  if (provisioner !== undefined && provisioner !== 'kubernetes.io/no-provisioner') return [];
  const candidates = lookup.volumesOfClass(claim.object, storageClassName ?? '').map((object) => new Field(object));
  const most = form === 'object' ? 1 : (new Field(claim.object, ['spec', 'replicas']).number() ?? 1);
  const reserved = candidates.filter((volume) => isReservedFor(volume, form, claim));
  if (reserved.length > 0) return reserved.slice(0, most).map(({ object }) => object);
  const wanted = Object.entries(spec.at('selector', 'matchLabels').stringMap());
  const fits = (volume: Field) => {
    const labels = volume.at('metadata', 'labels').stringMap();
    return (
      !volume.at('spec', 'claimRef', 'name').exists &&
      wanted.every(([key, value]) => labels[key] === value) &&
      sharesAccessMode(spec, volume) &&
      isLargeEnough(spec, volume)
    );
  };
  return candidates
    .filter(fits)
    .slice(0, most)
    .map(({ object }) => object);
}

/** Claims of a template are called TEMPLATE-STATEFULSET-ORDINAL. */
function isReservedFor(volume: Field, form: Claim['form'], claim: Field): boolean {
  const name = volume.at('spec', 'claimRef', 'name').string();
  const own = claim.object.name;
  if (name === undefined || own === undefined) return false;
  return form === 'object' ? name === own : name.startsWith(`${claim.at('metadata', 'name').string() ?? ''}-${own}-`);
}

function sharesAccessMode(spec: Field, volume: Field): boolean {
  const offered = volume.at('spec', 'accessModes').strings();
  return spec
    .at('accessModes')
    .strings()
    .every((mode) => offered.includes(mode));
}

function isLargeEnough(spec: Field, volume: Field): boolean {
  const size = (field: Field) => readQuantity(field.string() ?? field.number());
  const asked = size(spec.at('resources', 'requests', 'storage'));
  const offered = size(volume.at('spec', 'capacity', 'storage'));
  return asked === undefined || offered === undefined || offered >= asked;
}
