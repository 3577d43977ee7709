import type { Json } from '../../../engines/model/object.ts';
import { LABEL_NOTE, MANIFEST_NOTE } from '../../backups/snapshots.ts';
import type { ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';
import type { ServerFacts } from '../backup/facts.ts';
import { manifestOf, type Ingredients } from './manifest.ts';
import { snapshotSeen, type SnapshotSeen } from './volume-snapshot.ts';

const escaped = (key: string): string => key.replaceAll('/', '~1');

/** Waits until the storage says that every snapshot is ready to use, bound both ways and without an error; writes the manifest on the one with the data, last of all. */
export function indexStep(
  places: readonly [ObjectName, ...ObjectName[]],
  deadline: number,
  known: Omit<Ingredients, 'started' | 'ended' | 'told' | 'snapshots'>,
): Step {
  const [data] = places;
  const namespace = data.namespace ?? '';
  return {
    id: 'index',
    title: `Wait until ${places.map(({ name }) => name).join(', ')} can be used, and write the manifest on ${data.name}`,
    commands: [`kubectl --namespace ${namespace} annotate volumesnapshot ${data.name} ${MANIFEST_NOTE}=…`],
    needs: ['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.snapshots, namespace })),
    removesWrites: false,
    deadline,
    observe: async ({ see, signal }) => {
      const notes = fieldOf(await see.read(data, { signal }))
        .at('metadata', 'annotations')
        .stringMap();
      return notes[MANIFEST_NOTE] === undefined
        ? { state: 'todo', evidence: `${data.name} has no manifest yet.` }
        : { state: 'done', evidence: `${data.name} has its manifest.` };
    },
    act: async (hand) => {
      const snapshots = [];
      for (const place of places) {
        const { restoreSize } = await usable(hand, place);
        snapshots.push({ name: place.name, restoreSize });
      }
      const told = (hand.facts['told'] ?? {}) as ServerFacts;
      const begun = hand.facts['begun'];
      const started = typeof begun === 'number' ? begun : hand.now();
      const manifest = manifestOf({ ...known, started, ended: hand.now(), told, snapshots });
      const label = told['label'];
      await hand.patch(data, [
        { op: 'add', path: `/metadata/annotations/${escaped(MANIFEST_NOTE)}`, value: JSON.stringify(manifest) },
        ...(label === undefined
          ? []
          : [{ op: 'add', path: `/metadata/annotations/${escaped(LABEL_NOTE)}`, value: label } as const]),
      ]);
      await hand.keep('manifest', JSON.parse(JSON.stringify(manifest)) as Json);
    },
  };
}

/** Waits until a snapshot can be used. An error of the storage's is told, and may pass until the deadline. */
async function usable(hand: Hand, place: ObjectName): Promise<SnapshotSeen> {
  for (;;) {
    const seen = await snapshotSeen(hand, place);
    if (seen.ready && seen.error === undefined && seen.content !== undefined) {
      await mustBeBound(hand, place, seen);
      return seen;
    }
    hand.tell({ text: seen.error ?? `${place.name} is not ready to use yet` });
    await hand.sleep(1_000);
  }
}

/** A snapshot may point at a content that is another one's. Who may not read contents cannot tell. */
async function mustBeBound(hand: Hand, place: ObjectName, { content, uid }: SnapshotSeen): Promise<void> {
  const { see, signal } = hand;
  try {
    const found = fieldOf(
      await see.read({ resource: RESOURCES.snapshotContents, namespace: undefined, name: content ?? '' }, { signal }),
    );
    if (found.at('spec', 'volumeSnapshotRef', 'uid').string() !== uid)
      throw new ClusterTrouble('broken', `${content ?? ''} belongs to another snapshot than ${place.name}.`);
    if (found.at('spec', 'deletionPolicy').string() !== 'Retain')
      throw new ClusterTrouble(
        'broken',
        `${content ?? ''} would go with its snapshot: its deletion policy is not Retain.`,
      );
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden') throw error;
    hand.tell({ text: `Whether ${content ?? ''} is bound to ${place.name} may not be seen` });
  }
}
