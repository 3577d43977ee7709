import assert from 'node:assert/strict';
import type { ApiObject } from '../../../core/cluster/connection.ts';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { LiveDatabase, LiveObject } from '../../../core/inventory/model.ts';
import { readServer } from '../../../core/procedures/members/server.ts';
import type { Operation, Parameters, Plan, Situation } from '../../../core/runner/plan.ts';
import { dumpEngineOf } from '../../../engines/dumps.ts';
import { joiningEngineOf } from '../../../engines/joining.ts';
import { membershipEngineOf } from '../../../engines/membership.ts';
import { stoppingEngineOf } from '../../../engines/stopping.ts';
import { switchingEngineOf } from '../../../engines/switching.ts';
import { Movers } from '../data/mover.ts';
import { Shelf } from '../data/shelf.ts';
import { database, member, storage } from '../../support/live.ts';
import { nameOf, World } from '../fake/index.ts';
import { ToyPostgres } from './toy-postgres.ts';
import { OrdersQuestions } from './questions.ts';
import { VolumeJobs } from './volume-jobs.ts';

const LABELS = { app: 'orders' };
const FIRST = { 'statefulset.kubernetes.io/pod-name': 'orders-0' };
/** Milliseconds until both members run, and some rows are written. */
const UP = 8_000;

/** How members make themselves in a set that does: the toy does not run it. */
const CLONE = {
  name: 'clone',
  image: 'postgres:16.4',
  command: ['sh', '-c', '[ -s "$PGDATA/PG_VERSION" ] || pg_basebackup --pgdata "$PGDATA" --host orders'],
};

/** A PostgreSQL of two members, or more, with claims, a door and one node; with clients that write. */
export interface Orders {
  readonly world: World;
  readonly server: ToyPostgres;
  /** Jobs that work on its volumes. */
  readonly jobs: VolumeJobs;
  /** Where its backups lie. */
  readonly shelf: Shelf;
  /** What an inventory shows of it now. */
  database(): LiveDatabase;
  /** Plans with a client that nothing goes wrong for. */
  plan(operation: Operation, id: string, facts?: Situation['facts'], parameters?: Parameters): Promise<Plan>;
}

/** What may be different about it. */
export interface OrdersOptions {
  /** Its password stands in the workload as text, and in no Secret. */
  readonly plainPassword?: boolean;
  /** A member with an empty volume copies the primary, by a script before its server. */
  readonly clones?: boolean;
  /** How many members it has. Default 2. */
  readonly members?: number;
  /** Each standby has a replication slot of its own on the primary. */
  readonly slots?: boolean;
}

export async function orders(seed: number, options: OrdersOptions = {}): Promise<Orders> {
  const holder: { server?: ToyPostgres; movers?: Movers } = {};
  const world: World = new World({
    seed,
    exec: (target, command, stdin) => {
      assert.ok(holder.server);
      return holder.server.exec(target, command, stdin);
    },
    job: (job) => jobs.course(job),
    program: (running) => holder.movers?.program(running),
    logs: (target) => holder.movers?.logs(target) ?? '',
  });
  const jobs = new VolumeJobs(world, () => holder.server);
  putAll(world, options);
  const seen = () => databaseOf(world, holder.server);
  const { connection } = world.process({ name: 'planner' });
  const read = await world.time.during(readServer(connection, seen()));
  const stopping = stoppingEngineOf('postgresql');
  const dump = dumpEngineOf('postgresql');
  const switching = switchingEngineOf('postgresql');
  const joining = joiningEngineOf('postgresql');
  const membership = membershipEngineOf('postgresql');
  assert.ok(read && stopping && dump && switching && joining && membership, 'the toy is not recognised');
  const { engine, context } = read.model;
  const questions = new OrdersQuestions(engine, stopping, dump, { switching, joining, membership }, context);
  const server = (holder.server = new ToyPostgres(world, questions, options.slots)).begin();
  const shelf = new Shelf(world.time);
  holder.movers = new Movers(world, shelf, server);
  await world.time.pass(UP);
  const plan: Orders['plan'] = (operation, id, facts = {}, given = {}) => {
    const { connection: eyes } = world.process({ name: 'planner' });
    const situation = { connection: eyes, database: seen(), now: world.time.now, id, facts };
    return world.time.during(operation.plan(situation, given));
  };
  return { world, server, jobs, shelf, database: seen, plan };
}

function putAll(world: World, { plainPassword = false, clones = false, members = 2 }: OrdersOptions): void {
  const service = (name: string, spec: object) =>
    world.put(RESOURCES.services, 'shop', { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec });
  const ports = [{ port: 5432 }];
  service('orders', { selector: { ...LABELS, ...FIRST }, ports });
  service('orders-pods', { selector: LABELS, clusterIP: 'None', ports });
  const status = { conditions: [{ type: 'Ready', status: 'True' }], allocatable: { cpu: '8', memory: '64Gi' } };
  const node: ApiObject = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a' }, status };
  world.store.create(node, nameOf(RESOURCES.nodes, undefined, 'node-a'));
  const container = {
    name: 'postgres',
    image: 'postgres:16.4',
    env: [
      { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
      {
        name: 'POSTGRES_PASSWORD',
        ...(plainPassword
          ? { value: 'of a toy' }
          : { valueFrom: { secretKeyRef: { name: 'orders', key: 'password' } } }),
      },
    ],
    ports: [{ name: 'postgres', containerPort: 5432 }],
    volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
  };
  world.put(RESOURCES.statefulSets, 'shop', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'orders' },
    spec: {
      replicas: members,
      serviceName: 'orders-pods',
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: LABELS },
        spec: { containers: [container], ...(clones ? { initContainers: [CLONE] } : {}) },
      },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '1Gi' } } } }],
    },
  });
}

function databaseOf(world: World, server: ToyPostgres | undefined): LiveDatabase {
  const object = (kind: string, name: string, uid = ''): LiveObject => ({
    apiVersion: kind === 'StatefulSet' ? 'apps/v1' : 'v1',
    kind,
    namespace: 'shop',
    name,
    uid,
  });
  const set = world.find(RESOURCES.statefulSets, 'shop', 'orders');
  const desired = (set?.['spec'] as { replicas: number }).replicas;
  const members = world.store.all(RESOURCES.pods, 'shop').flatMap(({ metadata }) => {
    const { name, uid } = metadata;
    if (!/^orders-\d+$/u.test(name)) return [];
    const ordinal = Number(name.slice('orders-'.length));
    const serves = server?.serves(name) === true;
    const common = { pod: object('Pod', name, uid), ordinal, ready: serves, started: 1 };
    if (!serves) return [member(name, { ...common, role: 'unknown', writable: undefined, lag: undefined })];
    if (!server.leads(name)) return [member(name, { ...common, upstream: `${server.leader}.orders-pods` })];
    return [member(name, { ...common, role: 'primary', writable: true, lag: undefined, upstream: undefined })];
  });
  const claims = world.store
    .all(RESOURCES.claims, 'shop')
    .flatMap(({ metadata: { name, uid } }) =>
      /^data-orders-\d+$/u.test(name)
        ? [storage(name, { claim: object('PersistentVolumeClaim', name, uid), members: [name.replace('data-', '')] })]
        : [],
    );
  return database('orders', {
    workload: object('StatefulSet', 'orders', set?.metadata.uid),
    replicas: { desired, ready: members.filter(({ ready }) => ready).length },
    members,
    storage: claims,
    services: [
      { service: object('Service', 'orders'), purpose: 'write', ports: [5432], leadsTo: undefined },
      { service: object('Service', 'orders-pods'), purpose: 'governing', ports: [5432], leadsTo: undefined },
    ],
  });
}
