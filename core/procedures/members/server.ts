import { buildModel } from '../../../engines/model/builder.ts';
import type { Database } from '../../../engines/model/database.ts';
import { recognise } from '../../../engines/recognise.ts';
import type { Connection, Resource } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { LiveLookup } from '../../inventory/store/live-lookup.ts';
import { ObjectStore } from '../../inventory/store/object-store.ts';
import { StoredObject } from '../../inventory/store/stored-object.ts';
import { fieldOf } from '../jobs/pod-words.ts';

/** A database's workload read anew, with the model of its server. */
export interface Server {
  readonly model: Database;
  /** The Service that names its pods, where there is one. */
  readonly governing: string | undefined;
}

/** One running member: where its server is reached, and what it runs. */
export interface MemberPod {
  readonly name: string;
  readonly uid: string;
  /** `orders-0.orders.shop.svc` where a Service names its pods, else the pod's address. */
  readonly host: string;
  readonly port: number;
  /** With its digest where the kubelet tells it. */
  readonly image: string;
}

const KINDS: Readonly<Record<string, Resource>> = {
  StatefulSet: RESOURCES.statefulSets,
  Deployment: RESOURCES.deployments,
};

/**
 * Reads the workload and the ConfigMaps that it names. Undefined for a database whose workload is of another kind, or in which no server is recognised. Throws
 * {@link ClusterTrouble}.
 */
export async function readServer(
  connection: Pick<Connection, 'read'>,
  database: LiveDatabase,
  signal?: AbortSignal,
): Promise<Server | undefined> {
  const { namespace, workload } = database;
  const resource = KINDS[workload.kind];
  if (resource === undefined) return undefined;
  const options = signal ? { signal } : {};
  const body = await connection.read({ resource, namespace, name: workload.name }, options);
  const stored = new StoredObject(resource, body);
  const store = new ObjectStore();
  store.put(stored);
  const spec = fieldOf(body).at('spec');
  const volumes = spec.at('template', 'spec', 'volumes').items();
  const containers = spec.at('template', 'spec', 'containers').items();
  const maps = new Set([
    ...volumes.flatMap((volume) => volume.at('configMap', 'name').string() ?? []),
    ...containers.flatMap((one) =>
      one
        .at('envFrom')
        .items()
        .flatMap((from) => from.at('configMapRef', 'name').string() ?? []),
    ),
    ...containers.flatMap((one) =>
      one
        .at('env')
        .items()
        .flatMap((from) => from.at('valueFrom', 'configMapKeyRef', 'name').string() ?? []),
    ),
  ]);
  const serviceName = spec.at('serviceName').string();
  const wanted: (readonly [Resource, string])[] = [
    ...[...maps].map((name) => [RESOURCES.configMaps, name] as const),
    ...(serviceName === undefined || serviceName === '' ? [] : [[RESOURCES.services, serviceName] as const]),
  ];
  let governing: string | undefined;
  for (const [kind, name] of wanted) {
    try {
      const object = await connection.read({ resource: kind, namespace, name }, options);
      store.put(new StoredObject(kind, object));
      if (kind === RESOURCES.services) governing = name;
    } catch (error) {
      // What is not there, or may not be read, is out of sight for the model, as it is for the inventory.
      if (!(error instanceof ClusterTrouble) || !['missing', 'forbidden'].includes(error.kind)) throw error;
    }
  }
  const built = buildModel(stored, new LiveLookup(store, new Set()), { recognise }, []);
  const model = built?.databases.find(({ container }) => container.name === database.container);
  return model && { model, governing };
}

/** Reads a member's pod. Undefined where it does not run, or has no address. Throws {@link ClusterTrouble}. */
export async function readMember(
  connection: Pick<Connection, 'read'>,
  { model, governing }: Server,
  namespace: string,
  name: string,
  signal?: AbortSignal,
): Promise<MemberPod | undefined> {
  const place = { resource: RESOURCES.pods, namespace, name };
  const pod = fieldOf(await connection.read(place, signal ? { signal } : {}));
  const address = pod.at('status', 'podIP').string();
  const container = model.container.name ?? '';
  const status = pod
    .at('status', 'containerStatuses')
    .items()
    .find((one) => one.at('name').string() === container);
  if (address === undefined || status?.at('state', 'running').exists !== true) return undefined;
  const subdomain = pod.at('spec', 'subdomain').string();
  const isNamed = governing !== undefined && subdomain === governing;
  const bare = address.includes(':') ? `[${address}]` : address;
  return {
    name,
    uid: pod.at('metadata', 'uid').string() ?? '',
    host: isNamed ? `${name}.${governing}.${namespace}.svc` : bare,
    port: model.port ?? model.engine.clientPort.value,
    image: pinned(model.container.image?.reference ?? '', status.at('imageID').string()),
  };
}

/** The reference as it is written, with the digest under which the kubelet pulled it; images that were loaded by hand have none that could be pulled. */
function pinned(reference: string, imageId: string | undefined): string {
  const digest = /@(sha256:[0-9a-f]{64})$/u.exec(imageId ?? '')?.[1];
  if (digest === undefined || reference.includes('@')) return reference;
  return `${reference}@${digest}`;
}
