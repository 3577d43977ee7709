import type { JoiningEngine } from '../../../../engines/model/joining.ts';
import { stoppingEngineOf } from '../../../../engines/stopping.ts';
import { RESOURCES } from '../../../cluster/resources.ts';
import { retainStep } from '../../../procedures/claims/retain-step.ts';
import type { Door } from '../../../procedures/door/door.ts';
import type { Situation } from '../../../runner/plan.ts';
import type { Refusal, Step } from '../../../runner/step.ts';
import type { Hand } from '../../../runner/hand.ts';
import { dumpEngineOf } from '../../../../engines/dumps.ts';
import { checkedSteps } from '../../restore/checked-steps.ts';
import { removeStep } from '../../restore/remove-step.ts';
import type { Restoring } from '../../restore/restoring-model.ts';
import { canaryStep } from '../../start/canary-step.ts';
import { followStep } from '../../start/follow-step.ts';
import { downStep } from '../down-step.ts';
import { lossStep } from '../loss.ts';
import { proofStep } from '../proof-step.ts';
import { firstStep, STARTED } from './first-step.ts';
import { latched } from './latched.ts';
import { leaseStep } from './lease-step.ts';
import { keepSteps, takeSteps } from './moves.ts';
import { closeStep, OPENED, openToFirstStep } from './door-steps.ts';
import { recordSetStep } from './record-set-step.ts';
import { RESTED, restoredOf, restStep, startsAgain } from './rest-step.ts';
import { allAskedStep } from './scale-step.ts';
import type { SetStanding } from './set-standing.ts';
import { settingsStep } from './settings-step.ts';

/** What the steps are made of. */
export interface Placing {
  readonly restoring: Restoring;
  readonly standing: SetStanding;
  readonly joining: JoiningEngine;
  /** Seconds that an old server may take to end. */
  readonly grace: number;
  /** Asked right before the old members end. */
  readonly preconditions: (hand: Hand) => Promise<readonly Refusal[]>;
}

/** Seconds beside the old servers' grace period in which the door must be open again: claims are moved, and one server starts. */
const MARGIN = 600;
/** Seconds for one server that was shut down in order to start, and to be told its role. */
const STARTING = 300;
/** Seconds for the other members to copy the first one. */
const COPYING = 6 * 3_600;

const AT_REST = 'The restored server was checked, and ended since.';
const IS_STARTED = 'The first member was started on the restored volume since.';
const IS_OPEN = 'The door was opened to the restored data.';

/** All steps of a restore in place of a set with more than one member. */
export function stepsWithMembers({ database, id, now, facts: known }: Situation, placing: Placing): Step[] {
  const { restoring, standing, joining, grace } = placing;
  const { namespace, workload, engine, container } = database;
  const { name, server, beside } = restoring;
  const { model } = server;
  const port = model.port ?? model.engine.clientPort.value;
  const set = workload.name;
  const [first, deadline] = [`${set}-0`, grace + MARGIN];
  const asking = { engine: model.engine, context: model.context };
  const at = (pod: string) => ({ namespace, pod, container });
  const door: Door = { namespace, services: standing.door };
  const claims = beside.claims.map(({ metadata }) => metadata.name);
  const names = Array.from({ length: standing.replicas }, (_, ordinal) => `${set}-${String(ordinal)}`);
  const old = standing.model ?? first;
  const facts = dumpEngineOf(engine)?.facts(model.context) ?? 'exit 1';
  const stopping = stoppingEngineOf(engine);
  const target = { namespace, pod: `${name}-0`, container: model.container.name ?? '' };
  const settle = settingsStep({ from: at(old), to: target, engine: joining, context: model.context });
  const policies = () => standing.volumes.map(({ volume, policy = 'Retain' }) => ({ volume, policy }));
  return [
    recordSetStep(standing),
    ...[...checkedSteps(restoring), settle]
      .map((step) => (step.id === 'set' ? startsAgain(step, { namespace, set: name }) : step))
      .map((step) => latched(step, RESTED, AT_REST)),
    latched(restStep({ namespace, set: name }, claims, grace + 120), OPENED, IS_OPEN),
    retainStep('retain', `${set} and of the restored server`, (hand) =>
      hand.facts[RESTED] === undefined ? [] : [...policies(), ...restoredOf(hand)],
    ),
    latched(closeStep(door, deadline), OPENED, IS_OPEN),
    lossStep({
      engine,
      ...at(old),
      script: `HOST=127.0.0.1 PORT=${port}; export HOST PORT\n${facts}`,
    }),
    latched(
      downStep({ namespace, set, standing, deadline, preconditions: placing.preconditions }),
      STARTED,
      IS_STARTED,
    ),
    ...keepSteps(namespace, standing, id, now()),
    ...takeSteps(namespace, standing, claims, known),
    ...(standing.leases.length === 0 ? [] : [latched(leaseStep(namespace, standing.leases, first), OPENED, IS_OPEN)]),
    latched(
      firstStep({ namespace, set, services: door.services, replicas: standing.replicas, deadline: STARTING }),
      OPENED,
      IS_OPEN,
    ),
    latched(proofStep(at(first), asking), OPENED, IS_OPEN),
    openToFirstStep(door, first, 300),
    allAskedStep({ namespace, set }, standing.replicas),
    followStep({ namespace, container, asking, names }, true, COPYING),
    ...(stopping === undefined
      ? []
      : [
          canaryStep(
            { namespace, container, engine: stopping, context: model.context },
            { service: door.services[0], port, pods: names },
          ),
        ]),
    removeBeside(namespace, name, beside.secret?.metadata.name),
  ];
}

/** Removes what is left of the restored server: its set without members, its Service, and its passwords. Its volumes are the first member's. */
function removeBeside(namespace: string, name: string, secret: string | undefined): Step {
  const step = removeStep(
    [
      { resource: RESOURCES.statefulSets, namespace, name },
      { resource: RESOURCES.services, namespace, name },
      ...(secret === undefined ? [] : [{ resource: RESOURCES.secrets, namespace, name: secret }]),
    ],
    { id: 'remove-beside', title: `Remove what is left of ${name}: its volume is the first member's` },
  );
  const { title, commands, needs, observe, act } = step;
  // Only at the end: on the way back it goes with the steps that made it.
  return { id: step.id, title, commands, needs, observe, act, removesWrites: false, deadline: 600 };
}
