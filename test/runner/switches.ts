// A database that is a ConfigMap of switches: each step turns one on, and its undo off.
import { RESOURCES } from '../../core/cluster/resources.ts';
import type { ApiObject, Connection, ObjectName } from '../../core/cluster/connection.ts';
import type { Hand, Observation, OperationId, Plan, Step, Undo } from '../../core/runner/index.ts';
import type { MemoryCluster } from './memory-cluster.ts';

export const DATABASE = { namespace: 'shop', kind: 'StatefulSet', name: 'orders' } as const;
export const SWITCHES: ObjectName = { resource: RESOURCES.configMaps, namespace: 'shop', name: 'switches' };

export function withSwitches(cluster: MemoryCluster): MemoryCluster {
  cluster.put('ConfigMap', { metadata: { name: 'switches', namespace: 'shop' }, data: {} });
  return cluster;
}

/** Which switches are on, in alphabetical order. */
export const on = (cluster: MemoryCluster): string =>
  Object.keys(cluster.object('ConfigMap', 'switches')?.['data'] ?? {})
    .sort()
    .join(' ');

const dataOf = (object: ApiObject): Readonly<Record<string, unknown>> =>
  (object['data'] ?? {}) as Readonly<Record<string, unknown>>;

/** The switches of the hand's own namespace. */
const mine = ({ namespace }: Hand): ObjectName => ({ ...SWITCHES, namespace });

async function see(hand: Hand, id: string, wanted: boolean): Promise<Observation> {
  const is = id in dataOf(await hand.see.read(mine(hand)));
  return { state: is === wanted ? 'done' : 'todo', evidence: `${id} is ${is ? 'on' : 'off'}` };
}

/** A step that always has a way back. */
export type Switch = Extract<Step, { readonly removesWrites: false }> & { readonly undo: Undo };

export function switchStep(id: string, more: Partial<Pick<Step, 'act' | 'verify' | 'preconditions'>> = {}): Switch {
  const path = `/data/${id}`;
  return {
    id,
    title: `Turn ${id} on`,
    commands: [`turn ${id} on`],
    needs: [],
    removesWrites: false,
    observe: (hand) => see(hand, id, true),
    act: async (hand) => {
      await hand.patch(mine(hand), [{ op: 'add', path, value: 'on' }]);
    },
    undo: {
      title: `turn ${id} off`,
      commands: [`turn ${id} off`],
      act: async (hand) => {
        if (id in dataOf(await hand.see.read(mine(hand)))) await hand.patch(mine(hand), [{ op: 'remove', path }]);
      },
      verify: (hand) => see(hand, id, false),
    },
    ...more,
  };
}

export function planOf(steps: readonly Step[], more: Partial<Plan> = {}): Plan {
  return {
    operation: 'restart' satisfies OperationId,
    database: DATABASE,
    parameters: {},
    title: 'Turn orders on',
    outcome: 'All is on.',
    danger: 'confirmed',
    steps,
    refusals: [],
    warnings: [],
    rpo: { seconds: 0, from: 'nothing is written' },
    rto: { seconds: undefined, from: 'never measured' },
    estimate: undefined,
    ...more,
  };
}

export const begin = (connection: Connection, plan: Plan) => ({
  connection,
  plan,
  id: 'abcd2345',
  by: 'anna',
  holder: 'anna@laptop',
});
