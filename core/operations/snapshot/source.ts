import type { Connection } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import { r16SeveralVolumes } from '../../refusals/r16-several-volumes.ts';
import type { Refusal } from '../../runner/step.ts';

/** What is snapshotted, and by which class. */
export interface SnapshotSource {
  /** The pod that is held: the primary. */
  readonly member: string;
  readonly claim: string;
  readonly driver: string;
  readonly className: string;
}

/** Who made a claim's volume: set by Kubernetes itself. https://kubernetes.io/docs/reference/labels-annotations-taints/#volume-kubernetes-io-storage-provisioner */
const PROVISIONERS = ['volume.kubernetes.io/storage-provisioner', 'volume.beta.kubernetes.io/storage-provisioner'];

const refusal = (what: string, evidence: string, wayOut: string): Refusal => ({
  id: 'R30',
  kind: 'mend',
  what: `No snapshot: ${what}.`,
  evidence,
  wayOut,
});

/** Finds the primary's claim, and a class that keeps its snapshots. Only reads. Throws {@link ClusterTrouble}. */
export async function findSource(
  connection: Pick<Connection, 'read' | 'list'>,
  database: LiveDatabase,
  wanted: string | undefined,
  signal?: AbortSignal,
): Promise<SnapshotSource | readonly Refusal[]> {
  const { namespace, members, storage } = database;
  const ready = members.filter((one) => one.ready && one.trouble === undefined);
  const primary = ready.find(({ role }) => role === 'primary') ?? (members.length === 1 ? ready[0] : undefined);
  if (primary === undefined) {
    const evidence = members.map(({ pod, role }) => `${pod.name}: ${role}`).join('; ') || 'no member';
    return [{ ...refusal('no primary is ready', evidence, 'Wait until a primary is ready.'), id: 'R11' }];
  }
  const member = primary.pod.name;
  const several = r16SeveralVolumes(database, member);
  if (several.length > 0) return several;
  const claim = storage.find((one) => one.claim !== undefined && one.members.includes(member))?.claim?.name ?? '';
  const options = signal ? { signal } : {};
  const found = fieldOf(await connection.read({ resource: RESOURCES.claims, namespace, name: claim }, options));
  const notes = found.at('metadata', 'annotations').stringMap();
  const driver = PROVISIONERS.map((key) => notes[key]).find((one) => one !== undefined);
  if (driver === undefined)
    return [
      refusal(
        `whose driver made the volume of ${claim} is not known`,
        `${claim} has no annotation ${PROVISIONERS[0] ?? ''}.`,
        'Take a logical or a physical backup.',
      ),
    ];
  const className = await classFor(connection, driver, wanted, signal);
  return typeof className === 'string' ? { member, claim, driver, className } : [className];
}

/** A class of the claim's own driver whose snapshots outlive their objects: what a slip of the hand deletes must not take the backup along. */
async function classFor(
  connection: Pick<Connection, 'list'>,
  driver: string,
  wanted: string | undefined,
  signal?: AbortSignal,
): Promise<string | Refusal> {
  const seen: { readonly name: string; readonly driver: string | undefined; readonly policy: string | undefined }[] =
    [];
  try {
    for await (const { items } of connection.list(RESOURCES.snapshotClasses, undefined, signal ? { signal } : {}))
      for (const one of items)
        seen.push({
          name: one.metadata.name,
          driver: typeof one['driver'] === 'string' ? one['driver'] : undefined,
          policy: typeof one['deletionPolicy'] === 'string' ? one['deletionPolicy'] : undefined,
        });
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || !['missing', 'forbidden'].includes(error.kind)) throw error;
    return refusal(
      'classes of snapshots cannot be seen',
      error.message,
      'Ask for the right to list them, or for a snapshot controller.',
    );
  }
  const fitting = seen.filter((one) => one.driver === driver && one.policy === 'Retain').map(({ name }) => name);
  const chosen = wanted === undefined ? fitting.sort()[0] : fitting.find((name) => name === wanted);
  if (chosen !== undefined) return chosen;
  const listed = seen.map(({ name, driver: by, policy }) => `${name} (${by ?? '?'}, ${policy ?? '?'})`).join(', ');
  return refusal(
    `${wanted ?? 'no class'} is ${wanted === undefined ? '' : 'not '}one of the driver ${driver} with the deletion policy Retain`,
    `Classes: ${listed || 'none'}.`,
    `Make a VolumeSnapshotClass of ${driver} with deletionPolicy: Retain.`,
  );
}
