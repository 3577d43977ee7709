import { buildModel } from '../../engines/model/builder.ts';
import type { Database } from '../../engines/model/database.ts';
import { recognise } from '../../engines/recognise.ts';
import type { ApiObject } from '../../core/cluster/connection.ts';
import type { InventoryView, LiveDatabase } from '../../core/inventory/model.ts';
import { LiveLookup } from '../../core/inventory/store/live-lookup.ts';
import { ObjectStore } from '../../core/inventory/store/object-store.ts';
import { StoredObject } from '../../core/inventory/store/stored-object.ts';

/** How one gets into a database, as its engine says. */
export interface Doors {
  /** The client for a terminal, without a password on its command line; undefined where the image has none that is known. */
  readonly client: readonly string[] | undefined;
  /** Ports that its container names, the engine's own first. */
  readonly ports: readonly number[];
  /** A connection string without password for a local port. */
  connection(port: number): string | undefined;
}

const NONE: Doors = { client: undefined, ports: [], connection: () => undefined };

function stored(object: Readonly<Record<string, unknown>>): StoredObject {
  const body = object as ApiObject;
  const [group = '', version = ''] = (body.apiVersion ?? '').replace(/^(?!.*\/)/u, '/').split('/');
  const namespaced = body.metadata.namespace !== undefined;
  return new StoredObject({ group, version, plural: '', kind: body.kind ?? '', namespaced }, body);
}

/** Reads a live database's objects with the engines' own builder; undefined where its server is not among them. */
function modelOf(view: InventoryView, database: LiveDatabase): Database | undefined {
  const [member] = database.members;
  const pod = member && view.object(member.pod);
  const objects = [...view.objectsOf(database.id), ...(pod === undefined ? [] : [pod])].map(stored);
  const store = new ObjectStore();
  for (const object of objects) store.put(object);
  const lookup = new LiveLookup(store, new Set());
  for (const object of objects) {
    const found = buildModel(object, lookup, { recognise }, [])?.databases ?? [];
    const same = found.find((one) => one.container.name === database.container && one.engine.id === database.engine);
    if (same !== undefined) return same;
  }
  return undefined;
}

/** The engine's own port first, then others that the container names. */
function portsOf({ container, engine, port }: Database): readonly number[] {
  const named = container.field
    .at('ports')
    .items()
    .flatMap((one) => one.at('containerPort').number() ?? []);
  return [...new Set([port ?? engine.clientPort.value, ...named])];
}

/** How one gets into this database. */
export function doorsOf(view: InventoryView, database: LiveDatabase): Doors {
  const model = modelOf(view, database);
  if (model === undefined) return NONE;
  const { engine, context } = model;
  return {
    client: engine.live?.client(context),
    ports: portsOf(model),
    connection: (port) => engine.live?.connection(context, { host: '127.0.0.1', port }),
  };
}
