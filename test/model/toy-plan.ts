import type { ApiObject, ObjectName } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import type { Hand, Observation, Plan, Step } from '../../core/runner/index.ts';
import { nameOf } from './fake/index.ts';
import { DATABASE } from './toy-world.ts';

const SET = nameOf(RESOURCES.statefulSets, 'shop', 'orders');
const SERVICE = nameOf(RESOURCES.services, 'shop', 'orders');
const CLOSED = 'toy.test/closed';
/** What the operation promises: it stays. */
export const STAYS = 'stopped';

const seen = (done: boolean, evidence: string): Observation => ({ state: done ? 'done' : 'todo', evidence });
const selectorOf = (service: ApiObject): Readonly<Record<string, string>> =>
  (service['spec'] as { selector: Record<string, string> }).selector;
const replicasOf = (set: ApiObject): number => (set['spec'] as { replicas: number }).replicas;

const found = (hand: Hand, name: ObjectName): Promise<ApiObject | undefined> =>
  hand.see.read(name).catch((error: unknown) => {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  });

const closed = async (hand: Hand): Promise<boolean> => CLOSED in selectorOf(await hand.see.read(SERVICE));

/** Takes every member out of the Service, until it is opened again. */
const door: Step = {
  id: 'close-door',
  title: 'Close the door',
  commands: ['kubectl patch service orders'],
  needs: [],
  removesWrites: true,
  deadline: 60,
  observe: async (hand) => seen(await closed(hand), 'the Service’s selector'),
  act: async (hand) => {
    const path = `/spec/selector/${CLOSED.replace('/', '~1')}`;
    await hand.patch(SERVICE, [{ op: 'add', path, value: 'yes' }]);
  },
  undo: {
    title: 'open the door',
    commands: ['kubectl patch service orders'],
    act: async (hand) => {
      if (!(await closed(hand))) return;
      await hand.patch(SERVICE, [{ op: 'remove', path: `/spec/selector/${CLOSED.replace('/', '~1')}` }]);
    },
    verify: async (hand) => seen(!(await closed(hand)), 'the Service’s selector'),
  },
};

async function scaled(hand: Hand, replicas: number): Promise<Observation> {
  const set = await hand.see.read(SET);
  const { readyReplicas = 0, replicas: there = 0 } = (set['status'] ?? {}) as {
    readyReplicas?: number;
    replicas?: number;
  };
  const evidence = `${String(replicasOf(set))} wanted, ${String(there)} there, ${String(readyReplicas)} ready`;
  if (replicasOf(set) !== replicas) return { state: 'todo', evidence };
  return { state: there === replicas && readyReplicas === replicas ? 'done' : 'partial', evidence };
}

async function scale(hand: Hand, replicas: number): Promise<void> {
  if (replicasOf(await hand.see.read(SET)) !== replicas)
    await hand.patch(SET, [{ op: 'replace', path: '/spec/replicas', value: replicas }]);
  while ((await scaled(hand, replicas)).state !== 'done') await hand.sleep(1_000);
}

const none: Step = {
  id: 'scale-to-zero',
  title: 'Scale orders to 0',
  commands: ['kubectl scale statefulset orders --replicas=0'],
  needs: [],
  removesWrites: true,
  deadline: 120,
  observe: (hand) => scaled(hand, 0),
  act: (hand) => scale(hand, 0),
  undo: {
    title: 'scale orders back to 2',
    commands: ['kubectl scale statefulset orders --replicas=2'],
    act: (hand) => scale(hand, 2),
    verify: (hand) => scaled(hand, 2),
  },
};

/** Makes a ConfigMap; taking it back removes it. */
function make(id: string, name: string): Step {
  const where = nameOf(RESOURCES.configMaps, 'shop', name);
  return {
    id,
    title: `Make ${name}`,
    commands: [`kubectl create configmap ${name}`],
    needs: [],
    removesWrites: false,
    observe: async (hand) => seen((await found(hand, where)) !== undefined, `the ConfigMap ${name}`),
    act: async (hand) => {
      await hand.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' } }, where);
    },
    undo: {
      title: `remove ${name}`,
      commands: [`kubectl delete configmap ${name}`],
      act: (hand) => hand.remove(where),
      verify: async (hand) => seen((await found(hand, where)) === undefined, `the ConfigMap ${name}`),
    },
  };
}

const SCRATCH = nameOf(RESOURCES.configMaps, 'shop', 'scratch');
const tidy: Step = {
  id: 'tidy',
  title: 'Remove scratch',
  commands: ['kubectl delete configmap scratch'],
  needs: [],
  removesWrites: false,
  always: true,
  observe: async (hand) => seen((await found(hand, SCRATCH)) === undefined, 'the ConfigMap scratch'),
  act: (hand) => hand.remove(SCRATCH),
};

/** Stops the toy database: a scratch object, the door, the scale, a point of no return, and the tidying. */
export const toyPlan: Plan = {
  operation: 'stop',
  database: DATABASE,
  parameters: {},
  title: 'Stop orders',
  outcome: 'Nothing of it runs, and its rows are on their claims.',
  danger: 'typed',
  steps: [make('scratch', 'scratch'), door, none, { ...make('seal', STAYS), pointOfNoReturn: true }, tidy],
  refusals: [],
  warnings: [],
  rpo: { seconds: 0, from: 'nothing is lost by a stop' },
  rto: { seconds: undefined, from: 'until it is started' },
  estimate: undefined,
};
