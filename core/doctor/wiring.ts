import { RESOURCES } from '../cluster/resources.ts';
import { listed } from '../inventory/databases/words.ts';
import { readWiring } from '../procedures/door/wiring.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import { areAlike } from './alike.ts';
import type { Check, Examined } from './check.ts';
import { risk, unknown, well, type Finding } from './finding.ts';

/** Services that lead to the primary alone can be turned to another member, and lead there now. */
export const wiring: Check = {
  id: 'wiring',
  title: 'Clients can be led to another member',
  of: 'failover',
  look: async (examined) => {
    const { database } = examined;
    const { services, members } = database;
    if (members.length < 2 || areAlike(members)) return [];
    const primary = members.find(({ writable }) => writable === true)?.pod.name;
    const writing = services.filter(({ purpose }) => purpose === 'write').map(({ service }) => service.name);
    if (writing.length === 0)
      return [
        risk(
          'No Service leads to the primary alone: clients cannot be led to another member.',
          services.map(({ service, purpose }) => `${service.name}: ${purpose}`).join(', ') || 'it has no Service',
          'Make a Service that chooses the primary by a label of its pod, and let clients use it.',
        ),
      ];
    if (primary === undefined)
      return [
        unknown(
          `Whether ${listed(writing)} leads to the primary is not known.`,
          'no member accepts writes',
          'Bring a primary back first.',
        ),
      ];
    const leading = await Promise.all(writing.map((name) => leadsTo(examined, name, primary)));
    return [await turning(examined, primary, writing), ...leading];
  },
};

/** Whether something in the selectors tells the primary from a replica. */
async function turning(
  { connection, database, signal }: Examined,
  primary: string,
  writing: readonly string[],
): Promise<Finding> {
  const { namespace, members, services, flavour } = database;
  const replica = members.find(({ pod }) => pod.name !== primary)?.pod.name ?? primary;
  const {
    labels,
    selectors,
    unknown: foreign,
  } = await readWiring(connection, namespace, services, [primary, replica], signal);
  if (foreign.length > 0)
    return flavour === 'plain'
      ? unknown(
          `Where ${listed(foreign)} leads is said by somebody else.`,
          'it has no selector',
          'Give it a selector that chooses the primary by a label.',
        )
      : well(
          `${listed(foreign)} is led by whoever is in charge of the roles.`,
          `no selector; its flavour is ${flavour}`,
        );
  const ways = [
    ...labels.map(({ key, primary: value }) => `the label ${key}=${value}`),
    ...(selectors.length > 0 ? [`the pod’s name in the selector of ${listed(selectors)}`] : []),
  ];
  if (ways.length > 0) return well(`${listed(writing)} can be turned to another member.`, `by ${listed(ways)}`);
  return risk(
    `${listed(writing)} cannot be turned to another member.`,
    'nothing in its selector tells the primary from a replica',
    'Let it choose the primary by a label of its pod.',
  );
}

/** By its EndpointSlices. https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ownership */
async function leadsTo({ connection, database, signal }: Examined, name: string, primary: string): Promise<Finding> {
  const options = { labelSelector: `kubernetes.io/service-name=${name}`, ...(signal ? { signal } : {}) };
  const pods = new Set<string>();
  for await (const { items } of connection.list(RESOURCES.endpointSlices, database.namespace, options))
    for (const endpoint of items
      .filter((slice) => fieldOf(slice).at('metadata', 'labels').stringMap()['kubernetes.io/service-name'] === name)
      .flatMap((slice) => fieldOf(slice).at('endpoints').items()))
      // A condition that is not there counts as true.
      if (endpoint.at('conditions', 'ready').boolean() !== false)
        pods.add(endpoint.at('targetRef', 'name').string() ?? endpoint.at('addresses').items()[0]?.string() ?? 'a pod');
  const found = [...pods].sort();
  if (found.length === 1 && found[0] === primary)
    return well(`${name} leads to the primary alone.`, `its EndpointSlice names ${primary}`);
  return risk(
    `${name} does not lead to the primary alone.`,
    found.length === 0
      ? 'its EndpointSlice names nobody that is ready'
      : `its EndpointSlice names ${listed(found)}; ${primary} leads`,
    'See which labels its pods have, and who sets them.',
  );
}
