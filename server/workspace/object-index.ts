import type { ObjectLookup } from '../../engines/model/lookup.ts';
import { Field } from '../../engines/model/field.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import {
  claimKey,
  classKey,
  keysOf,
  kindKey,
  labelKey,
  nameKey,
  podLabelsOf,
  selectorKey,
  targetKey,
} from './index-keys.ts';
import { CLUSTER_SCOPED } from './cluster-scoped.ts';
import { byNearness, isBeside } from './nearness.ts';
import { folderOf, isBelow } from './folders.ts';
import { fileOf } from './placement.ts';
import { selectorOf, selects } from '../../engines/model/selectors.ts';

/** Objects found by name, selector, claim, class and target: all those of a workspace, or live ones. */
export class ObjectIndex<Item extends KubeObject> {
  readonly #buckets = new Map<string, Set<Item>>();
  /** Keys whose objects have changed since {@link takeChangedKeys}. */
  #changed = new Set<string>();

  add(object: Item): void {
    for (const key of keysOf(object)) {
      const bucket = this.#buckets.get(key);
      if (bucket) bucket.add(object);
      else this.#buckets.set(key, new Set([object]));
      this.#changed.add(key);
    }
  }

  remove(object: Item): void {
    for (const key of keysOf(object)) {
      const bucket = this.#buckets.get(key);
      bucket?.delete(object);
      if (bucket?.size === 0) this.#buckets.delete(key);
      this.#changed.add(key);
    }
  }

  /** The keys whose objects have changed since the last call. */
  takeChangedKeys(): ReadonlySet<string> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  /** All of a kind and name, in any namespace. */
  named(kind: string, name: string): readonly Item[] {
    return [...(this.#buckets.get(nameKey(kind, name)) ?? [])];
  }

  /** All of a kind, in any namespace. */
  ofKind(kind: string): readonly Item[] {
    return [...(this.#buckets.get(kindKey(kind)) ?? [])];
  }

  #count(key: string): number {
    return this.#buckets.get(key)?.size ?? 0;
  }

  /** A look-up that notes in `read` which keys its answers depend on. */
  lookup(partial: boolean, read: Set<string>): ObjectLookup {
    const bucket = (key: string): Item[] => {
      read.add(key);
      return [...(this.#buckets.get(key) ?? [])];
    };
    const near = (objects: Item[], origin: KubeObject): Item[] =>
      objects.filter((object) => object !== origin && sameNamespace(object, origin)).sort(byNearness(origin));
    const named = (kind: string, origin: KubeObject, name: string) =>
      near(bucket(nameKey(kind, name)), origin).filter((object) => !object.partial);
    return {
      partial,
      named,
      selecting: (kind, origin, labels) => {
        const keys = [selectorKey(kind, undefined), ...Object.entries(labels).map((pair) => selectorKey(kind, pair))];
        const chosen = keys.flatMap(bucket).filter((object) => {
          const selector = selectorOf(object);
          return selector !== undefined && selects(selector, labels, kind);
        });
        return near(chosen, origin);
      },
      mountingClaim: (origin, claimName) => {
        const claim = named('PersistentVolumeClaim', origin, claimName)[0];
        return near(bucket(claimKey(claimName)), origin).filter((other) =>
          claim === undefined
            ? isBeside(origin, other)
            : named('PersistentVolumeClaim', other, claimName)[0] === claim &&
              belongs(claim, origin) &&
              belongs(claim, other),
        );
      },
      bearing: (origin, labels) => {
        const pairs = Object.entries(labels);
        // Whatever bears all of them is among those that bear the rarest.
        const [rarest] = pairs.map(labelKey).sort((a, b) => this.#count(a) - this.#count(b));
        if (rarest === undefined) return [];
        return near(bucket(rarest), origin).filter((workload) => {
          const own = podLabelsOf(workload);
          return pairs.every(([key, value]) => own[key] === value);
        });
      },
      targeting: (kind, workload) =>
        near(bucket(targetKey(kind, workload.name ?? '')), workload).filter((object) => {
          const spec = new Field(object).at('spec');
          const target = spec.at('scaleTargetRef').exists ? spec.at('scaleTargetRef') : spec.at('targetRef');
          return (target.at('kind').string() ?? workload.kind) === workload.kind;
        }),
      volumesOfClass: (origin, className) => near(bucket(classKey(className)), origin),
      all: (kind, origin) => near(bucket(kindKey(kind)), origin),
    };
  }
}

/** True where the claim stands beside the workload or above it: in a folder next door it may be another example's of the same name. */
function belongs(claim: KubeObject, workload: KubeObject): boolean {
  return isBelow(folderOf(fileOf(workload) ?? ''), folderOf(fileOf(claim) ?? ''));
}

/** Kinds that stand in the namespace of their controller (Velero, Longhorn, Kasten) and say themselves whom they mean. */
const FOR_OTHERS: ReadonlySet<string> = new Set(['Schedule', 'RecurringJob', 'Policy']);

/** True where both objects may land in the same namespace, or one of them speaks for others: an unsaid namespace meets every one. */
function sameNamespace(a: KubeObject, b: KubeObject): boolean {
  return (
    a.namespace === undefined ||
    b.namespace === undefined ||
    a.namespace === b.namespace ||
    FOR_OTHERS.has(a.kind) ||
    FOR_OTHERS.has(b.kind) ||
    CLUSTER_SCOPED.has(a.kind) ||
    CLUSTER_SCOPED.has(b.kind)
  );
}
