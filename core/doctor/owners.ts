import { RESOURCES } from '../cluster/resources.ts';
import { gitOpsOf, ownersOfReplicas, type Owner } from '../preflight/index.ts';
import type { Check, Examined } from './check.ts';
import { risk, unknown, well, type Finding } from './finding.ts';

/** Nobody puts replicas or a Service's selector back while a failover changes them. */
export const owners: Check = {
  id: 'owners',
  title: 'Nobody would fight',
  of: 'failover',
  look: async (examined) => {
    const { connection, workload, signal } = examined;
    const ofSet = workload === undefined ? [] : await ownersOfReplicas(connection, workload, signal);
    const all = [...ofSet, ...(await ofServices(examined))];
    const found = [...new Map(all.map((one) => [`${one.name} ${one.evidence}`, one])).values()].flatMap(finding);
    if (found.length > 0) return found;
    return [
      well(
        'Nobody is seen who would put replicas or the write Services back.',
        all.map(({ evidence }) => evidence).join('; ') || 'by managed fields, autoscalers and GitOps',
      ),
    ];
  },
};

async function ofServices({ connection, database, signal }: Examined): Promise<readonly Owner[]> {
  const found: Owner[] = [];
  for (const { service, purpose } of database.services) {
    if (purpose !== 'write') continue;
    const place = { resource: RESOURCES.services, namespace: database.namespace, name: service.name };
    const object = await connection.read(place, signal ? { signal } : {});
    found.push(...(await gitOpsOf(connection, object, ['spec', 'selector'], signal)));
  }
  return found;
}

function finding({ name, state, evidence, pause }: Owner): Finding[] {
  const mend =
    pause === undefined ? 'Ask whoever looks after it to pause it.' : `Pause it for that time: ${pause.command}`;
  if (state === 'active') return [risk(`${name} would fight a failover.`, evidence, mend)];
  if (state === 'unknown') return [unknown(`Whether ${name} would fight a failover is not known.`, evidence, mend)];
  return [];
}
