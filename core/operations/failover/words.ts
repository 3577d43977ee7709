import type { FailingOverEngine } from '../../../engines/model/failing-over.ts';
import { graceOf, type Fence } from '../../procedures/fence/fence.ts';
import type { Expectation } from '../../runner/plan.ts';
import type { LiveMember } from '../../inventory/model.ts';
import type { MemberAsked } from '../switchover/members-asked.ts';
import type { FailingOver } from './failing-over.ts';
import type { OldVolume } from './old-volume.ts';

/** What each member says of itself, for a person who decides, and what Kubernetes says of one that is silent. `now`: milliseconds since 1970. */
export function evidenceOf(
  asked: readonly MemberAsked[],
  members: readonly LiveMember[],
  engine: FailingOverEngine,
  now: number,
): string[] {
  return asked.map(({ name, facts, why }) => {
    if (facts === undefined) {
      const member = members.find(({ pod }) => pod.name === name);
      const state = [
        member?.trouble ?? member?.phase ?? 'no pod',
        ...(member?.node === undefined ? [] : [`on ${member.node}`]),
      ];
      return `${name} says nothing: ${why ?? 'it was not asked'} (${state.join(' ')}).`;
    }
    const committed = engine.lastCommit?.(facts);
    const last =
      committed === undefined
        ? ''
        : `; its last commit is of ${new Date(committed).toISOString()}, ${((now - committed) / 1_000).toFixed(0)} s ago`;
    return `${name} is a ${facts['role'] ?? 'member of unknown role'} at ${facts['position'] ?? 'an unknown position'}${last}.`;
  });
}

/** Seconds from which on the end of a pod is worth a word: a frozen server uses all that it is given. */
const LONG_GRACE = 15;

/** What a person should know before. `grace`: seconds that the old primary's pod asks for to end; undefined where it has ended. */
export function warningsOf(
  { switching, fence, silent }: FailingOver,
  volume: OldVolume | undefined,
  grace: number | undefined,
): string[] {
  const { leader } = switching;
  const given = grace === undefined ? 0 : graceOf(fence, grace);
  return [
    `${leader} stays away afterwards, until it is made to follow: what only it has is on its volume.`,
    ...(fence.way === 'gate'
      ? [`Another member whose pod ends meanwhile is held at the gate as well, until ${leader} is unfenced.`]
      : []),
    ...(fence.attested === undefined
      ? []
      : [
          `You attest that the machine of ${fence.attested} is off. If it is not, ${leader} may still take writes there.`,
        ]),
    ...(given < LONG_GRACE
      ? []
      : [
          `A server that is frozen uses all the ${String(given)} s that its pod is given to end; a shorter grace (at least 1 s) ends it sooner, and it recovers then as after a crash.`,
        ]),
    ...(silent.length === 0 ? [] : [`${silent.join(', ')}: not asked to follow; it says nothing.`]),
    ...(volume === undefined
      ? []
      : [`Sampled lag is no promise: what is lost is read from the claim ${volume.claim}.`]),
  ];
}

/** What is lost, as far as it can be said before. */
export function lossExpected({ switching }: FailingOver, volume: OldVolume | undefined, maxLoss: number): Expectation {
  const { leader, candidate } = switching;
  if (volume === undefined)
    return { seconds: undefined, from: `nobody can read what ${leader} has and ${candidate} has not` };
  const counted = `counted on the volume of ${leader} before ${candidate} is promoted`;
  return maxLoss === 0
    ? { seconds: 0, from: `${counted}; were there one transaction, all would be taken back` }
    : { seconds: undefined, from: `at most ${String(maxLoss)} transactions, ${counted}` };
}

/** What keeps the old primary from writing, in a sentence. */
export const fenceWords = ({ pod, way, attested }: Fence): string =>
  attested === undefined
    ? `Kubernetes’ own: the pod of ${pod} ends, its node confirms it, and ${way === 'gate' ? 'the next one is held at a gate' : 'no other one is made'} until it is unfenced.`
    : `You attest that the machine of ${attested} is off; another pod ${pod} is not started.`;
