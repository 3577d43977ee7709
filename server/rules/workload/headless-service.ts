import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { Json, KubeObject } from '../../../engines/model/object.ts';
import { haveOtherPods } from './other-pods.ts';

/** The longest name that a Service may have. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names */
const LONGEST_NAME = 63;

/** True for a Service whose `clusterIP` is `None`: its name resolves to the pods, and each pod gets a name below it. */
export function isHeadless(service: KubeObject): boolean {
  return new Field(service).at('spec', 'clusterIP').string() === 'None';
}

/** The labels by which a Service would choose the workload's pods; undefined where they cannot all be seen. */
export function selectorLabels(database: Database, lookup: ObjectLookup): Readonly<Record<string, string>> | undefined {
  const { workload, pod } = database;
  if (!pod.labelsKnown) return undefined;
  const own = workload.root.at('spec', 'selector', 'matchLabels').stringMap();
  const entries = Object.entries(own);
  const fits = entries.length > 0 && entries.every(([key, value]) => pod.labels[key] === value);
  // A selector like `app: shop` may be shared with pods that are no database.
  const labels = fits && !haveOtherPods(own, database, lookup) ? own : pod.labels;
  return Object.keys(labels).length === 0 ? undefined : labels;
}

/**
 * A headless Service over the database's pods, as a whole manifest. Undefined where the pods' labels or the namespace are
 * templated: then nobody can say what to write.
 */
export function headlessService(database: Database, name: string, lookup: ObjectLookup): Json | undefined {
  const { workload, engine, context, replication } = database;
  const labels = selectorLabels(database, lookup);
  const namespace = workload.root.at('metadata', 'namespace');
  if (labels === undefined || namespace.unknown || name.length > LONGEST_NAME) return undefined;
  const port = database.port ?? engine.clientPort.value;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      ...(namespace.string() === undefined ? {} : { namespace: namespace.string() ?? '' }),
      labels,
    },
    spec: {
      clusterIP: 'None',
      ...(engine.topology.peersBeforeReady(context, replication) ? { publishNotReadyAddresses: true } : {}),
      selector: labels,
      ports: [{ name: engine.id, port, targetPort: port }],
    },
  };
}

/** A headless Service in sight that selects the database's pods, and that its name means when they say it. */
export function headlessInSight({ services, workload }: Database, lookup: ObjectLookup): KubeObject | undefined {
  return services.selecting.find((service) => isHeadless(service) && isMeantBy(service, workload.object, lookup));
}

/** True where the Service's name, said by `speaker`, means this very Service and not another one of the same name. */
export function isMeantBy(service: KubeObject, speaker: KubeObject, lookup: ObjectLookup): boolean {
  return service.name !== undefined && lookup.named('Service', speaker, service.name)[0] === service;
}

/**
 * A name for a new headless Service that no Service in sight bears. The workload's own name only where another Service in sight serves
 * its clients: else one out of sight most likely has that name.
 */
export function freeServiceName({ workload, services }: Database, lookup: ObjectLookup): string | undefined {
  const { name, object } = workload;
  if (name === undefined) return undefined;
  const candidates = [...(services.selecting.length > 0 ? [name] : []), `${name}-headless`, `${name}-members`];
  return candidates.find(
    (candidate) => candidate.length <= LONGEST_NAME && lookup.named('Service', object, candidate).length === 0,
  );
}
