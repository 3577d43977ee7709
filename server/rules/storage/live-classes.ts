import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { Claim } from '../../../engines/model/workload.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { LiveObject } from '../../cluster/live-object.ts';
import type { Fix } from '../rule.ts';
import { classNameOf } from './class-place.ts';
import { hasUnsafeOption } from './mount-options.ts';
import { provisionerNamed, STATIC_PROVISIONER } from './provisioners.ts';

/** Source: https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass */
const DEFAULT_ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** More classes than this to choose from are no help. */
const MOST = 5;

/** Whether claims without a class get this one. */
export function isDefaultClass(storageClass: LiveObject): boolean {
  const annotations = new Field(storageClass).at('metadata', 'annotations');
  return DEFAULT_ANNOTATIONS.some((key) => annotations.at(key).string() === 'true');
}

/** The cluster's only default class; undefined where there is none or more than one, or where nobody may list them. */
export function onlyDefaultClass({ storageClasses }: Cluster): LiveObject | undefined {
  const defaults = (storageClasses ?? []).filter(isDefaultClass);
  return defaults.length === 1 ? defaults[0] : undefined;
}

/**
 * Whether a database's data may lie on volumes of this class: they are made on demand, are no network file system (but for engines that
 * document them), and are mounted without options that break fsync.
 */
export function isFitForData(storageClass: LiveObject, { engine }: Database): boolean {
  const field = new Field(storageClass);
  const name = field.at('provisioner').string();
  if (name === undefined || name === STATIC_PROVISIONER || hasUnsafeOption(field.at('mountOptions'))) return false;
  return provisionerNamed(name)?.kind !== 'network' || engine.networkFileSystems.value;
}

/** Whether volumes of this class are lost with their node. */
export function isNodeLocal(storageClass: LiveObject): boolean {
  return provisionerNamed(new Field(storageClass).at('provisioner').string() ?? '')?.kind === 'node-local';
}

/**
 * Fixes that write the name of a class that the connected cluster has and that is fit for data into a claim: the default first, those that are
 * lost with their node last. None where no cluster is connected, or none of its classes is fit.
 */
export function classFixes(claim: Claim, database: Database, cluster: Cluster | undefined): Fix[] {
  if (cluster === undefined) return [];
  const rank = (one: LiveObject) => (isDefaultClass(one) ? 0 : isNodeLocal(one) ? 2 : 1);
  return (cluster.storageClasses ?? [])
    .filter((one) => isFitForData(one, database))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST)
    .map((one) => writeClass(claim, one, cluster));
}

function writeClass(claim: Claim, storageClass: LiveObject, { context }: Cluster): Fix {
  const name = storageClass.name ?? '';
  const what = isDefaultClass(storageClass)
    ? `, the default of the cluster '${context}'`
    : ` of the cluster '${context}'`;
  return {
    title: `Use the class '${name}'${what} (only before the claim exists)`,
    kind: 'careful',
    apply: (editor) => {
      const field = classNameOf(claim);
      const { object, path } = field;
      if (field.exists) editor.set(object, path, name);
      else editor.insert(object, path, name, claim.spec.at('resources').exists ? { before: 'resources' } : {});
    },
  };
}
