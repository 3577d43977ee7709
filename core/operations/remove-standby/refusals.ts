import { counted } from '../../inventory/databases/words.ts';
import { readBudgets } from '../../preflight/index.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import {
  r15FencedMember,
  r18OwnedReplicas,
  r1OperatorOwned,
  r3TwoWriters,
  r6WhenScaledDelete,
  refusalsOf,
} from '../../refusals/index.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import { lastOf, type Led, type StandbySet } from '../standby/standby-set.ts';

/** What keeps one of the set's members from going, whoever leads. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function setRefusals(
  { connection, database, signal }: Situation,
  { body, name, scale, server }: StandbySet,
  keep: number | undefined,
): Promise<readonly Refusal[]> {
  const byAnybody = database.flavour === 'patroni' ? [] : [r1OperatorOwned];
  const seen = { connection, database, workload: body, ...(signal ? { signal } : {}) };
  const refusals = await refusalsOf(
    [...byAnybody, r15FencedMember, r3TwoWriters, r6WhenScaledDelete, r18OwnedReplicas],
    seen,
  );
  const left = scale.replicas - 1;
  const budgets = (await readBudgets(connection, name.namespace, server.model.pod.labels, signal)) ?? [];
  const demands = budgets.flatMap((budget) => {
    const least = fieldOf(budget).at('spec', 'minAvailable').number();
    return least !== undefined && least > left
      ? [`PodDisruptionBudget ${budget.metadata.name}: minAvailable ${String(least)}`]
      : [];
  });
  if (keep !== undefined && keep > left) demands.push(`${counted(keep, 'member')} must stay, as was said`);
  return [...refusals, ...tooFew(demands, left), ...lastStandby(left, keep)];
}

const tooFew = (demands: readonly string[], left: number): Refusal[] =>
  demands.map((evidence) => ({
    id: 'R15',
    kind: 'mend',
    what: `Only ${counted(left, 'member')} would be left.`,
    evidence,
    wayOut: 'Ask for fewer there first.',
  }));

/** Nobody could take over any more; a person may want that, and say so. */
function lastStandby(left: number, keep: number | undefined): Refusal[] {
  if (left !== 1 || keep === 1) return [];
  return [
    {
      id: 'R15',
      kind: 'typed',
      what: 'It is the last standby: nobody could take over from the primary any more.',
      evidence: 'the set asks for 2 replicas',
      wayOut: 'Keep it; or say that one member is enough (keep: 1).',
    },
  ];
}

/** What keeps its last member from going while this one leads; asked again right before it goes. */
export function roleRefusals({ membership, name, scale }: StandbySet, { primary, facts, asked }: Led): Refusal[] {
  const member = lastOf(name, scale);
  if (member === primary)
    return [
      {
        id: 'R15',
        kind: 'mend',
        what: `${member} leads, and a StatefulSet lets go of its last member only.`,
        evidence: `${member} accepts writes`,
        wayOut: `Switch over first: plinth switchover ${name.set}`,
      },
    ];
  const own = asked.find((one) => one.name === member)?.facts;
  return membership.cannotLeave(facts, own, member, scale.replicas - 2).map(({ what, evidence, wayOut }) => ({
    id: 'R15',
    kind: 'mend',
    what: what.replaceAll('{member}', member),
    evidence: evidence.replaceAll('{member}', member),
    wayOut,
  }));
}

/** A set whose members go in order lets one go only while all others are Ready. */
export function othersAway({ database }: Situation, { name, scale }: StandbySet): Refusal[] {
  const member = lastOf(name, scale);
  const others = database.members.filter(({ pod }) => pod.name !== member);
  const away = others.flatMap(({ pod, role, streaming, ready }) =>
    !ready
      ? [`${pod.name} is not Ready`]
      : role === 'replica' && streaming === false
        ? [`${pod.name} receives no changes`]
        : [],
  );
  if (others.length < scale.replicas - 1)
    away.push(`${String(others.length)} of ${String(scale.replicas - 1)} others are there`);
  if (away.length === 0) return [];
  return [
    {
      id: 'R15',
      kind: 'mend',
      what: 'Another member is away: with this one gone, two would be.',
      evidence: away.join('; '),
      wayOut: 'Wait until all others are back, or mend them.',
    },
  ];
}
