import type { Database } from '../../../engines/model/database.ts';
import type { Json } from '../../../engines/model/object.ts';
import { dumpEngineOf } from '../../../engines/dumps.ts';
import { GATE } from '../../procedures/fence/change.ts';
import { hideSecrets } from './hidden-template.ts';
import { startsByScript, withoutFirstStart, withoutScripts } from './own-start.ts';
import type { ApiObject } from '../../cluster/connection.ts';

type Fields = Readonly<Record<string, Json>>;

/** The label by which the pods of an instance beside the database are selected; no Service of the database does. */
export const INSTANCE_LABEL = 'plinth.dev/instance';

/** A new instance of one member, made after the database's own workload. */
export interface Beside {
  readonly service: ApiObject;
  readonly set: ApiObject;
  /** Claims of its member, in the order of the templates; the data's stands under `data`. */
  readonly claims: readonly ApiObject[];
  readonly dataClaim: string | undefined;
  /** The passwords that the source has as plain text; undefined where it has none so. */
  readonly secret: ApiObject | undefined;
}

/**
 * Why no instance can be made after this workload; undefined where one can. Volumes that the pods share by name would be the source's own, and a new instance
 * must never write there.
 */
export function whyNoneBeside(database: Database): string | undefined {
  const alone = aloneOf(database);
  const { workload, pod, settings, engine } = database;
  if (workload.kind !== 'StatefulSet') return `its workload is a ${workload.kind}`;
  const shared = pod.volumes.find(({ kind }) => ['claim', 'host-path', 'nfs', 'network-file-system'].includes(kind));
  if (shared !== undefined)
    return `its pods mount ${shared.name ?? 'a volume'} by name, and a second server would write to it too`;
  const archives = settings.get('archive_mode')?.value ?? 'off';
  if (engine.id === 'postgresql' && archives !== 'off' && alone === undefined)
    return 'it archives WAL, and its image leaves no place to switch that off';
  if (startsByScript(database) && alone === undefined)
    return 'a script of its own starts it, and without that its image would not start as a single server';
  return undefined;
}

/** Makes the manifests. The template is the source's, under labels of its own; what joins it to the source's members is left out. */
export function besideOf(database: Database, namespace: string, name: string, operation: string): Beside {
  const alone = aloneOf(database);
  const { workload, data } = database;
  const spec = workload.root.at('spec').value as Fields;
  const template = spec['template'] as Fields;
  const labels = {
    [INSTANCE_LABEL]: name,
    'plinth.dev/operation': operation,
    'app.kubernetes.io/managed-by': 'plinth',
  };
  const given = withoutFence(withoutNeighbours(template['spec'] as Fields));
  const podSpec = withoutFirstStart(startsByScript(database) ? withoutScripts(given, database) : given);
  const containers = (podSpec['containers'] as readonly Fields[]).map((one) =>
    one['name'] === database.container.name ? standingAlone(one, alone) : one,
  );
  const hidden = hideSecrets({ ...podSpec, containers }, { name: `${name}-passwords`, namespace, labels });
  const templates = ((spec['volumeClaimTemplates'] ?? []) as readonly Fields[]).map((one) => ({
    metadata: { name: (one['metadata'] as Fields)['name'] ?? '', labels },
    spec: one['spec'] ?? {},
  }));
  const annotations = ((template['metadata'] as Fields | undefined)?.['annotations'] ?? {}) as Fields;
  const claimName = (of: Json): string => `${typeof of === 'string' ? of : ''}-${name}-0`;
  return {
    service: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels },
      spec: {
        clusterIP: 'None',
        publishNotReadyAddresses: true,
        selector: { [INSTANCE_LABEL]: name },
        ports: [{ name: 'server', port: database.port ?? database.engine.clientPort.value }],
      },
    },
    set: {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name, namespace, labels },
      spec: {
        replicas: 1,
        serviceName: name,
        selector: { matchLabels: { [INSTANCE_LABEL]: name } },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        template: { metadata: { labels, annotations }, spec: hidden.podSpec },
        volumeClaimTemplates: templates,
      },
    },
    claims: templates.map(({ metadata, spec: wanted }) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: claimName(metadata.name), namespace, labels },
      spec: wanted,
    })),
    dataClaim: data.volume?.name === undefined ? undefined : claimName(data.volume.name),
    secret: hidden.secret,
  };
}

/** Rules of placing select the source's own labels: they would keep the new pod from where there is room, and say nothing about it. */
function withoutNeighbours(spec: Fields): Fields {
  const left = new Set(['affinity', 'topologySpreadConstraints', 'hostname', 'subdomain', 'hostNetwork']);
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !left.has(key)));
}

/** Where a member of the source is fenced, its template holds new pods at a gate. */
function withoutFence(spec: Fields): Fields {
  const { schedulingGates, ...rest } = spec;
  const others = ((schedulingGates ?? []) as readonly Fields[]).filter(({ name }) => name !== GATE);
  return others.length === 0 ? rest : { ...rest, schedulingGates: others };
}

const aloneOf = ({ engine, context }: Database) => dumpEngineOf(engine.id)?.alone(context);

/** A copy takes writes and archives nothing, whatever its configuration says. With a command of its own, the server's program gets the arguments, too. */
function standingAlone(container: Fields, alone: readonly string[] | undefined): Fields {
  if (alone === undefined || alone.length === 0) return container;
  return { ...container, args: [...((container['args'] ?? []) as readonly Json[]), ...alone] };
}
