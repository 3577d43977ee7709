import { operators } from '../../engines/operators/index.ts';
import { readPatroniLeader } from '../../engines/postgresql/patroni.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { duration } from '../inventory/databases/words.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Check, Examined } from './check.ts';
import { risk, unknown, well, type Finding } from './finding.ts';
import { sentinels } from './sentinels.ts';

/** Who decides about a failover, and whether they can: a majority, a lock that is held, or nobody but a person. */
export const deciders: Check = {
  id: 'deciders',
  title: 'Who decides can decide',
  of: 'failover',
  look: async (examined) => {
    const { flavour } = examined.database;
    if (flavour.startsWith('operator:')) return [operator(flavour.slice('operator:'.length), examined)];
    switch (flavour) {
      case 'patroni':
        return [await patroni(examined)];
      case 'sentinel':
        return sentinels(examined);
      case 'galera':
      case 'replica-set':
      case 'self':
        return [majority(examined)];
      case 'plain':
      default:
        return [
          well(
            'Nobody fails over by themselves: a person decides, and nothing decides against them.',
            'a plain set, without Patroni, Sentinel or an operator in sight',
          ),
        ];
    }
  },
};

function operator(id: string, { database: { health, reasons, workload } }: Examined): Finding {
  const who = operators.find((one) => one.id === id)?.name ?? id;
  const evidence = `${workload.kind} ${workload.name} is ${health}${reasons[0] === undefined ? '' : `: ${reasons[0]}`}`;
  return unknown(
    `${who} decides; whether it runs is not looked at.`,
    evidence,
    `See that the pods of ${who} are Ready, and what it writes into the status of ${workload.name}.`,
  );
}

/** Members vote, each with one voice. */
function majority({ database: { members, replicas, engineName } }: Examined): Finding {
  const wanted = Math.max(replicas.desired ?? members.length, members.length);
  const here = members.filter(({ ready, role }) => ready && role !== 'unknown').length;
  const most = Math.floor(wanted / 2) + 1;
  const evidence = `${String(here)} of ${String(wanted)} members of ${engineName} are Ready and say their role; a majority is ${String(most)}`;
  if (here < most) return risk('There is no majority of members.', evidence, 'Bring members back.');
  if (here - 1 < most)
    return risk(
      'There is a majority, and none any more when one member is lost.',
      evidence,
      wanted < 3 ? 'Have three members.' : 'Bring the others back.',
    );
  return well('A majority is left when one member is lost.', evidence);
}

/** The leader's lock is held by a member and was renewed in time. https://patroni.readthedocs.io/en/latest/kubernetes.html */
async function patroni(examined: Examined): Promise<Finding> {
  const { database, now } = examined;
  const locks = await leaderLocks(examined);
  const mend = 'See `patronictl list` in a member, and the log of whoever should lead.';
  const lock = locks?.find(({ leader }) => database.members.some(({ pod }) => pod.name === leader)) ?? locks?.[0];
  if (lock === undefined)
    return unknown(
      'Whether a leader holds Patroni’s lock is not known.',
      locks === undefined ? 'you may not list Endpoints and ConfigMaps' : 'no object of Patroni’s is seen here',
      mend,
    );
  const { leader, until } = lock;
  if (leader === undefined) return risk('Nobody holds Patroni’s lock.', 'its leader is empty', mend);
  if (until === undefined)
    return unknown('Until when Patroni’s lock is held is not known.', `${leader} holds it`, mend);
  if (until < now)
    return risk(
      'Patroni’s lock was not renewed in time.',
      `${leader} had it until ${duration((now - until) / 1_000)} ago`,
      mend,
    );
  return well(
    'Patroni decides: its lock is held and renewed.',
    `${leader} holds it for ${duration((until - now) / 1_000)} more`,
  );
}

async function leaderLocks({
  connection,
  database,
  signal,
}: Examined): Promise<readonly NonNullable<ReturnType<typeof readPatroniLeader>>[] | undefined> {
  let isBlind = false;
  const found: NonNullable<ReturnType<typeof readPatroniLeader>>[] = [];
  for (const resource of [RESOURCES.endpoints, RESOURCES.configMaps])
    try {
      for await (const { items } of connection.list(resource, database.namespace, signal ? { signal } : {}))
        found.push(
          ...items.flatMap((one) => readPatroniLeader(fieldOf(one).at('metadata', 'annotations').stringMap()) ?? []),
        );
    } catch (error) {
      if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden') throw error;
      isBlind = true;
    }
  return isBlind && found.length === 0 ? undefined : found;
}
