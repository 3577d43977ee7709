import type { Connection } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import type { JournalRecord } from './journal-model.ts';
import { fitting, MANAGED_BY, OPERATION_LABEL } from './names.ts';

/** Longest message that the API takes, in characters. https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
const LONGEST = 1024;

/**
 * Tells an operation's start and end on its workload, where `kubectl describe` shows them. Best effort: without the right, or with a cluster in trouble, it is left
 * out.
 */
export async function tellWorkload(connection: Connection, record: JournalRecord, now: number): Promise<void> {
  const { id, database, title, phase, reason = '' } = record;
  const { namespace, kind, name } = database;
  const resource = Object.values(RESOURCES).find((one) => one.kind === kind);
  if (resource === undefined) return;
  const fine = phase === 'running' || phase === 'done';
  const time = new Date(now).toISOString().replace(/\.\d+Z$/u, 'Z');
  const {
    apiVersion,
    reason: why,
    says,
  } = {
    apiVersion: resource.group === '' ? resource.version : `${resource.group}/${resource.version}`,
    reason: REASONS[phase],
    says: `${title} (operation ${id}): ${phase}. ${reason}`.trim().slice(0, LONGEST),
  };
  try {
    // describe finds events by the uid.
    const { uid } = (await connection.read({ resource, namespace, name }, { timeout: 5_000 })).metadata;
    const event = `${fitting(name, 40)}.${id}.${now.toString(16)}`;
    await connection.create(
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: event, namespace, labels: { ...MANAGED_BY, [OPERATION_LABEL]: id } },
        involvedObject: { apiVersion, kind, namespace, name, ...(uid === undefined ? {} : { uid }) },
        type: fine ? 'Normal' : 'Warning',
        reason: why,
        message: says,
        source: { component: 'plinth' },
        reportingComponent: 'plinth',
        reportingInstance: id,
        firstTimestamp: time,
        lastTimestamp: time,
        count: 1,
      },
      { resource: RESOURCES.events, namespace, name: event },
      { timeout: 5_000 },
    );
  } catch {
    // The journal is the record; this is a courtesy.
  }
}

const REASONS: Readonly<Record<JournalRecord['phase'], string>> = {
  planned: 'PlinthPlanned',
  running: 'PlinthStarted',
  undoing: 'PlinthUndoing',
  done: 'PlinthDone',
  'rolled-back': 'PlinthRolledBack',
  failed: 'PlinthFailed',
  cancelled: 'PlinthCancelled',
  'needs-attention': 'PlinthNeedsAttention',
};
