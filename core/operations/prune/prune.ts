import { cachedBackups } from '../../backups/list.ts';
import { readDestination, BadDestination } from '../../backups/destinations.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { r22LastVerified } from '../../refusals/r22-last-verified.ts';
import type { Operation, Plan, Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import type { BackupTools } from '../backup/backup.ts';
import { chosen } from './choice.ts';
import { parsePruneParameters, type PruneParameters } from './parameters.ts';
import { AGREED, pruneSteps } from './steps.ts';
import { preview } from './words.ts';

/**
 * Removes backups that no rule keeps, or that are named. The plan is made from what is known of them; at the destination itself it is looked again right before,
 * and what has changed so that it should stay does stay. Its parameters: {@link PruneParameters}.
 */
export function pruneOperation(tools: Pick<BackupTools, 'mover'>): Operation {
  return {
    id: 'prune-backups',
    title: 'Prune backups',
    plan: async (situation, given) => {
      const parameters = parsePruneParameters(given);
      const { database, now } = situation;
      const { namespace, workload } = database;
      const refusal = await noDestination(situation, parameters);
      const all = refusal === undefined ? await cachedBackups(situation.connection, database, situation.signal) : [];
      const known = (all ?? []).filter(({ destination }) => destination === parameters.destination);
      const verdicts = chosen(known, parameters, now());
      const isResumed = situation.facts[AGREED] !== undefined;
      const goes = verdicts.flatMap(({ id, stays }) => (stays ? [] : [id]));
      const refusals = isResumed
        ? []
        : refusal === undefined
          ? [...nothing(all === undefined, goes), ...r22LastVerified(known, new Set(goes))]
          : [refusal];
      // Which ones a person has agreed to stands in the journal: when it is taken up again, no others go.
      const agreed = isResumed ? (parameters.backups ?? []) : goes;
      const limited = { ...parameters, backups: agreed };
      return {
        operation: 'prune-backups',
        database: { namespace, kind: workload.kind, name: workload.name },
        parameters: { ...given, ...(agreed.length > 0 ? { backups: agreed } : {}) },
        title: `Prune ${agreed.length === 0 ? 'backups' : agreed.length === 1 ? 'one backup' : `${String(agreed.length)} backups`} of ${database.name}`,
        outcome: outcomeOf(agreed.length, parameters.destination, database.name),
        danger: 'typed',
        steps: refusals.length > 0 ? [] : await pruneSteps(tools, situation, limited),
        refusals,
        warnings: preview(known, verdicts),
        rpo: { seconds: 0, from: 'the database is not touched' },
        rto: { seconds: 0, from: 'the database is not touched' },
        estimate: undefined,
      } satisfies Plan;
    },
  };
}

function outcomeOf(count: number, destination: string, database: string): string {
  if (count === 0) return `Nothing goes from ${destination}: every backup stays as it is.`;
  const gone = count === 1 ? 'One backup is' : `${String(count)} backups are`;
  return `${gone} gone for good from ${destination}; the others, and ${database} itself, are not touched.`;
}

async function noDestination(
  { connection, database: { namespace }, signal }: Situation,
  { destination }: PruneParameters,
): Promise<Refusal | undefined> {
  try {
    await readDestination(connection, namespace, destination, signal);
    return undefined;
  } catch (error) {
    const isMissing = error instanceof ClusterTrouble && error.kind === 'missing';
    if (!isMissing && !(error instanceof BadDestination)) throw error;
    return {
      id: 'R30',
      kind: 'mend',
      what: `Nothing is pruned: there is no destination ${destination}.`,
      evidence: error.message,
      wayOut: 'Choose another destination.',
    };
  }
}

function nothing(isUnknown: boolean, goes: readonly string[]): Refusal[] {
  if (goes.length > 0) return [];
  return [
    {
      id: 'R30',
      kind: 'mend',
      what: isUnknown ? 'It is not known which backups there are.' : 'There is nothing to prune.',
      evidence: isUnknown ? 'Nobody has read the destination yet.' : 'Every backup that is known stays.',
      wayOut: isUnknown ? 'Read the list of backups anew.' : 'Choose other rules, or read the list of backups anew.',
    },
  ];
}
