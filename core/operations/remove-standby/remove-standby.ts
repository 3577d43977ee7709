import { counted } from '../../inventory/databases/words.ts';
import { stoppingEngineOf } from '../../../engines/stopping.ts';
import { doorOf } from '../../procedures/door/door.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Operation, Plan, Situation } from '../../runner/plan.ts';
import type { Refusal, Step } from '../../runner/step.ts';
import { canaryStep } from '../start/canary-step.ts';
import { notedOf, noteStep, type Noted } from '../standby/noted.ts';
import { releaseStep } from '../standby/kept-steps.ts';
import {
  claimsOf,
  findSet,
  lastOf,
  membersOf,
  switchingOf,
  unable,
  whoLeads,
  type StandbySet,
} from '../standby/standby-set.ts';
import { parseRemoveParameters } from './parameters.ts';
import { othersAway, roleRefusals, setRefusals } from './refusals.ts';
import { othersFollowStep, scaleInStep } from './scale-in-step.ts';

/**
 * Remove a standby: the set asks for one member less, its last one goes, and what the primary kept for it is dropped. Its claims stay. Its parameters: {@link ./parameters.ts}.
 */
export const removeStandbyOperation: Operation = {
  id: 'remove-standby',
  title: 'Remove Standby',
  plan: async (situation, given) => {
    const { database } = situation;
    const { namespace, workload, name } = database;
    const { keep } = parseRemoveParameters(given);
    const found = await find(situation, keep);
    const base = {
      operation: 'remove-standby',
      database: { namespace, kind: workload.kind, name: workload.name },
      parameters: given,
      danger: 'confirmed',
      rpo: { seconds: 0, from: 'who leads has everything, and stays' },
      rto: { seconds: 0, from: 'who leads goes on accepting writes' },
      estimate: undefined,
    } as const;
    if (!('noted' in found))
      return {
        ...base,
        title: `Remove a standby of ${name}`,
        outcome: 'The last member goes; its claims stay.',
        steps: [],
        refusals: found,
        warnings: [],
      } satisfies Plan;
    const { noted } = found;
    const { member, to, claims } = noted;
    return {
      ...base,
      title: `Remove the standby ${member} of ${name}`,
      outcome: `${name} has ${counted(to.replicas, 'member')}; ${member} is gone, and ${claims.length === 0 ? 'had no claim' : `${claims.join(', ')} stay with its data`}.`,
      steps: stepsOf(situation, found),
      refusals: found.refusals,
      warnings: [
        ...(claims.length === 0
          ? []
          : [
              `${claims.join(', ')}: nobody deletes it. It is in the way of the next standby of that name until you have decided what becomes of it.`,
            ]),
        ...found.warnings,
      ],
    } satisfies Plan;
  },
};

interface Found {
  readonly set: StandbySet;
  readonly noted: Noted;
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
}

async function find(situation: Situation, keep: number | undefined): Promise<Found | readonly Refusal[]> {
  const set = await findSet(situation);
  if (!('scale' in set)) return set;
  const again = notedOf(situation.facts);
  if (again !== undefined) return { set, noted: again, refusals: [], warnings: [] };
  const { scale, body, name, membership } = set;
  if (scale.replicas < 2)
    return [unable('It has no standby.', `the set asks for ${counted(scale.replicas, 'replica')}`, 'None.')];
  const before = await setRefusals(situation, set, keep);
  const led = await whoLeads(situation, set);
  if (!('primary' in led)) return [...before, ...led.filter(({ id }) => !before.some((one) => one.id === id))];
  const member = lastOf(name, scale);
  const own = led.asked.find((one) => one.name === member)?.facts;
  // Patroni keeps and drops the slots of its members itself: https://patroni.readthedocs.io/en/latest/replication_modes.html
  const kept = situation.database.flavour === 'patroni' ? [] : membership.keptFor(led.facts, own, member);
  const templates = fieldOf(body).at('spec', 'volumeClaimTemplates').items();
  const claims = claimsOf(
    templates.flatMap((one) => one.at('metadata', 'name').string() ?? []),
    member,
  );
  return {
    set,
    noted: { member, primary: led.primary, from: scale, to: { ...scale, replicas: scale.replicas - 1 }, claims, kept },
    refusals: [...before, ...roleRefusals(set, led), ...othersAway(situation, set)],
    warnings: own === undefined ? [unanswered(member, membership.kept(led.facts))] : [],
  };
}

function unanswered(member: string, { all, used }: ReturnType<StandbySet['membership']['kept']>): string {
  const idle = all.filter((one) => !used.includes(one));
  return `${member} does not say how it stands.${idle.length === 0 ? '' : ` Nobody uses ${idle.join(', ')} on the primary: look whether it was for ${member}.`}`;
}

function stepsOf(situation: Situation, { set, noted }: Found): readonly Step[] {
  const { database } = situation;
  const { container, engine, namespace } = database;
  const { primary, member, kept, to } = noted;
  const stopping = stoppingEngineOf(engine);
  const { model } = set.server;
  const canary =
    stopping &&
    canaryStep(
      { namespace, container, engine: stopping, context: model.context },
      {
        service: doorOf(database).services.at(0),
        port: model.port ?? model.engine.clientPort.value,
        pods: membersOf(set, container, to).names,
      },
    );
  return [
    noteStep(noted),
    scaleInStep(situation, set, noted),
    othersFollowStep(situation, set, noted),
    // A commit that waited for the one that went would wait here.
    ...(canary === undefined ? [] : [canary]),
    ...(kept.length === 0 ? [] : [releaseStep(switchingOf(set, container, primary, member), set.membership, kept)]),
  ];
}
