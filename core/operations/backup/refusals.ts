import { BadDestination, readDestination } from '../../backups/destinations.ts';
import type { Destination } from '../../backups/manifest.ts';
import type { Connection } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { jobVerdict } from '../../procedures/jobs/follow.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Refusal } from '../../runner/step.ts';
import type { BackupParameters } from './parameters.ts';

const BACKUP = 'plinth-backup-';

/** Refusals of a backup by what was seen. */
export const refusal = {
  /** Not in the table of refusals yet: R30 is a backup that cannot be made as it is asked for. */
  unable: (what: string, evidence: string, wayOut = 'Choose another method, or another destination.'): Refusal => ({
    id: 'R30',
    kind: 'mend',
    what: `No backup: ${what}.`,
    evidence,
    wayOut,
  }),
  noMember: ({ members }: LiveDatabase): Refusal => ({
    id: 'R11',
    kind: 'mend',
    what: 'No member can be read: none is a primary that is ready, or a standby known to stream.',
    evidence: members
      .map(({ pod, role, ready }) => `${pod.name}: ${role}, ${ready ? 'ready' : 'not ready'}`)
      .join('; '),
    wayOut: 'Wait until a member is ready, and its role is known.',
  }),
  silent: (evidence: string): Refusal => ({
    id: 'R11',
    kind: 'mend',
    what: 'The server does not say how it stands.',
    evidence,
    wayOut: 'Mend what it complains of.',
  }),
  busy: (member: string, why: string): Refusal => ({
    id: 'R14',
    kind: 'mend',
    what: `${member} cannot be backed up now.`,
    evidence: why,
    wayOut: 'Wait until that is over.',
  }),
} as const;

/** What keeps a backup from being made, before its server is asked. Only reads. Throws {@link ClusterTrouble}. */
export async function backupRefusals(
  connection: Pick<Connection, 'read' | 'list'>,
  database: LiveDatabase,
  { destination: name }: BackupParameters,
  operation: string,
  signal?: AbortSignal,
): Promise<Refusal[]> {
  const { namespace } = database;
  let destination: Destination;
  try {
    destination = await readDestination(connection, namespace, name, signal);
  } catch (error) {
    const isMissing = error instanceof ClusterTrouble && error.kind === 'missing';
    if (!isMissing && !(error instanceof BadDestination)) throw error;
    const evidence = isMissing ? `There is no ConfigMap plinth-destination-${name} in ${namespace}.` : error.message;
    return [refusal.unable(`there is no destination ${name}`, evidence)];
  }
  const ofDestination =
    destination.kind === 'claim' ? await claimRefusals(connection, database, destination.claim, signal) : [];
  return [...ofDestination, ...(await runningRefusals(connection, database, operation, signal))];
}

async function claimRefusals(
  connection: Pick<Connection, 'read'>,
  { namespace, storage }: LiveDatabase,
  claim: string,
  signal?: AbortSignal,
): Promise<Refusal[]> {
  if (storage.some((one) => one.claim?.name === claim)) {
    const evidence = `The claim ${claim} belongs to the database itself.`;
    return [refusal.unable('it would lie on the volume whose loss it is for', evidence)];
  }
  try {
    await connection.read({ resource: RESOURCES.claims, namespace, name: claim }, signal ? { signal } : {});
    return [];
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'missing') throw error;
    return [refusal.unable('the claim of the destination is missing', `There is no claim ${claim} in ${namespace}.`)];
  }
}

/** Two dumps at once would both be slow, and each would call the other's load its own. */
async function runningRefusals(
  connection: Pick<Connection, 'list'>,
  { namespace, workload }: LiveDatabase,
  operation: string,
  signal?: AbortSignal,
): Promise<Refusal[]> {
  const options = { labelSelector: 'app.kubernetes.io/managed-by=plinth', ...(signal ? { signal } : {}) };
  const running: string[] = [];
  for await (const { items } of connection.list(RESOURCES.jobs, namespace, options)) {
    for (const item of items) {
      const job = fieldOf(item);
      const labels = job.at('metadata', 'labels').stringMap();
      const isOther = labels['plinth.dev/operation'] !== operation && labels['plinth.dev/database'] === workload.name;
      if (isOther && item.metadata.name.startsWith(BACKUP) && jobVerdict(job) === undefined)
        running.push(item.metadata.name);
    }
  }
  if (running.length === 0) return [];
  return [
    {
      id: 'R9',
      kind: 'mend',
      what: 'Another backup of this database runs.',
      evidence: `Job ${running.join(', ')}`,
      wayOut: 'Wait for its end, or cancel it.',
    },
  ];
}
