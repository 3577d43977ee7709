import { readQuantity } from '../../engines/model/quantity.ts';
import type { ApiObject, Connection, Resource } from '../cluster/connection.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Findings } from './findings.ts';

/** https://kubernetes.io/docs/concepts/storage/storage-capacity/ */
const CAPACITIES: Resource = {
  group: 'storage.k8s.io',
  version: 'v1',
  plural: 'csistoragecapacities',
  kind: 'CSIStorageCapacity',
  namespaced: true,
};

/** A claim that is going to be made. */
export interface NewClaim {
  readonly storageClass: string | undefined;
  /** Bytes. */
  readonly size: number;
}

/**
 * Whether the driver of a storage class has room for a new claim. Most drivers publish nothing: then it is not known, and said. A refusal only where every place that
 * the driver tells of has less. Throws {@link ClusterTrouble}.
 */
export async function storageRoomFindings(
  connection: Pick<Connection, 'list'>,
  { storageClass, size }: NewClaim,
  signal?: AbortSignal,
): Promise<Findings> {
  const unknown = (why: string): Findings => ({
    refusals: [],
    warnings: [`Whether there is room for a new volume of ${words(size)} is not known: ${why}.`],
  });
  if (storageClass === undefined) return unknown('the storage class is the cluster’s default');
  const places: ApiObject[] = [];
  try {
    for await (const { items } of connection.list(CAPACITIES, undefined, signal ? { signal } : {}))
      places.push(...items.filter((one) => one['storageClassName'] === storageClass));
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || !['forbidden', 'missing'].includes(error.kind)) throw error;
    return unknown('one may not read what storage drivers publish');
  }
  if (places.length === 0) return unknown(`the driver of ${storageClass} does not publish how much is free`);
  const largest = Math.max(...places.map(largestOf));
  if (largest >= size) return { refusals: [], warnings: [] };
  return {
    refusals: [
      {
        id: 'R30',
        kind: 'mend',
        what: `There is no room for a new volume of ${words(size)}.`,
        evidence: `the driver of ${storageClass} has ${words(Math.max(0, largest))} where it has most`,
        wayOut: 'Choose another storage class, or make room.',
      },
    ],
    warnings: [],
  };
}

/** The most that one volume may get there: `maximumVolumeSize` where it says one. What it does not say is no room. */
function largestOf(place: ApiObject): number {
  const read = fieldOf(place);
  const free = readQuantity(read.at('capacity').string() ?? '') ?? 0;
  return Math.min(free, readQuantity(read.at('maximumVolumeSize').string() ?? '') ?? free);
}

const words = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
