import type { Expectation, Operation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import type { BackupTools } from '../backup/backup.ts';
import { planInPlace } from '../in-place/place.ts';
import { parseRestoreParameters } from './parameters.ts';
import { checkedSteps } from './checked-steps.ts';
import { findRestoring } from './restoring.ts';
import type { Restoring } from './restoring-model.ts';

/**
 * Restore to a new instance beside the database, which stays untouched: a StatefulSet of one member and a Service under a new name. Its parameters:
 * {@link ./restore-parameters.RestoreParameters}, with `name`. With `into: 'place'`: {@link ../in-place/place.planInPlace}.
 */
export function restoreOperation(tools: BackupTools): Operation {
  return {
    id: 'restore',
    title: 'Restore',
    plan: async (situation, given) => {
      if (given['into'] !== undefined) return planInPlace(tools, situation, given);
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
        steps: Array.isArray(found) ? [] : checkedSteps(found),
        refusals: Array.isArray(found) ? found : [],
        warnings: [
          `${name} has no replicas, no budget and no backups of its own yet.`,
          ...(Array.isArray(found) ? [] : found.warnings),
        ],
        rpo: { seconds: 0, from: 'the database is not touched' },
        rto: rtoOf(found),
        estimate: Array.isArray(found) ? undefined : found.estimate,
      };
    },
  };
}

/** Here the time until the new instance answers: the database itself serves on. */
function rtoOf(found: Restoring | readonly Refusal[]): Expectation {
  if (!('estimate' in found)) return { seconds: undefined, from: 'it is refused' };
  const { estimate } = found;
  return (
    estimate ?? { seconds: undefined, from: 'no restore of this database was measured yet, and its size is not known' }
  );
}
