import { RESOURCES } from '../../cluster/resources.ts';
import type { LiveService } from '../../inventory/model.ts';
import type { Connection } from '../../cluster/connection.ts';
import { fieldOf } from '../jobs/pod-words.ts';

/** The label that every pod of a StatefulSet has. https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-name-label */
export const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';

/** By what the Services of a database tell its primary from the others; it moves with the role. */
export interface Wiring {
  /** Labels of pods. Undefined as the replicas' value: they have no such label. */
  readonly labels: readonly {
    readonly key: string;
    readonly primary: string;
    readonly replica: string | undefined;
  }[];
  /** Services that name the primary's pod in their selector. */
  readonly selectors: readonly string[];
  /** Services of which somebody else says where they lead: they have no selector. */
  readonly unknown: readonly string[];
}

type Reading = Pick<Connection, 'read'>;

/**
 * Reads how the Services tell the primary from a replica. `primary` is the pod that leads, `replica` one that does not. Without a primary to look at, all that a write
 * Service asks for and the replica has not tells them. Throws {@link ../../cluster/trouble.ClusterTrouble}.
 */
export async function readWiring(
  { read }: Reading,
  namespace: string,
  services: readonly LiveService[],
  [primary, replica]: readonly [string | undefined, string],
  signal?: AbortSignal,
): Promise<Wiring> {
  const options = signal ? { signal } : {};
  const labelsOf = async (name: string): Promise<Readonly<Record<string, string>>> =>
    fieldOf(await read({ resource: RESOURCES.pods, namespace, name }, options))
      .at('metadata', 'labels')
      .stringMap();
  const leading = primary === undefined ? undefined : await labelsOf(primary);
  const following = await labelsOf(replica);
  const labels = new Map<string, Wiring['labels'][number]>();
  const selectors: string[] = [];
  const unknown: string[] = [];
  for (const { service, purpose } of services) {
    if (purpose !== 'write') continue;
    const { name } = service;
    const body = fieldOf(await read({ resource: RESOURCES.services, namespace, name }, options));
    const selector = body.at('spec', 'selector').stringMap();
    if (Object.keys(selector).length === 0) unknown.push(name);
    for (const [key, value] of Object.entries(selector)) {
      if ((leading !== undefined && leading[key] !== value) || following[key] === value) continue;
      if (key === POD_NAME_LABEL) selectors.push(name);
      else labels.set(key, { key, primary: value, replica: following[key] });
    }
  }
  return { labels: [...labels.values()], selectors, unknown };
}
