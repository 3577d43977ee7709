import { Field } from '../../../engines/model/field.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { Json, KubeObject } from '../../../engines/model/object.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import type { WorkloadKind } from '../../../engines/model/workload.ts';
import { isBeside } from '../../workspace/nearness.ts';
import { isTypo } from './edit-distance.ts';
import { keysOf } from './references.ts';
import type { Reference } from './references.ts';

/** What makes Secrets and ConfigMaps without their standing in a manifest. */
const MAKERS = ['SealedSecret', 'ExternalSecret', 'Certificate', 'VaultStaticSecret', 'SopsSecret'];
const OWNERS: readonly WorkloadKind[] = [
  'StatefulSet',
  'Deployment',
  'ReplicaSet',
  'DaemonSet',
  'Pod',
  'Job',
  'CronJob',
];

/** An object that bears another name than a reference says and is meant all the same. */
export interface Meant {
  readonly object: KubeObject;
  readonly name: string;
  readonly because: 'typo' | 'only-one';
}

/**
 * The object that a dangling reference most likely means: one whose name is a slip away, or the only one of its kind beside it that nobody
 * else uses and that has what is asked for. Undefined where the reference is met, or where nobody can tell.
 */
export function meantBy(
  { kind, name, keys, byKey }: Reference,
  taken: ReadonlySet<string>,
  owner: KubeObject,
  lookup: ObjectLookup,
): Meant | undefined {
  const written = name.string();
  if (written === undefined || lookup.partial || owner.partial || isDefined(kind, written, owner, lookup))
    return undefined;
  const all = lookup.all(kind, owner);
  // One whose name is templated may be the one.
  if (all.some((object) => object.name === undefined && !object.partial)) return undefined;
  const wanted = keys.flatMap((key) => key.string() ?? []);
  const candidates = all.filter(
    (object) => !object.partial && !taken.has(object.name ?? '') && hasKeys(object, wanted),
  );
  const typos = candidates.filter((object) => isTypo(written, object.name ?? ''));
  const [typo] = typos;
  if (typo !== undefined) return typos.length === 1 ? meant(typo, 'typo') : undefined;
  const beside = all.filter((object) => isBeside(owner, object));
  const [only] = beside;
  if (only === undefined || beside.length !== 1 || !candidates.includes(only)) return undefined;
  const isLikely = byKey || kind === 'PersistentVolumeClaim' || sharesWord(written, only.name ?? '');
  return isLikely && !isUsed(only, owner, lookup) ? meant(only, 'only-one') : undefined;
}

function meant(object: KubeObject, because: Meant['because']): Meant | undefined {
  return object.name === undefined ? undefined : { object, name: object.name, because };
}

function isDefined(kind: string, name: string, owner: KubeObject, lookup: ObjectLookup): boolean {
  const kinds = kind === 'Secret' ? [kind, ...MAKERS] : [kind];
  return kinds.some((one) => lookup.named(one, owner, name).length > 0);
}

function hasKeys(object: KubeObject, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  const keys = keysOf(new Field(object));
  return keys !== undefined && wanted.every((key) => keys.has(key));
}

/** A word of four letters or more in both names: `mysql-config` and `mysql-settings`. */
function sharesWord(a: string, b: string): boolean {
  const words = new Set(a.split(/[-_.]/u).filter((word) => word.length >= 4));
  return b.split(/[-_.]/u).some((word) => words.has(word));
}

/** True where another workload in sight speaks of the object by its name. */
function isUsed(object: KubeObject, owner: KubeObject, lookup: ObjectLookup): boolean {
  return OWNERS.some((kind) =>
    lookup.all(kind, owner).some((other) => other !== owner && mentions(other.body, object.name ?? '')),
  );
}

function mentions(value: Json, text: string): boolean {
  if (typeof value === 'string') return value === text || isUnknown(value);
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some((part: Json) => mentions(part, text));
}
