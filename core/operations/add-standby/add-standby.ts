import { counted } from '../../inventory/databases/words.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Operation, Parameters, Plan, Situation } from '../../runner/plan.ts';
import type { Refusal, Step } from '../../runner/step.ts';
import { notedOf, noteStep, type Noted } from '../standby/noted.ts';
import { claimsOf, findSet, lastOf, whoLeads, unable, type StandbySet } from '../standby/standby-set.ts';
import { followsStep } from './follows-step.ts';
import { parseAddParameters } from './parameters.ts';
import { primaryRefusals, setFindings } from './refusals.ts';
import { scaleOutStep } from './scale-out-step.ts';

/**
 * Add a standby: the set asks for one member more, which copies the primary by the set's own scripts; it counts only once it follows and the primary sees it. Its parameters:
 * {@link ./parameters.ts}.
 */
export const addStandbyOperation: Operation = {
  id: 'add-standby',
  title: 'Add Standby',
  plan: async (situation, given: Parameters) => {
    const { database } = situation;
    const { namespace, workload, name } = database;
    const { deadline } = parseAddParameters(given);
    const found = await find(situation);
    const base = {
      operation: 'add-standby',
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
        title: `Add a standby to ${name}`,
        outcome: 'One more member follows the primary.',
        steps: [],
        refusals: found,
        warnings: [],
      } satisfies Plan;
    const { noted, set } = found;
    const { member, primary, from, to, claims } = noted;
    return {
      ...base,
      title: `Add the standby ${member} to ${name}`,
      outcome: `${name} has ${counted(to.replicas, 'member')}: ${member} follows ${primary}, and ${primary} sees it.`,
      steps: stepsOf(set, database.container, noted, deadline),
      refusals: found.refusals,
      warnings: [
        `Where it does not follow within ${String(deadline)} s the set is scaled back to ${String(from.replicas)}${claims.length === 0 ? '' : `; ${claims.join(', ')} stay then`}.`,
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

async function find(situation: Situation): Promise<Found | readonly Refusal[]> {
  const set = await findSet(situation);
  if (!('scale' in set)) return set;
  const again = notedOf(situation.facts);
  if (again !== undefined) return { set, noted: again, refusals: [], warnings: [] };
  const { scale, name, body, membership } = set;
  if (scale.replicas === 0) return [unable('It is stopped.', 'the set asks for 0 replicas', 'Start it first.')];
  const to = { ...scale, replicas: scale.replicas + 1 };
  const member = lastOf(name, to);
  const spec = fieldOf(body).at('spec');
  const templates = spec.at('volumeClaimTemplates').items();
  const claims = claimsOf(
    templates.flatMap((one) => one.at('metadata', 'name').string() ?? []),
    member,
  );
  const before = await setFindings(situation, set, claims);
  const led = await whoLeads(situation, set);
  if (!('primary' in led))
    return [...before.refusals, ...led.filter(({ id }) => !before.refusals.some((one) => one.id === id))];
  const isDeleted = spec.at('persistentVolumeClaimRetentionPolicy', 'whenScaled').string() === 'Delete';
  const { all: kept } = membership.kept(led.facts);
  return {
    set,
    noted: { member, primary: led.primary, from: scale, to, claims, kept },
    refusals: [...before.refusals, ...primaryRefusals(set, led)],
    warnings: [
      ...before.warnings,
      ...(isDeleted && claims.length > 0
        ? ['whenScaled is Delete: where all is taken back, Kubernetes deletes the claims of the new member.']
        : []),
    ],
  };
}

const stepsOf = (set: StandbySet, container: string, noted: Noted, deadline: number): readonly Step[] => [
  noteStep(noted),
  scaleOutStep(set, container, noted),
  followsStep(set, container, noted, deadline),
];
