import type { Json } from '../../../engines/model/object.ts';
import { readQuantity } from '../../../engines/model/quantity.ts';
import type { SnapshotEngine } from '../../../engines/model/snapshot.ts';
import type { Manifest } from '../../backups/manifest.ts';
import { BACKUP_LABEL, LABEL_NOTE, listSnapshots } from '../../backups/snapshots.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { readServer, type Server } from '../../procedures/members/server.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import { fitFindings } from '../restore/fit.ts';
import { jobsBeside } from '../restore/jobs-beside.ts';
import { noRestore } from '../restore/no-restore.ts';
import { besideOf, whyNoneBeside, type Beside } from '../restore/beside.ts';
import type { SnapshotTools } from './backup-snapshot.ts';
import { SESSION_RESOURCES } from './session-job.ts';

/** All that a new instance from a snapshot needs. */
export interface FromSnapshot {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly server: Server;
  readonly engine: SnapshotEngine;
  readonly beside: Beside;
  /** Its data claim. */
  readonly dataClaim: string;
  readonly manifest: Manifest;
  /** The VolumeSnapshots, by part. */
  readonly data: string;
  readonly log: string | undefined;
  /** PostgreSQL's backup label, in base64. */
  readonly label: string;
  /** The engine's check of a restored server, for exec. */
  readonly check: string;
  /** What it asks for, and what cannot be seen of its room. */
  readonly warnings: readonly string[];
}

export const logClaim = (name: string): string => `plinth-log-${name}`;

/** The claims to make: the instance's own, and one beside them for a second snapshot. */
export function claimsOf({ name, beside, dataClaim, manifest, log }: Claiming): readonly ApiObject[] {
  const data = beside.claims.find(({ metadata }) => metadata.name === dataClaim);
  if (log === undefined || data === undefined) return beside.claims;
  const second = { ...data, metadata: { ...data.metadata, name: logClaim(name) } };
  return [...beside.claims, fromSnapshot(second, log, manifest.files[1]?.size ?? 0)];
}

type Claiming = Pick<FromSnapshot, 'name' | 'beside' | 'dataClaim' | 'manifest' | 'log'>;

/** Makes the files ready. */
const MENDING = jobsBeside(1, { engine: SESSION_RESOURCES });

const unfit = (what: string, evidence: string): Refusal => ({
  id: 'R12',
  kind: 'mend',
  what: `No restore: ${what}.`,
  evidence,
  wayOut: 'Choose another backup.',
});

/** Finds all that a restore from a snapshot needs, or the reasons against it. Only reads. Throws {@link ClusterTrouble}. */
export async function findFromSnapshot(
  { snapshotEngineOf, dumpEngineOf }: SnapshotTools,
  { connection, database, id, signal }: Situation,
  { backup, name }: { readonly backup: string; readonly name: string },
): Promise<FromSnapshot | Refusal[]> {
  const { namespace, workload, flavour } = database;
  if (flavour !== 'plain')
    return [
      noRestore(
        'its members belong to somebody else',
        `${flavour} is in charge of ${database.name}`,
        'Restore it by that.',
      ),
    ];
  const server = await readServer(connection, database, signal);
  const engine = snapshotEngineOf(database.engine);
  if (server === undefined || engine === undefined)
    return [noRestore('its workload is not one that Plinth can read', `${workload.kind} ${workload.name}`)];
  const { model } = server;
  const none = whyNoneBeside(model);
  if (none !== undefined) return [noRestore('no new instance can be made after it', none)];
  const found = (await listSnapshots(connection, database, signal)).find((one) => one.id === backup);
  if (found === undefined) return [unfit(`there is no snapshot ${backup}`, `Looked for it in ${namespace}.`)];
  const { manifest, snapshot } = found;
  if (manifest === undefined || found.state === 'partial')
    return [unfit(`the backup ${backup} is not complete`, found.why ?? 'It has no manifest.')];
  if (manifest.engine !== database.engine)
    return [unfit(`the backup ${backup} is of another engine`, `${manifest.engine}, not ${database.engine}`)];
  const [its, ours] = [Number.parseInt(manifest.engineVersion, 10), model.version?.major];
  // Files, unlike a dump, are of one major version.
  if (engine.second && ours !== undefined && Number.isFinite(its) && its !== ours)
    return [unfit(`the backup ${backup} is of another major version`, `${manifest.engineVersion}; here it is ${ours}`)];
  if (ours !== undefined && Number.isFinite(its) && its > ours)
    return [unfit(`the backup ${backup} is of a newer major version`, `${manifest.engineVersion}; here it is ${ours}`)];
  const names = manifest.files.map((file) => file.name);
  const lost = await missingOf(connection, namespace, names, signal);
  if (lost !== undefined) return [unfit(`the backup ${backup} is not complete`, lost)];
  const taken = await ownerOfSet(connection, namespace, name, signal);
  if (taken !== undefined && taken !== id)
    return [
      noRestore(`the name ${name} is taken`, `There is a StatefulSet ${name} in ${namespace}.`, 'Choose another name.'),
    ];
  const bare = besideOf(model, namespace, name, id);
  const { dataClaim } = bare;
  if (dataClaim === undefined || model.data.mount?.path === undefined || model.data.directory === undefined)
    return [noRestore('where its data lies is not in sight', model.data.directory?.why ?? 'no data directory')];
  const notes = (snapshot.metadata['annotations'] ?? {}) as Readonly<Record<string, string | undefined>>;
  const log = names[1];
  const beside = withSource(bare, snapshot.metadata.name, manifest.files[0]?.size ?? 0);
  const claims = claimsOf({ name, beside, dataClaim, manifest, log });
  const wanted = { beside: { set: beside.set, claims }, jobs: MENDING, isThere: taken !== undefined };
  const fit = await fitFindings(connection, wanted, namespace, signal);
  if (fit.refusals.length > 0) return [...fit.refusals];
  return {
    id,
    namespace,
    name,
    server,
    engine,
    beside,
    dataClaim,
    manifest,
    data: snapshot.metadata.name,
    log,
    label: notes[LABEL_NOTE] ?? '',
    check: dumpEngineOf(database.engine)?.check(model.context) ?? '',
    warnings: fit.warnings,
  };
}

/** Why not every snapshot of a backup can be used; undefined where all can. */
async function missingOf(
  connection: Situation['connection'],
  namespace: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<string | undefined> {
  for (const name of names) {
    const place = { resource: RESOURCES.snapshots, namespace, name };
    const found = await connection.read(place, signal ? { signal } : {}).catch(unlessMissing);
    const status = (found?.['status'] ?? {}) as { readonly readyToUse?: unknown; readonly error?: unknown };
    if (found === undefined) return `The VolumeSnapshot ${name} is gone.`;
    if (status.readyToUse !== true || status.error !== undefined) return `${name} is not ready to use.`;
  }
  return undefined;
}

async function ownerOfSet(
  connection: Situation['connection'],
  namespace: string,
  name: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const place = { resource: RESOURCES.statefulSets, namespace, name };
  const found = await connection.read(place, signal ? { signal } : {}).catch(unlessMissing);
  const labels = (found?.metadata['labels'] ?? {}) as Readonly<Record<string, string | undefined>>;
  return found === undefined ? undefined : (labels['plinth.dev/operation'] ?? 'nobody');
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
  throw error;
}

/** The data's claim is made from the snapshot, and is at least as large as it wants. https://kubernetes.io/docs/concepts/storage/persistent-volumes/#create-persistent-volume-claim-from-volume-snapshot */
function withSource(beside: Beside, snapshot: string, least: number): Beside {
  const claims = beside.claims.map((claim) =>
    claim.metadata.name === beside.dataClaim ? fromSnapshot(claim, snapshot, least) : claim,
  );
  return { ...beside, claims };
}

/** A claim with the content of a snapshot. `least`: bytes. */
export function fromSnapshot(claim: ApiObject, snapshot: string, least: number): ApiObject {
  const spec = claim['spec'] as Readonly<Record<string, Json>>;
  const { requests = {} } = (spec['resources'] ?? {}) as { readonly requests?: Readonly<Record<string, string>> };
  const asked = readQuantity(requests['storage']) ?? 0;
  const storage = asked >= least ? (requests['storage'] ?? String(least)) : String(least);
  return {
    ...claim,
    metadata: { ...claim.metadata, labels: { ...(claim.metadata['labels'] as object), [BACKUP_LABEL]: snapshot } },
    spec: {
      ...spec,
      resources: { requests: { ...requests, storage } },
      dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: snapshot },
    },
  };
}
