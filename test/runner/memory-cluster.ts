import type { Json } from '../../engines/model/object.ts';
import type {
  ApiObject,
  Connection,
  ListOptions,
  ObjectName,
  Page,
  PatchOperation,
  Resource,
  Right,
} from '../../core/cluster/connection.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';

export type Verb = 'read' | 'list' | 'create' | 'replace' | 'patch' | 'remove';

/** One request, as a fault sees it: before it happens, and after, when only the answer can be lost. */
export interface Request {
  readonly verb: Verb;
  readonly name: string;
  readonly moment: 'before' | 'after';
}

export type Fault = (request: Request) => void;

type Draft = Record<string, Json>;

/** Objects with compare-and-set, as the API keeps them; enough of it for a runner. */
export class MemoryCluster {
  readonly objects = new Map<string, ApiObject>();
  readonly forbidden = new Set<string>();
  #version = 0;

  object(kind: string, name: string): ApiObject | undefined {
    return this.objects.get(`${kind}/${name}`);
  }

  put(kind: string, object: ApiObject): ApiObject {
    const resourceVersion = String(++this.#version);
    const uid = object.metadata.uid ?? `uid-${resourceVersion}`;
    const kept = structuredClone({ ...object, metadata: { ...object.metadata, uid, resourceVersion } });
    this.objects.set(`${kind}/${object.metadata.name}`, kept);
    return structuredClone(kept);
  }

  /** A client's way to it; every request goes past the client's own faults. */
  connect(fault: Fault = () => undefined): Connection {
    const answer = async <T>(verb: Verb, name: string, work: () => T): Promise<T> => {
      await Promise.resolve();
      fault({ verb, name, moment: 'before' });
      const result = work();
      fault({ verb, name, moment: 'after' });
      return result;
    };
    const found = ({ resource, name }: ObjectName): ApiObject => {
      const object = this.object(resource.kind, name);
      if (object === undefined) throw new ClusterTrouble('missing', `There is no ${resource.kind} ${name}.`);
      return object;
    };
    const { put, objects, forbidden } = { put: this.put.bind(this), objects: this.objects, forbidden: this.forbidden };
    const connection = {
      read: (name: ObjectName) => answer('read', name.name, () => structuredClone(found(name))),
      create: (object: ApiObject, name: ObjectName) =>
        answer('create', name.name, () => {
          const key = `${name.resource.kind}/${name.name}`;
          if (objects.has(key)) throw new ClusterTrouble('conflict', `${key} exists.`);
          return put(name.resource.kind, object);
        }),
      replace: (object: ApiObject, name: ObjectName) =>
        answer('replace', name.name, () => {
          if (found(name).metadata.resourceVersion !== object.metadata.resourceVersion)
            throw new ClusterTrouble('conflict', `${name.name} has changed.`);
          return put(name.resource.kind, object);
        }),
      patch: (name: ObjectName, operations: readonly PatchOperation[]) =>
        answer('patch', name.name, () => put(name.resource.kind, patched(found(name), operations))),
      remove: (name: ObjectName) =>
        answer('remove', name.name, () => {
          found(name);
          objects.delete(`${name.resource.kind}/${name.name}`);
        }),
      async *list(resource: Resource, _namespace: string | undefined, { labelSelector = '' }: ListOptions = {}) {
        const [label = '', value] = labelSelector.split('=');
        const items = await answer('list', resource.plural, () =>
          [...objects].flatMap(([key, object]) => {
            const mine = ((object.metadata['labels'] ?? {}) as Readonly<Record<string, string>>)[label];
            const fits = label === '' || (mine !== undefined && (value === undefined || mine === value));
            return key.startsWith(`${resource.kind}/`) && fits ? [structuredClone(object)] : [];
          }),
        );
        yield { items, resourceVersion: '1' } satisfies Page;
      },
      may: ({ verb, resource }: Right) =>
        Promise.resolve({ allowed: !forbidden.has(`${verb} ${resource.plural}`), reason: 'so it is' }),
    };
    return connection as unknown as Connection;
  }
}

/** https://www.rfc-editor.org/rfc/rfc6902, all or nothing. */
function patched(object: ApiObject, operations: readonly PatchOperation[]): ApiObject {
  const copy = structuredClone(object) as unknown as Draft;
  for (const operation of operations) {
    const keys = operation.path
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/'));
    const last = keys.pop() ?? '';
    let at = copy;
    for (const key of keys) {
      if (typeof at[key] !== 'object') throw new ClusterTrouble('invalid', `${operation.path} is not there.`);
      at = at[key] as Draft;
    }
    if (operation.op === 'remove') Reflect.deleteProperty(at, last);
    else if (operation.op !== 'test') at[last] = operation.value;
    else if (JSON.stringify(at[last]) !== JSON.stringify(operation.value))
      throw new ClusterTrouble('invalid', `The test of ${operation.path} failed.`, { status: 422 });
  }
  return copy as unknown as ApiObject;
}
