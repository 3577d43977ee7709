import { DATABASE_LABEL, fitting } from '../../runner/names.ts';
import { BACKUP_LABEL, PART_LABEL } from '../../backups/snapshots.ts';
import type { ApiObject, ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { objectStep, ownerOf, removeOwn } from '../../procedures/jobs/object-step.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';

/** One snapshot to be taken. */
export interface Taking {
  readonly namespace: string;
  readonly name: string;
  readonly part: 'data' | 'log';
  readonly backup: string;
  readonly database: string;
  readonly claim: string;
  readonly className: string;
}

/** How a snapshot stands. */
export interface SnapshotSeen {
  /** The moment at which it was cut, as the storage says; undefined: not yet. */
  readonly cut: string | undefined;
  readonly ready: boolean;
  readonly error: string | undefined;
  /** A Kubernetes quantity. */
  readonly restoreSize: string | undefined;
  readonly content: string | undefined;
  readonly uid: string;
}

export const placeOf = (namespace: string, name: string): ObjectName => ({
  resource: RESOURCES.snapshots,
  namespace,
  name,
});

/** Reads one. https://kubernetes.io/docs/concepts/storage/volume-snapshots/ */
export async function snapshotSeen({ see, signal }: Hand, place: ObjectName): Promise<SnapshotSeen> {
  const found = fieldOf(await see.read(place, { signal }));
  const status = found.at('status');
  return {
    cut: status.at('creationTime').string(),
    ready: status.at('readyToUse').boolean() === true,
    error: status.at('error', 'message').string() ?? (status.at('error').exists ? 'it does not say why' : undefined),
    restoreSize: status.at('restoreSize').string(),
    content: status.at('boundVolumeSnapshotContentName').string(),
    uid: found.at('metadata', 'uid').string() ?? '',
  };
}

/** Asks for a snapshot, and waits until it is cut: what is written afterwards is not in it. */
export function takeSteps(taking: Taking): Step[] {
  const { namespace, name, part, backup, database, claim, className } = taking;
  const place = placeOf(namespace, name);
  const object: ApiObject = {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshot',
    metadata: {
      name,
      namespace,
      labels: { [BACKUP_LABEL]: backup, [PART_LABEL]: part, [DATABASE_LABEL]: fitting(database) },
    },
    spec: { volumeSnapshotClassName: className, source: { persistentVolumeClaimName: claim } },
  };
  const make = objectStep({
    id: `snapshot-${part}`,
    title: `Ask the storage for a snapshot of ${claim}`,
    resource: RESOURCES.snapshots,
    object,
  });
  const observe = async (hand: Hand): Promise<Observation> => {
    const { cut, error } = await snapshotSeen(hand, place);
    if (error !== undefined) return { state: 'impossible', evidence: `The storage says: ${error}` };
    if (cut === undefined) return { state: 'todo', evidence: `${name} is not cut yet.` };
    return { state: 'done', evidence: `${name} was cut at ${cut}.` };
  };
  return [
    {
      ...make,
      ...(make.undo === undefined ? {} : { undo: { ...make.undo, act: (hand) => removeOwnSnapshot(hand, place) } }),
    },
    {
      id: `cut-${part}`,
      title: `Wait until ${name} is cut`,
      commands: [
        `kubectl --namespace ${namespace} get volumesnapshot ${name} --output=jsonpath={.status.creationTime}`,
      ],
      needs: [{ verb: 'get', resource: RESOURCES.snapshots, namespace }],
      removesWrites: false,
      deadline: 300,
      observe,
      act: async (hand) => {
        for (;;) {
          const { state, evidence } = await observe(hand);
          if (state === 'done') return;
          // An error may pass: the controller tries again until the deadline.
          hand.tell({ text: evidence });
          await hand.sleep(500);
        }
      },
    },
  ];
}

/** Takes half a backup away with what the storage holds of it: by its class the storage would keep that. Where that may not be changed, the storage keeps it. */
export async function removeOwnSnapshot(hand: Hand, place: ObjectName): Promise<void> {
  await dropContent(hand, place);
  await removeOwn(hand, place);
}

/** Removes a snapshot for good, whoever made it, that very one, and waits until it is gone. Where what the storage holds of it may not be changed, the storage keeps that. */
export async function removeSnapshot(hand: Hand, place: ObjectName): Promise<void> {
  const uidOf = async (): Promise<string | undefined> => (await ownerOf(hand, place))?.uid;
  const uid = await uidOf();
  if (uid === undefined) return;
  await dropContent(hand, place);
  await hand.remove(place, { propagation: 'Foreground', uid });
  while ((await uidOf()) === uid) {
    hand.tell({ text: `Waiting until ${place.name} is gone` });
    await hand.sleep(1_000);
  }
}

async function dropContent(hand: Hand, place: ObjectName): Promise<void> {
  try {
    const { content } = await snapshotSeen(hand, place);
    if (content !== undefined)
      await hand.patch({ resource: RESOURCES.snapshotContents, namespace: undefined, name: content }, [
        { op: 'replace', path: '/spec/deletionPolicy', value: 'Delete' },
      ]);
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || !['missing', 'forbidden'].includes(error.kind)) throw error;
    if (error.kind === 'forbidden')
      hand.tell({ text: `What the storage holds of ${place.name} stays there: ${error.message}` });
  }
}
