import { Field } from '../../engines/model/field.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { LiveObject } from '../cluster/live-object.ts';
import { isDefaultClass } from '../rules/storage/live-classes.ts';
import { provisionerNamed, STATIC_PROVISIONER } from '../rules/storage/provisioners.ts';
import { takesSnapshotsOf } from '../rules/storage/snapshot-support.ts';

/** What is to be said of one storage class of the connected cluster. */
export interface ClassFacts {
  readonly heading: { readonly before: string; readonly name: string; readonly after: string };
  readonly facts: readonly (readonly [what: string, value: string])[];
}

/** What the connected cluster has under a class's name; undefined where its classes may not be read. */
export function classFacts(name: string, cluster: Cluster): ClassFacts | undefined {
  const { context, storageClasses } = cluster;
  if (storageClasses === undefined) return undefined;
  const found = storageClasses.find((one) => one.name === name);
  if (found === undefined) {
    const names = storageClasses.map((one) => one.name ?? '').join(', ');
    return {
      heading: { before: `The cluster ${context} has no class`, name, after: '' },
      facts: [['It has', names === '' ? 'none' : names]],
    };
  }
  return {
    heading: {
      before: 'Class',
      name,
      after: `of the cluster ${context}${isDefaultClass(found) ? ', its default' : ''}`,
    },
    facts: factsOf(found, cluster),
  };
}

function factsOf(storageClass: LiveObject, { snapshotClasses }: Cluster): [string, string][] {
  const field = new Field(storageClass);
  const provisioner = field.at('provisioner').string() ?? '';
  const known = provisionerNamed(provisioner);
  const reclaims = (field.at('reclaimPolicy').string() ?? 'Delete') === 'Delete';
  const waits = field.at('volumeBindingMode').string() === 'WaitForFirstConsumer';
  const options = field.at('mountOptions').strings();
  const facts: [string, string][] = [
    ['Provisioner', known ? `${provisioner} (${known.title})` : provisioner],
    ['When the claim is deleted', reclaims ? 'the data is deleted (Delete)' : 'the volume is kept (Retain)'],
    ['Volumes are made', waits ? 'where the pod runs (WaitForFirstConsumer)' : 'before the pod has a node (Immediate)'],
    ['Volumes can grow', field.at('allowVolumeExpansion').boolean() === true ? 'yes' : 'no'],
  ];
  if (provisioner !== STATIC_PROVISIONER && snapshotClasses !== undefined) {
    const fitting = snapshotClasses.filter((one) => takesSnapshotsOf(provisioner, new Field(one)));
    const names = fitting.map((one) => one.name ?? '').join(', ');
    facts.push(['Snapshots', names === '' ? 'none: no VolumeSnapshotClass is for this driver' : names]);
  }
  if (options.length > 0) facts.push(['Mount options', options.join(', ')]);
  return facts;
}
