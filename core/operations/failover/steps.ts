import { stoppingEngineOf } from '../../../engines/stopping.ts';
import { closeDoorStep } from '../../procedures/door/door.ts';
import { wiringStep } from '../../procedures/door/wiring-step.ts';
import { keepAwayFrom } from '../../procedures/door/away.ts';
import { fenceSteps } from '../../procedures/fence/fence-steps.ts';
import { isFencedNow } from '../../procedures/fence/is-fenced.ts';
import { removeReaderStep } from '../../procedures/claims/reader-said.ts';
import type { Step } from '../../runner/step.ts';
import { canaryStep } from '../start/canary-step.ts';
import { openStep } from '../switchover/door-steps.ts';
import { noteStep } from '../switchover/note-step.ts';
import { appliedStep } from './applied-step.ts';
import type { FailingOver } from './failing-over.ts';
import type { Found } from './found.ts';
import { followNewStep } from './follow-step.ts';
import { lossStep, readerName } from './loss-step.ts';
import { READS, SILENT } from './noted.ts';
import { promoteStep } from './promote-step.ts';

/** Seconds from the closed door until the candidate must lead, or all is taken back: applying what was received, and reading the old volume are in it. */
const DEADLINE = 600;

/** The steps of a failover, in their order. `id`: the operation's. */
export function failoverSteps(id: string, found: Found): readonly Step[] {
  const { over, pod, volume, door, wiring, pausing, maxLoss, server } = found;
  const { switching } = over;
  const { namespace, container, context, leader, candidate, others } = switching;
  const hasDoor = door.services.length > 0;
  const { engine: facts, port } = server.model;
  const stopping = stoppingEngineOf(facts.id);
  const canary =
    stopping &&
    canaryStep(
      { namespace, container, engine: stopping, context },
      { service: door.services.at(0), port: port ?? facts.clientPort.value, pods: [candidate] },
    );
  const note = noteStep(switching, door, wiring);
  return [
    {
      ...note,
      act: async (hand) => {
        await hand.keep(SILENT, [...over.silent]);
        await hand.keep(READS, volume !== undefined);
        await note.act(hand);
      },
    },
    ...pausing.before,
    ...(pod === undefined ? [fencedStep(over)] : fenceSteps(over.fence, pod, 'released').map(away)),
    ...(hasDoor ? [closeDoorStep(door, { deadline: DEADLINE })] : []),
    appliedStep(over, DEADLINE),
    ...(volume === undefined ? [] : [lossStep(over, volume, id)]),
    { ...promoteStep(over, maxLoss), ...(hasDoor ? {} : { bringsWritesBack: true as const }) },
    ...(hasDoor
      ? [wiringStep({ namespace, wiring, from: leader, to: candidate, deadline: 120 }), openStep(door, 300)]
      : []),
    ...others.map((member) => followNewStep(over, member)),
    ...(canary === undefined ? [] : [canary]),
    ...pausing.after,
    ...(volume === undefined ? [] : [removeReaderStep(namespace, readerName(id))]),
  ];
}

/** Since when writes are away nobody knows: they are measured from here on. */
function away(step: Step): Step {
  return {
    ...step,
    act: async (hand) => {
      await keepAwayFrom(hand);
      await step.act(hand);
    },
  };
}

/** Somebody else has fenced the old primary: it must be so, and stays so whatever becomes of this operation. */
function fencedStep({ fence }: FailingOver): Step {
  return {
    id: 'is-fenced',
    title: `Make sure that ${fence.pod} is fenced`,
    commands: [`kubectl --namespace ${fence.namespace} get statefulset ${fence.set} --output=yaml`],
    needs: [],
    removesWrites: false,
    deadline: 120,
    observe: async (hand) => isFencedNow(hand, fence),
    act: async (hand) => {
      for (let seen = await isFencedNow(hand, fence); seen.state !== 'done'; seen = await isFencedNow(hand, fence)) {
        if (seen.state !== 'partial') throw new Error(seen.evidence);
        hand.tell({ text: seen.evidence });
        await hand.sleep(500);
      }
    },
  };
}
