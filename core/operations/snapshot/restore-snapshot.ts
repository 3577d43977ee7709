import type { Json } from '../../../engines/model/object.ts';
import { VERIFICATION_NOTE } from '../../backups/snapshots.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Parameters, Plan, Situation } from '../../runner/plan.ts';
import type { Step } from '../../runner/step.ts';
import { checkStep, type Checked } from '../restore/check-step.ts';
import { failingCheck } from '../restore/checked-steps.ts';
import { ownSecretPlaces, ownSecretWarnings } from '../restore/own-secret.ts';
import { removeStep } from '../restore/remove-step.ts';
import type { SnapshotTools } from './backup-snapshot.ts';
import { parseFromSnapshot } from './parameters.ts';
import { findFromSnapshot, logClaim, type FromSnapshot } from './restoring.ts';
import { fromSnapshotSteps, mendJob } from './restore-steps.ts';
import { placeOf } from './volume-snapshot.ts';

const UNTOUCHED = { seconds: 0, from: 'the database is not touched' } as const;

/** Restore from a snapshot to a new instance. Its parameters: {@link ./parameters.FromSnapshotParameters}, with `name`. */
export async function planFromSnapshot(tools: SnapshotTools, situation: Situation, given: Parameters): Promise<Plan> {
  const { backup, name = '' } = parseFromSnapshot(given, true);
  const { database } = situation;
  const found = await findFromSnapshot(tools, situation, { backup, name });
  return {
    ...common(situation, given, found),
    operation: 'restore',
    title: `Restore ${backup} as ${name}`,
    outcome: `A new instance ${name} with one member holds what ${database.name} held then, and was checked. ${database.name} is not touched.`,
    danger: 'confirmed',
    steps: Array.isArray(found)
      ? []
      : [...fromSnapshotSteps(found, false), failingCheck(checkOf(found)), tidyStep(found)],
    warnings: [`${name} has no replicas, no budget and no backups of its own yet.`, ...findingsOf(found, false)],
  };
}

/** Restore test of a snapshot. Its parameters: {@link ./parameters.FromSnapshotParameters}, without `name`. */
export async function planSnapshotTest(tools: SnapshotTools, situation: Situation, given: Parameters): Promise<Plan> {
  const { backup } = parseFromSnapshot(given, false);
  const { database, id } = situation;
  const name = `plinth-verify-${id}`;
  const found = await findFromSnapshot(tools, situation, { backup, name });
  return {
    ...common(situation, given, found),
    operation: 'verify-backup',
    title: `Test the backup ${backup} of ${database.name}`,
    outcome: 'A server started from the snapshot and was checked; what was found stands on the snapshot.',
    danger: 'free',
    steps: Array.isArray(found)
      ? []
      : [...fromSnapshotSteps(found, true), checkOf(found), attestStep(found, tools.tool), removeAll(found)],
    warnings: [...findingsOf(found, true)],
  };
}

const findingsOf = (found: FromSnapshot | Plan['refusals'], isTest: boolean): readonly string[] =>
  'beside' in found ? [...found.warnings, ...ownSecretWarnings(found.beside.secret, isTest)] : [];

function common(
  { database: { namespace, workload } }: Situation,
  parameters: Parameters,
  found: FromSnapshot | Plan['refusals'],
) {
  return {
    database: { namespace, kind: workload.kind, name: workload.name },
    parameters,
    refusals: 'server' in found ? [] : found,
    rpo: UNTOUCHED,
    rto: UNTOUCHED,
    estimate: undefined,
  };
}

function checkOf({ namespace, name, server, check }: FromSnapshot): Step {
  const { container, port, engine } = server.model;
  const target = { namespace, pod: `${name}-0`, container: container.name ?? '' };
  return checkStep(target, check, port ?? engine.clientPort.value);
}

/** Writes the outcome on the snapshot itself. */
function attestStep({ namespace, data, manifest }: FromSnapshot, tool: string): Step {
  const place = placeOf(namespace, data);
  return {
    id: 'attest',
    title: 'Write the verification on the snapshot',
    commands: [`kubectl --namespace ${namespace} annotate volumesnapshot ${data} ${VERIFICATION_NOTE}=… --overwrite`],
    needs: ['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.snapshots, namespace })),
    removesWrites: false,
    deadline: 60,
    observe: async ({ see, signal, facts }) => {
      const text = fieldOf(await see.read(place, { signal }))
        .at('metadata', 'annotations')
        .stringMap()[VERIFICATION_NOTE];
      const at = (facts['outcome'] as Partial<Checked> | undefined)?.at;
      const isThis = text !== undefined && at !== undefined && text.includes(`"at":${at}`);
      return isThis
        ? { state: 'done', evidence: 'It stands on the snapshot.' }
        : { state: 'todo', evidence: 'It does not stand on the snapshot yet.' };
    },
    act: async (hand) => {
      const checked = hand.facts['outcome'] as unknown as Checked;
      const verification = { schema: 1, backup: manifest.id, ...checked, tool } as unknown as Json;
      await hand.patch(place, [
        {
          op: 'add',
          path: `/metadata/annotations/${VERIFICATION_NOTE.replace('/', '~1')}`,
          value: JSON.stringify(verification),
        },
      ]);
    },
  };
}

const place = (namespace: string, resource: (typeof RESOURCES)[keyof typeof RESOURCES], name: string) => ({
  resource,
  namespace,
  name,
});

/** What is of no use once the server runs. */
function aside({ id, namespace, name, log }: FromSnapshot) {
  return [
    place(namespace, RESOURCES.jobs, mendJob(id)),
    ...(log === undefined ? [] : [place(namespace, RESOURCES.claims, logClaim(name))]),
  ];
}

const tidyStep = (from: FromSnapshot): Step =>
  removeStep(aside(from), { id: 'tidy', title: 'Remove what was only needed to make the files ready' });

function removeAll(from: FromSnapshot): Step {
  const { namespace, name, beside } = from;
  return removeStep([
    place(namespace, RESOURCES.statefulSets, name),
    place(namespace, RESOURCES.services, name),
    ...aside(from),
    ...beside.claims.map(({ metadata }) => place(namespace, RESOURCES.claims, metadata.name)),
    ...ownSecretPlaces(beside.secret),
  ]);
}
