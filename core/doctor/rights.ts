import { operators } from '../../engines/operators/index.ts';
import type { Right } from '../cluster/connection.ts';
import { listed } from '../inventory/databases/words.ts';
import { leadsNeeds } from '../operations/switchover/managed/leads-step.ts';
import { patroniNeeds } from '../operations/switchover/managed/patroni.ts';
import { switchoverNeeds } from '../operations/switchover/needs.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { readWiring, type Wiring } from '../procedures/door/wiring.ts';
import { RUNNER_NEEDS } from '../runner/rights.ts';
import type { Check, Examined } from './check.ts';
import { risk, well } from './finding.ts';

/** Access reviews at a time. */
const WIDTH = 8;

/** Where somebody is in charge, a switchover is asked of them: Patroni or a Sentinel inside a member, an operator by its custom resource. */
async function wantedOf(examined: Examined): Promise<readonly Right[] | undefined> {
  const { database, server, engine } = examined;
  const { flavour, namespace } = database;
  const runners = RUNNER_NEEDS.map((right) => ({ ...right, namespace }));
  const custom = operators.find(({ id }) => flavour === `operator:${id}`)?.resource;
  if (custom !== undefined)
    return ['get', 'patch'].map((verb) => ({ verb, resource: { ...custom, namespaced: true }, namespace }));
  if (flavour === 'patroni' || flavour === 'sentinel')
    return [...runners, ...patroniNeeds(namespace), ...leadsNeeds(namespace)];
  if (flavour !== 'plain' || server === undefined || engine === undefined) return undefined;
  return [...runners, ...switchoverNeeds(database, server, engine, await wiringOf(examined))];
}

/** Where it cannot be seen which of both tells the primary, both are wanted. */
async function wiringOf({ connection, database: { namespace, services, members }, signal }: Examined): Promise<Wiring> {
  const [one, other = one] = members.map(({ pod }) => pod.name);
  try {
    if (other !== undefined) return await readWiring(connection, namespace, services, [one, other], signal);
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'missing') throw error;
  }
  const names = services.filter(({ purpose }) => purpose === 'write').map(({ service }) => service.name);
  return { labels: [{ key: 'role', primary: 'primary', replica: undefined }], selectors: names, unknown: [] };
}

/** Whoever asks may run a switchover, by access reviews. */
export const rights: Check = {
  id: 'rights',
  title: 'You may run a switchover',
  of: 'failover',
  look: async (examined) => {
    const { connection, database } = examined;
    const { namespace } = database;
    const wanted = await wantedOf(examined);
    // Where Plinth has not learnt how members change roles, or all members accept writes, nobody switches over.
    if (wanted === undefined) return [];
    const missing: string[] = [];
    for (let first = 0; first < wanted.length; first += WIDTH) {
      const some = wanted.slice(first, first + WIDTH);
      const answers = await Promise.all(some.map((right) => connection.may(right)));
      missing.push(...some.filter((_, index) => answers[index]?.allowed !== true).map(words));
    }
    if (missing.length === 0)
      return [
        well('You have the rights that a switchover wants.', `${String(wanted.length)} access reviews in ${namespace}`),
      ];
    return [
      risk(
        'You may not run a switchover.',
        `you may not ${listed(missing)} in ${namespace}`,
        'Ask an administrator: `plinth rbac` prints what to grant.',
      ),
    ];
  },
};

const words = ({ verb, resource: { plural, group }, subresource }: Right): string =>
  `${verb} ${plural}${subresource === undefined ? '' : `/${subresource}`}${group === '' ? '' : `.${group}`}`;
