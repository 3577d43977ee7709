import { stoppingEngineOf } from '../../../engines/stopping.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Parameters, Plan, Situation } from '../../runner/plan.ts';
import type { Refusal, Step } from '../../runner/step.ts';
import { r5NoSafetyCopy } from '../../refusals/r5-no-safety-copy.ts';
import {
  r15FencedMember,
  r18OwnedReplicas,
  r1OperatorOwned,
  r6WhenScaledDelete,
  refusalsOf,
  type Check,
} from '../../refusals/index.ts';
import type { BackupTools } from '../backup/backup.ts';
import { checkedSteps } from '../restore/checked-steps.ts';
import { findRestoring } from '../restore/restoring.ts';
import type { Restoring } from '../restore/restoring-model.ts';
import { canaryStep } from '../start/canary-step.ts';
import { downStep } from './down-step.ts';
import { keptStep } from './kept-step.ts';
import { withMembers, type WithMembers } from './members/plan.ts';
import { SET_STANDING } from './members/set-standing.ts';
import { expectedLoss, lossStep } from './loss.ts';
import { parseInPlaceParameters } from './parameters.ts';
import { proofStep } from './proof-step.ts';
import { recordStep } from './record-step.ts';
import { STANDING, standingOf, type Standing } from './standing.ts';
import { openStep, turnStep, type Turning } from './turn-step.ts';
import { whyNotInPlace } from './unable.ts';
import { warningsOf } from './warnings.ts';

/** Asked when the plan is made, and again right before the old members end. */
const CHECKS: readonly Check[] = [
  r1OperatorOwned,
  r15FencedMember,
  r5NoSafetyCopy,
  r6WhenScaledDelete,
  r18OwnedReplicas,
];

/** Seconds beside the old server's grace period, in which the door must be open again. */
const MARGIN = 300;
/** Seconds for a few requests, in the estimate of the time without writes. */
const REQUESTS = 5;

/**
 * Restore in place: beside the database, checked, and only then its Services turn to the new set. The old set stays at 0 replicas with its claims; that is the safety
 * copy (R5), and until the door opens the way back. A set with more than one member keeps its name: {@link ./members/plan.withMembers}. Its parameters: {@link ./parameters.parseInPlaceParameters}.
 */
export async function planInPlace(tools: BackupTools, situation: Situation, given: Parameters): Promise<Plan> {
  const parameters = parseInPlaceParameters(given, situation);
  const { database, connection, signal } = situation;
  const { namespace, workload } = database;
  const { name } = parameters;
  const found = await findRestoring(tools, situation, parameters, name, false);
  const refusals: Refusal[] = Array.isArray(found) ? [...found] : [];
  let steps: Step[] = [];
  let warnings: readonly string[] = [];
  let grace = 0;
  let many: WithMembers | undefined;
  if (!Array.isArray(found)) {
    const { model } = found.server;
    const standing = await standingOf(connection, database, situation.facts, signal);
    grace = model.pod.spec.at('terminationGracePeriodSeconds').number() ?? 30;
    if (situation.facts[SET_STANDING] !== undefined || standing.replicas > 1)
      many = await withMembers(situation, found, CHECKS, grace);
    refusals.push(...(many?.refusals ?? [...whyNotInPlace(model, standing), ...(await checked(situation))]));
    if (many !== undefined) {
      steps = [...many.steps];
      warnings = [...found.warnings, ...many.warnings];
    }
    // Taken up again it may be half-way through: what keeps one from beginning takes no steps away.
    else if (refusals.length === 0 || situation.facts[STANDING] !== undefined) {
      steps = inPlaceSteps(tools, situation, found, standing, grace);
      warnings = [...found.warnings, ...(await warningsOf(connection, model, standing, name, signal))];
    }
  }
  return {
    operation: 'restore',
    database: { namespace, kind: workload.kind, name: workload.name },
    parameters: given,
    title: `Restore ${parameters.backup} in place of ${database.name}`,
    outcome:
      many?.outcome ??
      `The Services of ${database.name} lead to ${name}, a new set that holds what the backup holds, and was checked. The old set ${workload.name} stays at 0 replicas with its claims for at least seven days: it is the safety copy, because it alone holds every write to the last.`,
    danger: 'typed',
    steps,
    refusals,
    warnings,
    rpo: expectedLoss(parameters.backup, situation.now()),
    rto: many?.rto ?? {
      seconds: grace + REQUESTS,
      from: `the old server may take its ${grace} s to end; the new one is restored and checked before`,
    },
    estimate: Array.isArray(found) ? undefined : found.estimate,
  };
}

/** What the checks say when the plan is made. */
async function checked({ connection, database, signal }: Situation): Promise<Refusal[]> {
  const place = { resource: RESOURCES.statefulSets, namespace: database.namespace, name: database.workload.name };
  const workload = await connection.read(place, signal ? { signal } : {});
  return [...(await refusalsOf(CHECKS, { connection, database, workload, ...(signal ? { signal } : {}) }))];
}

function inPlaceSteps(
  { dumpEngineOf }: BackupTools,
  situation: Situation,
  restoring: Restoring,
  standing: Standing,
  grace: number,
): Step[] {
  const { database } = situation;
  const { namespace, workload, engine, container } = database;
  const { name, server } = restoring;
  const { model } = server;
  const port = model.port ?? model.engine.clientPort.value;
  const deadline = grace + MARGIN;
  const stopping = stoppingEngineOf(engine);
  const turning: Turning = { namespace, services: standing.services, to: name, deadline };
  const facts = dumpEngineOf(engine)?.facts(model.context) ?? 'exit 1';
  const asking = { engine: model.engine, context: model.context };
  return [
    recordStep(standing),
    ...checkedSteps(restoring),
    turnStep(turning),
    lossStep({
      engine,
      namespace,
      pod: `${workload.name}-0`,
      container,
      script: `HOST=127.0.0.1 PORT=${port}; export HOST PORT\n${facts}`,
    }),
    downStep({
      namespace,
      set: workload.name,
      standing,
      deadline,
      preconditions: async (hand: Hand) => {
        const place = { resource: RESOURCES.statefulSets, namespace, name: workload.name };
        const body = await hand.see.read(place, { signal: hand.signal });
        return refusalsOf(CHECKS, { connection: hand.see, database, workload: body, signal: hand.signal });
      },
    }),
    proofStep({ namespace, pod: `${name}-0`, container }, asking),
    openStep(turning),
    ...(stopping === undefined
      ? []
      : [
          canaryStep(
            { namespace, container, engine: stopping, context: model.context },
            { service: standing.services[0]?.name, port, pods: [`${name}-0`] },
          ),
        ]),
    keptStep(namespace, workload.name, standing, name),
  ];
}
