// An operation whose steps take as long as its parameters say: its «writes» are a switch in a ConfigMap.
import type { Json } from '../../engines/model/object.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import type { ObjectName } from '../../core/cluster/connection.ts';
import type { Hand, Observation, Operation, Step, Undo } from '../../core/runner/index.ts';

/** `closed` while writes are away; `holders` lists who acted, in their order. */
export const SWITCHES = 'switches';

const switches = (namespace: string): ObjectName => ({ resource: RESOURCES.configMaps, namespace, name: SWITCHES });

async function dataOf(hand: Hand): Promise<Readonly<Record<string, string>>> {
  const { data } = await hand.see.read(switches(hand.namespace));
  return (data ?? {}) as Readonly<Record<string, string>>;
}

async function has(hand: Hand, key: string, wanted: boolean): Promise<Observation> {
  const is = key in (await dataOf(hand));
  return { state: is === wanted ? 'done' : 'todo', evidence: `${key} is ${is ? 'there' : 'not there'}` };
}

async function put(hand: Hand, key: string, value: string): Promise<void> {
  await hand.patch(switches(hand.namespace), [{ op: 'add', path: `/data/${key}`, value }]);
}

const away = (key: string): Undo => ({
  title: `take ${key} away`,
  commands: [`remove ${key}`],
  act: async (hand) => {
    if (key in (await dataOf(hand)))
      await hand.patch(switches(hand.namespace), [{ op: 'remove', path: `/data/${key}` }]);
  },
  verify: (hand) => has(hand, key, false),
});

/** Works in parts of a second and writes down who did, so that two that worked at once would show. */
async function work(hand: Hand, key: string, seconds: number): Promise<void> {
  for (let part = 0; part < seconds; part++) {
    const { worked = '' } = await dataOf(hand);
    await put(hand, 'worked', `${worked} ${hand.epoch}`.trim());
    await hand.sleep(1_000);
  }
  await put(hand, key, String(hand.epoch));
}

const needs = (namespace: string): Step['needs'] =>
  ['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.configMaps, namespace }));

const numbered = (parameters: Readonly<Record<string, Json>>, key: string, fallback: number): number =>
  typeof parameters[key] === 'number' ? parameters[key] : fallback;

/** Parameters: `seconds` of work while writes are away, and the `deadline` of that, in seconds. */
export const slowOperation: Operation = {
  id: 'restart',
  title: 'Restart slowly',
  plan: ({ database: { namespace, workload } }, parameters) => {
    const seconds = numbered(parameters, 'seconds', 5);
    const deadline = numbered(parameters, 'deadline', 120);
    const step = (id: string): Pick<Step, 'id' | 'title' | 'commands' | 'needs' | 'observe'> => ({
      id,
      title: `Put ${id}`,
      commands: [`put ${id}`],
      needs: needs(namespace),
      observe: (hand) => has(hand, id, true),
    });
    const steps: readonly Step[] = [
      { ...step('marked'), removesWrites: false, act: (hand) => work(hand, 'marked', 1), undo: away('marked') },
      {
        ...step('closed'),
        removesWrites: true,
        deadline,
        act: (hand) => put(hand, 'closed', 'yes'),
        undo: away('closed'),
      },
      { ...step('served'), removesWrites: false, act: (hand) => work(hand, 'served', seconds), undo: away('served') },
      {
        ...step('opened'),
        removesWrites: false,
        observe: (hand) => has(hand, 'closed', false),
        act: away('closed').act,
        pointOfNoReturn: true,
      },
    ];
    return Promise.resolve({
      operation: 'restart',
      database: { namespace, kind: workload.kind, name: workload.name },
      parameters,
      title: `Restart ${workload.name} slowly`,
      outcome: 'It was served.',
      danger: 'confirmed',
      steps,
      refusals: [],
      warnings: [],
      rpo: { seconds: 0, from: 'nothing is written' },
      rto: { seconds, from: 'its parameters' },
      estimate: undefined,
    });
  },
};
