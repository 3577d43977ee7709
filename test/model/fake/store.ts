import { applyPatch } from 'rfc6902';
import type {
  ApiObject,
  ObjectName,
  PatchOperation,
  RemoveOptions,
  Resource,
  WatchEvent,
} from '../../../core/cluster/connection.ts';
import { ClusterTrouble } from '../../../core/cluster/trouble.ts';

/** Metadata as the fake changes it. */
export interface Meta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean }[];
}

/** An object as the fake's controllers read and change it. */
export interface Draft {
  apiVersion?: string;
  kind?: string;
  metadata: Meta;
  spec?: unknown;
  status?: unknown;
}

/** An admission hook: throws where it does not let the object in; `undefined` before is a new object. */
export type Admission = (object: ApiObject, before: ApiObject | undefined, resource: Resource) => void;

/** One change, with the revision that it made. */
export interface Change {
  readonly resource: Resource;
  readonly event: WatchEvent;
  readonly revision: number;
}

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';
const keyOf = ({ resource, namespace, name }: ObjectName): string =>
  [resource.group, resource.plural, resource.namespaced ? (namespace ?? '') : '', name].join('/');

const kindOf = ({ group, plural }: Resource): string => `${group}/${plural}`;

/**
 * Objects as the API server keeps them: resourceVersions, uids, generations, compare-and-set, finalizers, admission.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export class Store {
  readonly admission: Admission[] = [];
  readonly changes: Change[] = [];
  readonly #objects = new Map<string, { readonly resource: Resource; readonly object: ApiObject }>();
  /** Lists by name, by their kind, until one of that kind changes: most requests are questions. */
  readonly #lists = new Map<string, readonly ApiObject[]>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #now: () => number;
  #revision = 1000;

  constructor(now: () => number) {
    this.#now = now;
  }

  get revision(): string {
    return String(this.#revision);
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  find(name: ObjectName): ApiObject | undefined {
    return this.#objects.get(keyOf(name))?.object;
  }

  get(name: ObjectName): ApiObject {
    const found = this.find(name);
    if (found === undefined)
      throw new ClusterTrouble('missing', `There is no ${name.resource.kind} ${name.name}.`, { status: 404 });
    return found;
  }

  /** All of a kind, in one namespace or in all, by name. */
  all(resource: Resource, namespace?: string): ApiObject[] {
    const list = this.#list(resource);
    return namespace === undefined ? [...list] : list.filter(({ metadata }) => metadata.namespace === namespace);
  }

  #list(resource: Resource): readonly ApiObject[] {
    const kind = kindOf(resource);
    let list = this.#lists.get(kind);
    if (list === undefined) {
      list = [...this.#objects.values()]
        .filter((one) => kindOf(one.resource) === kind)
        .map(({ object }) => object)
        .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
      this.#lists.set(kind, list);
    }
    return list;
  }

  /** Every object of every kind. */
  everything(): { readonly resource: Resource; readonly object: ApiObject }[] {
    return [...this.#objects.values()];
  }

  create(object: ApiObject, name: ObjectName, dryRun = false): ApiObject {
    if (this.find(name) !== undefined) throw conflict(`${name.resource.kind} ${name.name} exists already.`);
    const made = copied(object) as unknown as Draft;
    made.metadata = {
      ...made.metadata,
      name: name.name,
      uid: `uid-${String(this.#revision + 1)}`,
      creationTimestamp: new Date(this.#now()).toISOString(),
      generation: 1,
    };
    if (name.namespace !== undefined) made.metadata.namespace = name.namespace;
    this.#admit(made, undefined, name.resource);
    return this.#put(name, made, 'ADDED', dryRun);
  }

  replace(object: ApiObject, name: ObjectName, dryRun = false): ApiObject {
    const before = this.get(name);
    const { resourceVersion, uid } = object.metadata;
    if (resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion)
      throw conflict(`${name.resource.kind} ${name.name} has been changed since.`);
    if (uid !== undefined && uid !== before.metadata.uid) throw conflict(`Another ${name.name} has that uid.`);
    return this.#update(name, before, copied(object), dryRun);
  }

  patch(name: ObjectName, operations: readonly PatchOperation[], dryRun = false): ApiObject {
    const before = this.get(name);
    const changed = copied(before);
    for (const operation of operations) {
      const [trouble] = applyPatch(changed, [copied(operation)]);
      if (trouble !== null && trouble !== undefined)
        throw new ClusterTrouble('invalid', `${operation.op} ${operation.path}: ${trouble.message}`, { status: 422 });
    }
    // A patch that writes the resourceVersion without testing it is checked against it as a replace is.
    if (changed.metadata.resourceVersion !== before.metadata.resourceVersion)
      throw conflict(`${name.name} has been changed since.`);
    return this.#update(name, before, changed, dryRun);
  }

  /** A controller's own change, of status or metadata, without admission and compare-and-set. Gives undefined where it is gone. */
  change(name: ObjectName, edit: (draft: Draft) => void): ApiObject | undefined {
    const before = this.find(name);
    if (before === undefined) return undefined;
    const draft = copied(before) as unknown as Draft;
    edit(draft);
    return this.#update(name, before, draft, false, false);
  }

  remove(name: ObjectName, { uid, resourceVersion, propagation, dryRun = false }: RemoveOptions = {}): void {
    const before = this.get(name);
    if (uid !== undefined && uid !== before.metadata.uid) throw conflict(`${name.name} is another one by now.`);
    if (resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion)
      throw conflict(`${name.name} has been changed since.`);
    if (dryRun) return;
    const draft = copied(before) as unknown as Draft;
    const finalizers = [...(draft.metadata.finalizers ?? [])];
    if (propagation === 'Foreground') finalizers.push(FOREGROUND);
    if (propagation === 'Orphan') finalizers.push(ORPHAN);
    // A pod is ended by its kubelet first; it stands there as Terminating meanwhile.
    if (finalizers.length === 0 && name.resource.plural !== 'pods') {
      this.erase(name);
      return;
    }
    draft.metadata.deletionTimestamp ??= new Date(this.#now()).toISOString();
    if (finalizers.length > 0) draft.metadata.finalizers = [...new Set(finalizers)];
    this.#put(name, draft, 'MODIFIED', false);
  }

  /** It is gone at once. */
  erase(name: ObjectName): void {
    const found = this.#objects.get(keyOf(name));
    if (found === undefined) return;
    this.#objects.delete(keyOf(name));
    this.#lists.delete(kindOf(name.resource));
    this.#revision++;
    const metadata = { ...found.object.metadata, resourceVersion: this.revision };
    this.#tell(name.resource, { type: 'DELETED', object: { ...found.object, metadata } });
  }

  #update(name: ObjectName, before: ApiObject, draft: Draft, dryRun: boolean, admit = true): ApiObject {
    const { uid, creationTimestamp, generation = 1 } = before.metadata as unknown as Meta;
    const { deletionTimestamp } = before.metadata as unknown as Meta;
    draft.metadata = {
      ...draft.metadata,
      name: name.name,
      ...(uid === undefined ? {} : { uid }),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      resourceVersion: before.metadata.resourceVersion ?? '',
      generation: same(draft.spec, before['spec']) ? generation : generation + 1,
    };
    if (admit) this.#admit(draft, before, name.resource);
    // What changes nothing makes no new version.
    if (same(draft, before)) return before;
    if (deletionTimestamp !== undefined && (draft.metadata.finalizers ?? []).length === 0 && !dryRun) {
      if (name.resource.plural !== 'pods') {
        this.erase(name);
        return draft as unknown as ApiObject;
      }
    }
    return this.#put(name, draft, 'MODIFIED', dryRun);
  }

  #admit(draft: Draft, before: ApiObject | undefined, resource: Resource): void {
    for (const hook of this.admission) hook(copied(draft) as unknown as ApiObject, before, resource);
  }

  #put(name: ObjectName, draft: Draft, type: 'ADDED' | 'MODIFIED', dryRun: boolean): ApiObject {
    if (dryRun) return asObject(draft);
    this.#revision++;
    // The draft is a copy of whoever made it, and nobody's from now on.
    draft.metadata.resourceVersion = this.revision;
    const object = frozen(asObject(draft));
    this.#objects.set(keyOf(name), { resource: name.resource, object });
    this.#lists.delete(kindOf(name.resource));
    this.#tell(name.resource, { type, object });
    return object;
  }

  #tell(resource: Resource, event: WatchEvent): void {
    const change = { resource, event, revision: this.#revision };
    this.changes.push(change);
    for (const listener of this.#listeners) listener(change);
  }
}

/** Whoever reads an object gets the one that is kept: nobody may change it. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

const asObject = (draft: Draft): ApiObject => draft as unknown as ApiObject;

export const conflict = (message: string): ClusterTrouble => new ClusterTrouble('conflict', message, { status: 409 });

type Fields = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Copies what JSON can say; structuredClone takes several times as long. */
function copied<T>(value: T): T {
  if (!isRecord(value)) return value;
  if (Array.isArray(value)) return value.map(copied) as T;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = copied(value[key]);
  return copy as T;
}

/** Whether JSON says the same of both, whatever the order of their keys. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isRecord(a) || !isRecord(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a))
    return (
      a.length === (b as unknown as unknown[]).length &&
      a.every((one, index) => same(one, (b as unknown as unknown[])[index]))
    );
  const said = (of: Fields): number => Object.keys(of).filter((key) => of[key] !== undefined).length;
  return said(a) === said(b) && Object.keys(a).every((key) => same(a[key], b[key]));
}
