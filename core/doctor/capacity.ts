import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { placementFindings, podRoomWarnings, requestsOf } from '../preflight/index.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { LiveStorage } from '../inventory/model.ts';
import type { Check, Examined } from './check.ts';
import { risk, unknown, well, type Finding } from './finding.ts';

/** Less than this of a volume that is free, as a part of it, is soon none: a replica that leads writes more, and keeps logs for those that are away. */
const LEAST_FREE = 0.1;

/** A member that is made anew finds a node, its volume and its class; and disks have room. */
export const capacity: Check = {
  id: 'capacity',
  title: 'There is room',
  of: 'around',
  look: async (examined) => [...(await nodeRoom(examined)), ...disks(examined), ...(await classes(examined))],
};

async function nodeRoom(examined: Examined): Promise<Finding[]> {
  const { connection, workload, nodes, database, signal } = examined;
  if (workload === undefined) return [];
  const claims = database.storage.flatMap(({ claim, data }) => (data && claim ? [claim.name] : []));
  const placed = await placementFindings(connection, database.namespace, claims, nodes, signal);
  const mend = 'Make room, or add a node.';
  // Its own requests are free again only once its pod has gone.
  const room = await podRoomWarnings(
    connection,
    nodes,
    requestsOf(fieldOf(workload).at('spec', 'template', 'spec')),
    1,
    signal,
  );
  const found = [
    ...placed.refusals.map(({ what, evidence, wayOut }) => risk(what, evidence, wayOut)),
    ...placed.warnings.map((words) =>
      unknown(words, 'rights are missing', 'Ask somebody who may read nodes and volumes.'),
    ),
    ...room.map((words) => (words.includes('not known') ? unknown : risk)(words, 'by what pods ask for', mend)),
  ];
  return found.length > 0
    ? found
    : [well('A member that is made anew finds a node.', 'by what pods ask for, and where volumes are')];
}

function disks({ database: { storage } }: Examined): Finding[] {
  const data = storage.filter((one) => one.data && one.claim !== undefined);
  const blind = data.filter(({ available, used }) => available === undefined && used === undefined);
  const full = data.filter((one) => isFull(one));
  const mend = 'Grow the claim, or remove what is not needed.';
  const found: Finding[] = full.map(({ label, available = 0 }) =>
    risk(`${label} is nearly full.`, `${GiB(available)} are free`, mend),
  );
  if (blind.length > 0)
    found.push(
      unknown(
        `How full ${blind.map(({ label }) => label).join(', ')} ${blind.length === 1 ? 'is' : 'are'} is not known.`,
        blind[0]?.usedWhy ?? 'nobody says',
        'Look inside the members: df.',
      ),
    );
  if (found.length > 0 || data.length === 0) return found;
  return [
    well(
      'Its disks have room.',
      data.map(({ label, available }) => `${label}: ${available === undefined ? '?' : GiB(available)} free`).join(', '),
    ),
  ];
}

function isFull({ available, used, capacity: size }: LiveStorage): boolean {
  const whole = size ?? (available ?? 0) + (used ?? 0);
  return available !== undefined && whole > 0 && available / whole < LEAST_FREE;
}

const GiB = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** A claim that must be made anew wants its class. */
async function classes({ connection, database: { storage }, signal }: Examined): Promise<Finding[]> {
  const names = new Set(storage.flatMap(({ data, storageClass }) => (data && storageClass ? [storageClass] : [])));
  const found: Finding[] = [];
  for (const name of names)
    try {
      await connection.read(
        { resource: RESOURCES.storageClasses, namespace: undefined, name },
        signal ? { signal } : {},
      );
    } catch (error) {
      if (!(error instanceof ClusterTrouble) || !['missing', 'forbidden'].includes(error.kind)) throw error;
      found.push(
        error.kind === 'missing'
          ? risk(
              `The storage class ${name} is not there: no new claim of it gets a volume.`,
              error.message,
              'Make it again.',
            )
          : unknown(
              `Whether the storage class ${name} is there is not known.`,
              'you may not read it',
              'Ask somebody who may.',
            ),
      );
    }
  return found;
}
