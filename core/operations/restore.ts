import type { Operation } from '../runner/plan.ts';
import type { BackupTools } from './backup.ts';
import { parseRestoreParameters } from './restore-parameters.ts';
import { checkStep } from './check-step.ts';
import { restoreSteps, type Restoring } from './restore-steps.ts';
import { findRestoring } from './restoring.ts';
import type { Step } from '../runner/step.ts';
import type { Hand } from '../runner/hand.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';

/**
 * Restore to a new instance beside the database, which stays untouched: a StatefulSet of one member and a Service under a new name. Its parameters:
 * {@link ./restore-parameters.RestoreParameters}, with `name`.
 */
export function restoreOperation(tools: BackupTools): Operation {
  return {
    id: 'restore',
    title: 'Restore',
    plan: async (situation, given) => {
      const parameters = parseRestoreParameters(given, true);
      const { database } = situation;
      const name = parameters.name ?? '';
      const found = await findRestoring(tools, situation, parameters, name, false);
      return {
        operation: 'restore',
        database: { namespace: database.namespace, kind: database.workload.kind, name: database.workload.name },
        parameters: given,
        title: `Restore ${parameters.backup} as ${name}`,
        outcome: `A new instance ${name} with one member holds what ${database.name} held then, and was checked. ${database.name} is not touched.`,
        danger: 'confirmed',
        steps: Array.isArray(found) ? [] : steps(found),
        refusals: Array.isArray(found) ? found : [],
        warnings: [`${name} has no replicas, no budget and no backups of its own yet.`],
        rpo: { seconds: 0, from: 'the database is not touched' },
        rto: { seconds: 0, from: 'the database is not touched' },
        estimate: undefined,
      };
    },
  };
}

function steps(restoring: Restoring): Step[] {
  const { namespace, name, server, check } = restoring;
  const { container, port, engine } = server.model;
  const target = { namespace, pod: `${name}-0`, container: container.name ?? '' };
  const checking = checkStep(target, check, port ?? engine.clientPort.value);
  return [...restoreSteps(restoring), { ...checking, act: (hand) => checkOrFail(checking, hand) }];
}

/** Here a fault is a failure: nobody asked for a test, and what is not whole must not stay. */
async function checkOrFail({ act }: Step, hand: Hand): Promise<void> {
  await act(hand);
  const { outcome, findings } = hand.facts['outcome'] as { outcome: string; findings: string[] };
  if (outcome !== 'verified')
    throw new ClusterTrouble('broken', findings.filter((one) => one.startsWith('FAULT')).join('; '));
}
