import type { ApiObject, Resource } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { listed } from '../inventory/databases/words.ts';
import type { Check, Examined } from './check.ts';
import { risk, unknown, well } from './finding.ts';

/** Where applications say whom they talk to. Secrets are not read. */
const KINDS: readonly Resource[] = [
  RESOURCES.deployments,
  RESOURCES.statefulSets,
  RESOURCES.daemonSets,
  RESOURCES.cronJobs,
  RESOURCES.configMaps,
];

/**
 * Applications that go to a pod by its own name, through the governing Service, stay with the old primary whatever a Service says. Only what stands in this namespace, and
 * not in Secrets, can be seen; that is said.
 */
export const byName: Check = {
  id: 'by-name',
  title: 'Nobody goes to a pod by its name',
  of: 'around',
  look: async (examined) => {
    const { services, members } = examined.database;
    const governing = services.filter(({ purpose }) => purpose === 'governing').map(({ service }) => service.name);
    if (members.length < 2 || governing.length === 0) return [];
    const names = members.flatMap(({ pod }) => governing.map((service) => `${pod.name}.${service}`));
    const found: string[] = [];
    const unseen: string[] = [];
    for (const resource of KINDS) {
      const objects = await list(examined, resource);
      if (objects === undefined) unseen.push(resource.plural);
      for (const object of objects ?? [])
        if (!isOwn(object, resource, examined) && names.some((name) => JSON.stringify(object).includes(name)))
          found.push(`${resource.kind} ${object.metadata.name}`);
    }
    const mend = 'Let applications use the Service that leads to the primary.';
    if (found.length > 0)
      return [risk(`${listed(found)} may go to a pod by its name.`, `it names one of ${listed(names)}`, mend)];
    if (unseen.length > 0)
      return [
        unknown(
          'Whether applications go to a pod by its name is not known.',
          `you may not list ${listed(unseen)}`,
          mend,
        ),
      ];
    return [
      well(
        'No application of this namespace is seen to go to a pod by its name.',
        'looked through Deployments, StatefulSets, DaemonSets, CronJobs and ConfigMaps; not through Secrets, nor other namespaces',
      ),
    ];
  },
};

/** The database's own objects: its members find each other so. */
function isOwn({ metadata }: ApiObject, { kind }: Resource, { database, workload }: Examined): boolean {
  if (kind === database.workload.kind && metadata.name === database.workload.name) return true;
  return kind === 'ConfigMap' && JSON.stringify(workload ?? {}).includes(`"name":"${metadata.name}"`);
}

async function list(
  { connection, database, signal }: Examined,
  resource: Resource,
): Promise<readonly ApiObject[] | undefined> {
  const all: ApiObject[] = [];
  try {
    for await (const { items } of connection.list(resource, database.namespace, signal ? { signal } : {}))
      all.push(...items);
    return all;
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden') throw error;
    return undefined;
  }
}
