import { sentinelSwitchingEngineOf } from '../../../../engines/sentinel-switching.ts';
import type { SentinelSwitching } from '../../../../engines/redis/sentinel-switching.ts';
import { fieldOf } from '../../../procedures/jobs/pod-words.ts';
import type { Server } from '../../../procedures/members/server.ts';
import {
  askSentinel,
  runningSentinels,
  type SentinelAnswer,
  type SentinelPlace,
} from '../../../procedures/sentinels/running.ts';
import { RESOURCES } from '../../../cluster/resources.ts';
import type { Situation } from '../../../runner/plan.ts';
import type { Refusal } from '../../../runner/step.ts';
import { askMembers, gapWords, judge, refusalOf, type MemberAsked } from '../members-asked.ts';
import { isRoles, noted, unable, type Refused, type Roles } from './roles.ts';

/** The fact under which it stands which Sentinel is asked, and the candidate's replica-priority before. */
export const SENTINEL = 'sentinel';

/** The Sentinel that is asked. */
export interface Asked extends SentinelPlace {
  /** What it calls the primary. */
  readonly name: string;
  /** The candidate's replica-priority before it was preferred. */
  readonly priority: number;
  /** The primary takes writes with one replica of its own: the others may follow the candidate before. */
  readonly mayChain: boolean;
}

/** Who changes roles, by whom. */
export interface SentinelRoles extends Roles {
  readonly sentinel: Asked;
}

export const hasSentinel = (seen: SentinelRoles | Refused): seen is SentinelRoles => 'sentinel' in seen;

/** How pods are reached, by their names: a Sentinel knows members by an address, or by a host that begins with the pod's name. */
export async function addressesOf(
  { connection, database, signal }: Situation,
  pods: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const { items } of connection.list(RESOURCES.pods, database.namespace, signal ? { signal } : {}))
    for (const pod of items) {
      const address = fieldOf(pod).at('status', 'podIP').string();
      if (address !== undefined && pods.includes(pod.metadata.name)) found.set(pod.metadata.name, address);
    }
  return found;
}

/** Whether a Sentinel's word for a member means this pod. */
export const means = (host: string, pod: string, addresses: ReadonlyMap<string, string>): boolean =>
  host === addresses.get(pod) || host.split('.')[0] === pod;

/** Who leads by the members' own word, who may take over, and which Sentinel may be asked; else why not. */
export async function sentinelRoles(
  situation: Situation,
  server: Server | undefined,
  to: string | undefined,
): Promise<SentinelRoles | Refused> {
  const again = noted(situation);
  const kept = situation.facts[SENTINEL] as unknown as Asked | undefined;
  if (again !== undefined && isRoles(again) && kept !== undefined) return { ...again, sentinel: kept };
  const { connection, database, signal } = situation;
  const engine = sentinelSwitchingEngineOf(database.engine);
  if (server === undefined || engine === undefined)
    return unable('Its server is not recognised.', database.name, 'Its own tools do it.');
  const asked = await askMembers(connection, database, engine, server.model.context, signal);
  const words = asked.map(({ name, facts, why }) => `${name}: ${facts?.['role'] ?? why ?? 'unknown'}`).join('; ');
  const leaders = asked.filter(({ facts }) => facts?.['role'] === 'primary');
  const [leader] = leaders;
  if (leader === undefined || leaders.length > 1)
    return unable(
      leader === undefined ? 'Nobody leads: that is no planned switchover.' : 'Two members lead.',
      words,
      leader === undefined ? 'Let Sentinel find a primary first.' : 'Find out which data is right first.',
    );
  if (to === leader.name) return unable(`${to} leads already.`, words, 'Nothing is to be done.');
  return chosen(situation, engine, asked, leader, to);
}

async function chosen(
  situation: Situation,
  engine: SentinelSwitching,
  asked: readonly MemberAsked[],
  leader: MemberAsked,
  to: string | undefined,
): Promise<SentinelRoles | Refused> {
  const { connection, database, signal } = situation;
  const primary = leader.facts ?? {};
  const replicas = judge(
    engine,
    primary,
    asked.filter((one) => one !== leader),
  );
  const candidate = to === undefined ? replicas[0] : replicas.find(({ name }) => name === to);
  if (candidate === undefined) return unable('There is no replica to switch over to.', leader.name, 'Add a replica.');
  const scope = { connection, namespace: database.namespace, signal };
  const places = await runningSentinels(scope);
  const answers = await Promise.all(places.map((place) => askSentinel(scope, place)));
  const addresses = await addressesOf(
    situation,
    asked.map(({ name }) => name),
  );
  const found = sentinelOf(answers, leader.name, addresses);
  if ('refusals' in found) return found;
  const priority = Number(asked.find(({ name }) => name === candidate.name)?.facts?.['priority'] ?? NaN);
  return {
    leader: leader.name,
    candidate: candidate.name,
    refusals: [
      ...engine.cannotHandOver(primary).map((one) => refusalOf(leader.name, one)),
      ...candidate.refusals,
      ...found.against,
      ...(Number.isInteger(priority) ? [] : priorityUnknown(candidate.name)),
    ],
    warnings: [
      `Now: ${replicas.map(gapWords).join('; ')}.`,
      'Sentinel decides whom it promotes: the candidate is made the one that it prefers, and gets its priority back afterwards.',
    ],
    gaps: replicas.map(({ name, gap }) => ({ name, ...gap })),
    sentinel: { ...found.place, name: found.name, priority, mayChain: Number(primary['min'] ?? NaN) <= 1 },
  };
}

const priorityUnknown = (name: string): readonly Refusal[] =>
  unable(`${name} does not tell its replica-priority.`, 'CONFIG GET does not answer', 'Allow CONFIG to its user.')
    .refusals;

/** The Sentinel that is asked, not beside the old primary where there is another one; and why none may be. */
function sentinelOf(
  answers: readonly SentinelAnswer[],
  leader: string,
  addresses: ReadonlyMap<string, string>,
): { readonly place: SentinelPlace; readonly name: string; readonly against: readonly Refusal[] } | Refused {
  const watching = answers.flatMap(({ pod, container, watched }) =>
    watched
      .filter(({ primary }) => primary !== undefined && means(primary, leader, addresses))
      .map((one) => ({ place: { pod, container }, ...one })),
  );
  const [first] = [...watching].sort((a, b) => Number(a.place.pod === leader) - Number(b.place.pod === leader));
  const evidence = answers.map(({ pod, watched, why }) => {
    const words = watched.map((one) => `${one.name} is ${one.primary ?? 'unknown'}; ${one.words}`);
    return `${pod}: ${words.join(', ') || (why ?? '')}`;
  });
  if (first === undefined)
    return unable(
      `No Sentinel says that ${leader} leads.`,
      evidence.join('; ') || 'no Sentinel is seen',
      'Wait until they agree.',
    );
  const agreed = watching.every(({ name }) => name === first.name) && watching.length * 2 > answers.length;
  const able = watching.filter(({ quorum }) => quorum).length * 2 > answers.length;
  const against: Refusal[] = [];
  if (!agreed || !able)
    against.push({
      id: 'R15',
      kind: 'mend',
      what: agreed
        ? 'Sentinels could not fail over: no majority of them is there.'
        : 'Sentinels do not agree who leads.',
      evidence: evidence.join('; '),
      wayOut: 'Bring Sentinels back until a majority of them is there: redis-cli -p 26379 SENTINEL CKQUORUM NAME',
    });
  return { place: first.place, name: first.name, against };
}
