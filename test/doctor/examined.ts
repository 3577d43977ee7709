// What the checks of Doctor look at, on a cluster that stands still.
import { switchingEngineOf } from '../../engines/switching.ts';
import type { ApiObject, Connection, Right } from '../../core/cluster/connection.ts';
import type { Check, Examined } from '../../core/doctor/check.ts';
import type { Finding } from '../../core/doctor/finding.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { readServer } from '../../core/procedures/members/server.ts';
import { NOW } from '../support/live.ts';
import { ledBy, statefulSet, stillCluster, type Still } from '../restart/still-cluster.ts';

export interface Differently extends Still {
  readonly objects?: readonly ApiObject[];
  readonly asked?: Examined['asked'];
  readonly nodes?: Examined['nodes'];
  readonly workload?: ApiObject;
  /** Rights that whoever asks does not have. */
  readonly lacks?: (right: Right) => boolean;
  readonly exec?: Connection['exec'];
}

/** A node that is Ready, or not. */
export const node = (name: string, ready = true, more: Readonly<Record<string, unknown>> = {}): ApiObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  spec: {},
  status: {
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'Unknown' }],
    allocatable: { cpu: '8', memory: '64Gi' },
    ...more,
  },
});

/** A PostgreSQL of three on a plain set, led by the first member, with what is otherwise. */
export async function examined(over: Partial<LiveDatabase> = {}, given: Differently = {}): Promise<Examined> {
  const { objects = [], asked = [], nodes = [node('node-a')], workload = statefulSet(), lacks, exec } = given;
  const connection = {
    ...stillCluster([workload, ...objects], given),
    exec: exec ?? (() => Promise.resolve({ exitCode: 1, stdout: '', stderr: 'no server' })),
    may: (right: Right) => Promise.resolve({ allowed: lacks?.(right) !== true }),
  };
  const database = ledBy(0, over);
  const server = await readServer(connection, database);
  return { connection, database, workload, server, engine: switchingEngineOf(database.engine), asked, nodes, now: NOW };
}

/** `state: what` of each finding of one check. */
export async function found(
  check: Check,
  over: Partial<LiveDatabase> = {},
  given: Differently = {},
): Promise<string[]> {
  return (await findings(check, over, given)).map(({ state, what }) => `${state}: ${what}`);
}

export async function findings(
  check: Check,
  over: Partial<LiveDatabase> = {},
  given: Differently = {},
): Promise<readonly Finding[]> {
  return check.look(await examined(over, given));
}
