import type { FollowerSeen, Lag, MemberAnswer } from '../../../engines/model/live.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { worse } from '../../inventory/databases/member.ts';
import type { Hand } from '../../runner/hand.ts';
import { containerSeen, fieldOf, podTrouble } from '../jobs/pod-words.ts';
import { askMember, type Asking } from './ask.ts';

/** Members of one database, and how they are asked. */
export interface Members {
  readonly namespace: string;
  readonly container: string;
  readonly asking: Asking;
  /** Names of pods. */
  readonly names: readonly string[];
}

/** How it stands with one member now. */
export interface Standing {
  readonly name: string;
  /** Undefined where there is no pod of that name. */
  readonly uid: string | undefined;
  readonly address: string | undefined;
  /** It has been told to end. */
  readonly ending: boolean;
  readonly ready: boolean;
  readonly answer: MemberAnswer | undefined;
  /** Why there is no answer, in plain words. */
  readonly why: string | undefined;
}

/** What stands in the way of seeing: the answer is not known then, and no error. */
const BLIND: readonly ClusterTrouble['kind'][] = [
  'missing',
  'invalid',
  'server',
  'busy',
  'timeout',
  'unreachable',
  'broken',
];

/** Reads every member's pod and asks those that run, one after the other. Throws {@link ClusterTrouble} where one may not. */
export async function readStandings(hand: Hand, members: Members): Promise<Standing[]> {
  const all: Standing[] = [];
  for (const name of members.names) all.push(await readStanding(hand, members, name));
  return all;
}

/** One member: its pod, and what its server says. */
export async function readStanding(
  hand: Hand,
  { namespace, container, asking }: Members,
  pod: string,
): Promise<Standing> {
  const none = { name: pod, uid: undefined, address: undefined, ending: false, ready: false, answer: undefined };
  try {
    const read = fieldOf(
      await hand.see.read({ resource: RESOURCES.pods, namespace, name: pod }, { signal: hand.signal }),
    );
    const seen = {
      name: pod,
      uid: read.at('metadata', 'uid').string(),
      address: read.at('status', 'podIP').string(),
      ending: read.at('metadata', 'deletionTimestamp').exists,
      ready: read
        .at('status', 'conditions')
        .items()
        .some((one) => one.at('type').string() === 'Ready' && one.at('status').string() === 'True'),
    };
    if (seen.ending) return { ...seen, answer: undefined, why: 'it is ending' };
    const { state, reason } = containerSeen(read, container);
    if (state !== 'running')
      return {
        ...seen,
        answer: undefined,
        why: podTrouble(read) ?? `its container is ${state}${reason === undefined ? '' : ` (${reason})`}`,
      };
    const told = await askMember(hand, { namespace, pod, container }, asking).catch((error: unknown) => {
      if (hand.signal.aborted || !(error instanceof ClusterTrouble) || !BLIND.includes(error.kind)) throw error;
      return { answer: undefined, why: 'its server cannot be asked at this moment' };
    });
    return told.answer === undefined
      ? { ...seen, answer: undefined, why: told.why }
      : { ...seen, answer: told.answer, why: undefined };
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'missing') throw error;
    return { ...none, why: 'there is no pod' };
  }
}

/** How far a replica is behind: the worse of what it says and what its primary says of it; undefined is unknown. */
export function lagOf(member: Standing, others: readonly Standing[]): Lag | undefined {
  const seen = others.map((one) => followerOf(one, member)).find((one) => one !== undefined);
  return worse(member.answer?.lag, seen?.lag);
}

/** A member as this other one sees it that it reads from; undefined where that one does not see it. */
export const followerOf = ({ answer }: Standing, member: Standing): FollowerSeen | undefined =>
  answer?.followers?.find((one) => isFollower(one, member));

/** A primary knows its replica by its name, its host name or its address, with a port or without. */
function isFollower({ name, address }: FollowerSeen, { name: pod, address: own }: Standing): boolean {
  const bare = name.replace(/:\d+$/u, '');
  if (bare === pod || bare.startsWith(`${pod}.`)) return true;
  return own !== undefined && (bare === own || address === own);
}
