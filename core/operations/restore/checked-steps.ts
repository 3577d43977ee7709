import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';
import { checkStep } from './check-step.ts';
import type { Restoring } from './restoring-model.ts';
import { restoreSteps } from './steps.ts';

/** A new instance that holds the backup and was checked; a fault fails it. */
export function checkedSteps(restoring: Restoring): Step[] {
  const { namespace, name, server, check } = restoring;
  const { container, port, engine } = server.model;
  const target = { namespace, pod: `${name}-0`, container: container.name ?? '' };
  const checking = checkStep(target, check, port ?? engine.clientPort.value, restoring.asking);
  return [...restoreSteps(restoring), failingCheck(checking)];
}

/** A check whose fault is a failure: nobody asked for a test, and what is not whole must not stay. */
export function failingCheck(checking: Step): Step {
  return { ...checking, act: (hand) => checkOrFail(checking, hand) };
}

async function checkOrFail({ act }: Step, hand: Hand): Promise<void> {
  await act(hand);
  const { outcome, findings } = hand.facts['outcome'] as { outcome: string; findings: string[] };
  if (outcome !== 'verified')
    throw new ClusterTrouble('broken', findings.filter((one) => one.startsWith('FAULT')).join('; '));
}
