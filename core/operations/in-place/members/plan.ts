import { joiningEngineOf } from '../../../../engines/joining.ts';
import { RESOURCES } from '../../../cluster/resources.ts';
import type { Hand } from '../../../runner/hand.ts';
import type { Expectation, Situation } from '../../../runner/plan.ts';
import type { Refusal, Step } from '../../../runner/step.ts';
import { refusalsOf, type Check } from '../../../refusals/index.ts';
import type { Restoring } from '../../restore/restoring-model.ts';
import { keptName } from './moves.ts';
import { SET_STANDING, setStandingOf } from './set-standing.ts';
import { stepsWithMembers } from './steps.ts';
import { whyNotWithMembers } from './whether-possible.ts';

/** What is peculiar to a set with more than one member. */
export interface WithMembers {
  readonly refusals: readonly Refusal[];
  readonly steps: readonly Step[];
  readonly warnings: readonly string[];
  readonly outcome: string;
  readonly rto: Expectation;
}

/** Seconds in which one server of a small database starts and is told its role: a guess. */
const FIRST = 30;

/**
 * Restore in place of a set whose members make themselves from the primary: restored beside, checked, and only then the restored volume becomes that of the first member;
 * the set keeps its name, and the old volumes stay under claims that say what they are. Throws {@link ../../../cluster/trouble.ClusterTrouble}.
 */
export async function withMembers(
  situation: Situation,
  restoring: Restoring,
  checks: readonly Check[],
  grace: number,
): Promise<WithMembers> {
  const { connection, database, facts, signal, id } = situation;
  const { namespace, workload, name, engine } = database;
  const { model } = restoring.server;
  const standing = await setStandingOf(connection, database, facts, signal);
  const joining = joiningEngineOf(engine);
  const isAgain = facts[SET_STANDING] !== undefined;
  const checked = async (
    see: Pick<Hand['see'], 'read' | 'list' | 'get'>,
    stop?: AbortSignal,
  ): Promise<readonly Refusal[]> => {
    const place = { resource: RESOURCES.statefulSets, namespace, name: workload.name };
    const options = stop ? { signal: stop } : {};
    const body = await see.read(place, options);
    return refusalsOf(checks, { connection: see, database, workload: body, ...options });
  };
  const refusals = isAgain
    ? []
    : [
        ...(standing.replicas === 0 ? [] : await whyNotWithMembers(connection, model, joining, standing, signal)),
        ...(await checked(connection, signal)),
      ];
  const kept = standing.volumes.map(({ claim, volume }) => `${keptName(claim.name, id)} (${volume})`).join(', ');
  return {
    refusals,
    steps:
      joining === undefined || refusals.length > 0
        ? []
        : stepsWithMembers(situation, {
            restoring,
            standing,
            joining,
            grace,
            preconditions: (hand) => checked(hand.see, hand.signal),
          }),
    warnings: [
      `What was written since the backup is not in ${name} any more. It stays on the old volumes: ${kept}.`,
      `Their reclaim policy is Retain from then on: they stay until somebody removes them by hand, and cost what they cost. So does the restored volume.`,
      `Every other member copies ${workload.name}-0 anew, which takes time and load; until then there is one copy of the restored data, and the backup.`,
      'Claims have other uids afterwards; backups and snapshots of the old claims still go by their old names.',
    ],
    outcome: `${name} keeps its name and its Services, and holds what the backup holds, on all ${String(standing.replicas)} members. Its old volumes stay under claims that say what they are.`,
    rto: {
      seconds: grace + FIRST,
      from: `the old servers may take their ${String(grace)} s to end, and one server starts, which is a guess; the restore itself is made and checked before`,
    },
  };
}
