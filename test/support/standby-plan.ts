// Plans of a standby that comes or goes, on the PostgreSQL of examples/topologies, whose members answer by what a test says.
import type { ApiObject, Connection } from '../../core/cluster/connection.ts';
import type { LiveDatabase, LiveService } from '../../core/inventory/model.ts';
import type { Operation, Parameters, Plan } from '../../core/runner/plan.ts';
import { ledBy, stillCluster, topology } from '../restart/still-cluster.ts';
import { object } from './live.ts';

const WRITE: LiveService = {
  service: object('Service', 'orders-db-primary'),
  purpose: 'write',
  ports: [5432],
  leadsTo: [],
};

/** What is the same of all of them. */
export const OVER = {
  workload: object('StatefulSet', 'orders-db'),
  container: 'postgresql',
  services: [WRITE],
} as const;

/** What may be different. */
export interface Different {
  readonly database?: LiveDatabase;
  readonly parameters?: Parameters;
  /** More objects, and what is different about those of the topology. */
  readonly more?: readonly ApiObject[];
  readonly change?: (one: ApiObject) => ApiObject;
  /** What the primary says beside the usual; a member of which nothing is said is silent. */
  readonly primary?: Readonly<Record<string, string>>;
  readonly silent?: readonly string[];
}

/** The plan of an operation on a healthy set of three that orders-db-0 leads, unless something is different. */
export async function planOf(
  operation: Operation,
  {
    database = ledBy(0, OVER),
    parameters = {},
    more = [],
    change = (one) => one,
    primary = {},
    silent = [],
  }: Different = {},
): Promise<Plan> {
  const still = stillCluster([...(await topology('postgresql')).map(change), ...more]);
  const exec: Connection['exec'] = ({ pod }) => {
    if (silent.includes(pod)) return Promise.resolve({ exitCode: 2, stdout: '', stderr: 'no answer' });
    const leads = database.members.some((one) => one.pod.name === pod && one.writable === true);
    const facts: Readonly<Record<string, string>> = leads
      ? { role: 'primary', writable: 'yes', standbys: 'orders-db-1 orders-db-2', slots: '', used: '', ...primary }
      : { role: 'replica', writable: 'no', name: pod, slot: pod.replaceAll('-', '_') };
    const stdout = Object.entries(facts)
      .map(([key, value]) => `${key}=${value}\n`)
      .join('');
    return Promise.resolve({ exitCode: 0, stdout, stderr: '' });
  };
  const connection = { ...still, exec, may: () => Promise.resolve({ allowed: true }) } as unknown as Connection;
  return operation.plan({ connection, database, now: () => 0, id: 'again001', facts: {} }, parameters);
}

/** `R6: its evidence`, for each. */
export const refused = ({ refusals }: Plan): string[] => refusals.map(({ id, evidence }) => `${id}: ${evidence}`);

/** Changes the spec of the StatefulSet. */
export const specOf =
  (more: object) =>
  (one: ApiObject): ApiObject =>
    one.kind === 'StatefulSet' ? { ...one, spec: { ...(one['spec'] as object), ...more } } : one;

/** The StatefulSet asks for so many. */
export const asking = (replicas: number) => specOf({ replicas });
