import type { Json } from '../../../engines/model/object.ts';
import type { Connection } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Facts } from '../../runner/step.ts';

/** How the database stood before anything of it was touched: what the way back leads to. */
export interface Standing {
  /** What the old set asked for. */
  readonly replicas: number;
  /** Members that were ready. A way back does not wait for a member that did not serve before. */
  readonly ready: number;
  /** Services that led to it, with their selectors. */
  readonly services: readonly { readonly name: string; readonly selector: Readonly<Record<string, string>> }[];
  /** Its claims; the uid tells a namesake made since. */
  readonly claims: readonly { readonly name: string; readonly uid: string }[];
}

/** The fact that keeps it. */
export const STANDING = 'standing';

/**
 * How the database stands, or, where an operation is taken up again, how it stood: a Service that leads elsewhere by then is no longer seen as the database's. Throws
 * {@link ../../cluster/trouble.ClusterTrouble}.
 */
export async function standingOf(
  connection: Pick<Connection, 'read'>,
  { namespace, workload, services, storage, members }: LiveDatabase,
  facts: Facts,
  signal?: AbortSignal,
): Promise<Standing> {
  const known = facts[STANDING];
  if (known !== undefined) return known as unknown as Standing;
  const options = signal ? { signal } : {};
  const set = fieldOf(
    await connection.read({ resource: RESOURCES.statefulSets, namespace, name: workload.name }, options),
  );
  const labels = set.at('spec', 'template', 'metadata', 'labels').stringMap();
  const leading = await Promise.all(
    services.map(async ({ service: { name }, leadsTo }) => {
      const found = fieldOf(await connection.read({ resource: RESOURCES.services, namespace, name }, options));
      const selector = found.at('spec', 'selector').stringMap();
      const chosen = Object.entries(selector).map(([key, value]) => labels[key] === value);
      // A label that the template does not have may be put on the pods by somebody: then the endpoints tell. One that it has with another value may not.
      const denied = Object.entries(selector).some(([key, value]) => (labels[key] ?? value) !== value);
      return { name, selector, leads: !denied && (!chosen.includes(false) || (leadsTo ?? []).length > 0) };
    }),
  );
  return {
    // https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec
    replicas: set.at('spec', 'replicas').number() ?? 1,
    ready: members.filter(({ ready }) => ready).length,
    services: leading
      .filter(({ selector, leads }) => leads && Object.keys(selector).length > 0)
      .map(({ name, selector }) => ({ name, selector })),
    claims: storage.flatMap(({ claim }) => (claim === undefined ? [] : [{ name: claim.name, uid: claim.uid }])),
  };
}

/** As plain JSON, for the journal. */
export const asFact = (standing: Standing): Json => JSON.parse(JSON.stringify(standing)) as Json;
