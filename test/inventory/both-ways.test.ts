// There is one builder of the database model: the server hands it syntax trees, the core live objects. Both see the same database.
import assert from 'node:assert/strict';
import type { ApiObject, Resource } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { LiveLookup } from '../../core/inventory/store/live-lookup.ts';
import { ObjectStore } from '../../core/inventory/store/object-store.ts';
import { StoredObject } from '../../core/inventory/store/stored-object.ts';
import { buildModel } from '../../engines/model/builder.ts';
import type { Database } from '../../engines/model/database.ts';
import { isUnknown } from '../../engines/model/object.ts';
import type { Json, KubeObject } from '../../engines/model/object.ts';
import { recognise } from '../../engines/recognise.ts';
import { SourceFile } from '../../server/documents/index.ts';
import { Workspace } from '../../server/workspace/workspace.ts';
import { corpusTexts, exampleTexts } from '../support/texts.ts';
import type { Text } from '../support/texts.ts';

const KINDS = new Map<string, Resource>(Object.values<Resource>(RESOURCES).map((one) => [one.kind, one]));
const NOT_LISTED = new Set(['Secret', 'List']);

/** What must not depend on where an object comes from. */
function essence({
  engine,
  version,
  variant,
  data,
  container,
  settings,
  services,
  replication,
  persistence,
  port,
  pod,
}: Database): unknown {
  return {
    engine: engine.id,
    version: version?.text,
    variant,
    container: container.name,
    directory: data.directory?.path,
    mount: data.mount?.path,
    volume: data.volume?.name,
    volumes: pod.volumes.map(({ name, kind, claimName, claim }) => [name, kind, claimName, claim?.storageClassName]),
    services: {
      governing: services.governing?.name,
      selecting: services.selecting.map(({ name }) => name).sort(),
      namesake: services.namesake?.name,
    },
    settings: [...settings].map(([name, { value, from }]) => [name, value, from]).sort(),
    replication: [replication.state, replication.method],
    persistence: persistence.state,
    port,
  };
}

/** The objects of a file, as the workspace reads it. */
function objectsIn(file: SourceFile, workspace: Workspace): readonly KubeObject[] {
  return file.documents.flatMap((document) => workspace.objectsOf(document));
}

/** The same objects as a cluster would hold them; undefined where no cluster could: templates, patches, two of one name. */
function asLive(objects: readonly KubeObject[]): ObjectStore | undefined {
  const store = new ObjectStore();
  const namespaces = new Set(objects.flatMap(({ namespace }) => namespace ?? []));
  // One namespace that is named is where the others go as well; among several nobody can tell.
  const [home = 'default', ...others] = namespaces;
  const seen = new Set<string>();
  for (const object of objects) {
    if (object.partial || object.name === undefined || isOpen(object)) return undefined;
    if (object.namespace === undefined && others.length > 0) return undefined;
    if (NOT_LISTED.has(object.kind)) continue;
    const resource = KINDS.get(object.kind) ?? resourceOf(object);
    const namespace = object.namespace ?? home;
    const name = `${object.kind} ${namespace}/${object.name}`;
    if (seen.has(name)) return undefined;
    seen.add(name);
    const body = JSON.parse(JSON.stringify(object.body)) as ApiObject;
    store.put(
      new StoredObject(resource, { ...body, metadata: { ...body.metadata, name: object.name, namespace, uid: name } }),
    );
  }
  return store;
}

function resourceOf({ apiVersion, kind }: KubeObject): Resource {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return { group: group ?? '', version: version ?? '', plural: '', kind, namespaced: true };
}

/** Something of it is a template. */
function isOpen(object: KubeObject): boolean {
  const walk = (value: Json | undefined): boolean =>
    isUnknown(value) ||
    (typeof value === 'object' &&
      value !== null &&
      Object.entries(value).some(([key, item]: [string, Json]) => isUnknown(key) || walk(item)));
  return walk(object.body) || object.isOpen([]) || object.isOpen(['spec']);
}

/** How many databases of a text were compared. */
function compare({ name, text }: Text): number {
  const workspace = new Workspace('/test');
  const file = SourceFile.open(`/test/${name}`, text);
  workspace.set(file);
  const objects = objectsIn(file, workspace);
  const store = asLive(objects);
  if (store === undefined) return 0;
  let compared = 0;
  for (const object of objects) {
    const written = buildModel(object, workspace.lookup(object, new Set()), { recognise }, [])?.databases ?? [];
    if (written.length === 0) continue;
    const live: StoredObject | undefined = [...store.objects()].find(
      (one) => one.kind === object.kind && one.name === object.name,
    );
    assert.ok(live, `${name}: ${object.kind} ${object.name ?? ''}`);
    const lookup = new LiveLookup(store, new Set());
    const seen: readonly Database[] = buildModel(live, lookup, { recognise }, [])?.databases ?? [];
    assert.deepEqual(seen.map(essence), written.map(essence), `${name}: ${object.kind} ${object.name ?? ''}`);
    compared += written.length;
  }
  return compared;
}

describe('a database from its manifest and from the live object', function () {
  this.timeout(60_000);

  it('is the same for the project’s own examples', () => {
    const compared = exampleTexts().reduce((sum, text) => sum + compare(text), 0);
    assert.ok(compared >= 20, `${compared} databases were compared`);
  });

  it('is the same for the corpus of real manifests', function () {
    const texts = corpusTexts();
    if (texts.length === 0) this.skip();
    const compared = texts.reduce((sum, text) => sum + compare(text), 0);
    console.log(`      ${compared} databases of ${texts.length} files were compared`);
    assert.ok(compared >= 90, `${compared} databases were compared`);
  });
});
