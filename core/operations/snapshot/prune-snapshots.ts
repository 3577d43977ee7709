import type { KnownBackup } from '../../backups/known.ts';
import { BACKUP_LABEL, knownSnapshot, listSnapshots } from '../../backups/snapshots.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { r22LastVerified } from '../../refusals/r22-last-verified.ts';
import { DATABASE_LABEL, fitting } from '../../runner/names.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Parameters, Plan, Situation } from '../../runner/plan.ts';
import type { Refusal, Step } from '../../runner/step.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { chosen } from '../prune/choice.ts';
import { parseSnapshotPruning, type PruneChoice } from '../prune/parameters.ts';
import { preview } from '../prune/words.ts';
import type { SnapshotTools } from './backup-snapshot.ts';
import { removeSnapshot } from './volume-snapshot.ts';

/** The fact with the ids that go, once it has begun. */
const GOES = 'goes';

const UNTOUCHED = { seconds: 0, from: 'the database is not touched' } as const;

/** Removes snapshots that no rule keeps, or that are named. Its parameters: {@link PruneChoice}, flat. Throws {@link ClusterTrouble}. */
export async function planPruneSnapshots(_: SnapshotTools, situation: Situation, given: Parameters): Promise<Plan> {
  const { connection, database, signal, now, facts } = situation;
  const { namespace, workload, name } = database;
  const parameters = parseSnapshotPruning(given);
  const known = (await listSnapshots(connection, database, signal)).map(knownSnapshot);
  const verdicts = chosen(known, parameters, now());
  const isResumed = facts[GOES] !== undefined;
  const goes = verdicts.flatMap(({ id, stays }) => (stays ? [] : [id]));
  const agreed = isResumed ? (parameters.backups ?? []) : goes;
  const refusals = isResumed ? [] : [...(goes.length === 0 ? [NOTHING] : []), ...r22LastVerified(known, new Set(goes))];
  const words = agreed.length === 1 ? 'one snapshot' : `${String(agreed.length)} snapshots`;
  const isNone = agreed.length === 0;
  return {
    operation: 'prune-backups',
    database: { namespace, kind: workload.kind, name: workload.name },
    // Which ones a person has agreed to stands in the journal: when it is taken up again, no others go.
    parameters: { ...given, ...(agreed.length > 0 ? { backups: [...agreed] } : {}) },
    title: `Prune ${isNone ? 'snapshots' : words} of ${name}`,
    outcome: isNone
      ? `Nothing goes: every snapshot of ${name} stays as it is.`
      : `${words.replace(/^o/u, 'O')} of ${name} ${agreed.length === 1 ? 'is' : 'are'} gone for good; the others, and ${name} itself, are not touched.`,
    danger: 'typed',
    steps: refusals.length > 0 ? [] : [removal(situation, { ...parameters, backups: agreed })],
    refusals,
    warnings: [
      ...preview(known, verdicts),
      'Where you may not change VolumeSnapshotContents, the storage keeps what the snapshots hold, and so says the step.',
    ],
    rpo: UNTOUCHED,
    rto: UNTOUCHED,
    estimate: undefined,
  };
}

const NOTHING: Refusal = {
  id: 'R30',
  kind: 'mend',
  what: 'There is nothing to prune.',
  evidence: 'Every snapshot stays.',
  wayOut: 'Choose other rules.',
};

/** The parts of backups, by name. */
interface Part {
  readonly name: string;
  readonly backup: string;
}

function removal({ database, now }: Situation, parameters: PruneChoice): Step {
  const { namespace, workload } = database;
  const ids = parameters.backups ?? [];
  const labelSelector = `${DATABASE_LABEL}=${fitting(workload.name)},${BACKUP_LABEL}`;
  const partsOf = async ({ see, signal }: Hand, wanted: readonly string[]): Promise<readonly Part[]> => {
    const parts: Part[] = [];
    for await (const { items } of see.list(RESOURCES.snapshots, namespace, { labelSelector, signal }))
      for (const { metadata } of items) {
        const labels = (metadata['labels'] ?? {}) as Readonly<Record<string, string | undefined>>;
        const backup = labels[BACKUP_LABEL] ?? '';
        if (wanted.includes(backup)) parts.push({ name: metadata.name, backup });
      }
    return parts;
  };
  const goingIn = ({ facts }: Hand): readonly string[] => (facts[GOES] ?? ids) as readonly string[];
  return {
    id: 'remove',
    title: `Remove ${ids.length === 1 ? 'one snapshot' : `${String(ids.length)} snapshots`}`,
    commands: [
      `kubectl --namespace ${namespace} delete volumesnapshot --selector '${DATABASE_LABEL}=${fitting(workload.name)},${BACKUP_LABEL} in (${ids.join(', ')})'`,
    ],
    needs: ['get', 'list', 'delete'].map((verb) => ({ verb, resource: RESOURCES.snapshots, namespace })),
    removesWrites: false,
    pointOfNoReturn: true,
    risk: 'They cannot be brought back.',
    deadline: 600,
    observe: async (hand) => {
      const left = await partsOf(hand, goingIn(hand));
      return left.length === 0
        ? { state: 'done', evidence: 'They are gone.' }
        : {
            state: 'todo',
            evidence: `${left.map(({ name }) => name).join(', ')} ${left.length === 1 ? 'is' : 'are'} there.`,
          };
    },
    act: async (hand) => {
      if (hand.facts[GOES] === undefined) {
        const found = (await listSnapshots(hand.see, database, hand.signal)).map(knownSnapshot);
        await hand.keep(GOES, [...stillGoing(found, parameters, now())]);
      }
      // The part by which a backup is known goes first: half of one is none.
      const parts = await partsOf(hand, goingIn(hand));
      for (const { name } of [...parts].sort((a, b) => (a.name < b.name ? -1 : 1)))
        await removeSnapshot(hand, { resource: RESOURCES.snapshots, namespace, name });
    },
  };
}

/** Of the agreed ones those that nothing keeps now. Throws for R22: what was verified since may be the last. */
function stillGoing(found: readonly KnownBackup[], parameters: PruneChoice, now: number): readonly string[] {
  const goes = chosen(found, parameters, now).flatMap(({ id, stays }) => (stays ? [] : [id]));
  const [refusal] = r22LastVerified(found, new Set(goes));
  if (refusal !== undefined) throw new ClusterTrouble('broken', `R22: ${refusal.what} ${refusal.evidence}`);
  return goes;
}
