// What is there after a restore in place, as kubectl tells it.
import assert from 'node:assert/strict';
import type { Connection } from '../../core/cluster/connection.ts';
import type { BackupTools } from '../../core/operations/backup/backup.ts';
import {
  listOperations,
  resumeOperation,
  runPlan,
  type JournalRecord,
  type Operation,
  type Plan,
} from '../../core/runner/index.ts';
import { dumpEngineOf } from '../../engines/dumps.ts';
import type { ServerKind } from '../backup-operations/kinds.ts';
import type { BackupLab } from '../backup-operations/lab.ts';

/** Runs a plan that was looked at before. */
export const begin = (
  lab: BackupLab,
  plan: Plan,
  id: string,
  connection: Connection = lab.connection,
): Promise<JournalRecord> => runPlan({ connection, plan, id, holder: `test-${id}`, by: 'test' });

/** Takes an operation up whose runner is gone: the plan is made anew from what is there now, and the facts of the journal. */
export async function takeUp(
  { connection, inventory, namespace }: BackupLab,
  operation: (tools: BackupTools) => Operation,
  { id, mover, direction }: { readonly id: string; readonly mover: string; readonly direction: 'forward' | 'back' },
): Promise<JournalRecord> {
  const { operations } = await listOperations(connection, namespace);
  const record = operations.find((one) => one.record.id === id)?.record;
  assert.ok(record);
  const database = [...inventory.databases.values()].find(({ name }) => name === record.database.name);
  assert.ok(database);
  const tools = { mover: () => Promise.resolve({ text: mover }), dumpEngineOf, tool: 'plinth test' };
  const { facts, parameters } = record;
  const plan = await operation(tools).plan({ connection, database, now: Date.now, id, facts }, parameters);
  return resumeOperation({ connection, plan, record, direction, holder: `second-${id}` });
}

/** uids of the claims of a set, by name. */
export async function claimUids(
  { practice: { here } }: BackupLab,
  set: string,
): Promise<Readonly<Record<string, string>>> {
  const path = '{range .items[*]}{.metadata.name}={.metadata.uid}{"\\n"}{end}';
  const lines = (await here(['get', 'pvc', `--output=jsonpath=${path}`])).trim().split('\n');
  const pairs = lines.map((line) => line.split('=') as [string, string]);
  return Object.fromEntries(pairs.filter(([name]) => new RegExp(`-${set}-\\d+$`, 'u').test(name)));
}

/** The pods that a Service leads to. */
export async function endpointsOf({ practice: { here } }: BackupLab, service: string): Promise<string[]> {
  const path = '{.items[*].endpoints[*].targetRef.name}';
  const selector = `--selector=kubernetes.io/service-name=${service}`;
  return (await here(['get', 'endpointslices', selector, `--output=jsonpath=${path}`])).split(' ').filter(Boolean);
}

/** What a set asks for. */
export async function replicasOf({ practice: { here } }: BackupLab, set: string): Promise<number> {
  return Number(await here(['get', 'statefulset', set, '--output=jsonpath={.spec.replicas}']));
}

/** An object's annotations. */
export async function notesOf(
  { practice: { here } }: BackupLab,
  kind: string,
  name: string,
): Promise<Readonly<Record<string, string | undefined>>> {
  const said = await here(['get', kind, name, '--output=jsonpath={.metadata.annotations}']);
  return (said === '' ? {} : JSON.parse(said)) as Record<string, string>;
}

/** What the client in a pod prints that goes by the name of the Service `orders`. */
export async function throughService(
  { practice: { here }, kind }: BackupLab,
  pod: string,
  question: string,
): Promise<string> {
  const run = ['exec', '--stdin', pod, '--container=server', '--', 'sh', '-c', remote(kind)];
  return (await here(run, `${question}\n`)).trim();
}

function remote({ engine, client, password }: ServerKind): string {
  if (engine === 'postgresql') return `PGPASSWORD="$${password.variable}" ${client} -h orders`;
  return engine === 'redis' ? `${client} -h orders` : client.replace('127.0.0.1', 'orders');
}

/** Writes rows, one statement each. */
export async function writeRows(lab: BackupLab, rows: readonly number[]): Promise<void> {
  for (const n of rows) await lab.ask(statement(lab.kind, n));
}

function statement({ engine }: ServerKind, n: number): string {
  if (engine === 'redis') return `SET write:${n} 1`;
  return `INSERT INTO ${engine === 'postgresql' ? '' : 'shop.'}writes VALUES (${n});`;
}
