import type { ApiObject, ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { INSTANCE_LABEL } from '../restore/beside.ts';
import { DOOR, endpointsOf } from '../../procedures/door/endpoints.ts';
import type { Standing } from './standing.ts';

/** On a Service that was turned: its selector before, as JSON, so that a person can turn it back without the journal. */
export const SELECTOR_BEFORE = 'plinth.dev/selector-before';

/** Which Services are turned, and to what. */
export interface Turning {
  readonly namespace: string;
  readonly services: Standing['services'];
  /** The new set's name: the value of its pods' label. */
  readonly to: string;
  /** Seconds from the turn until the Services must be open again, or all is taken back. */
  readonly deadline: number;
}

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const serviceNamed = (namespace: string, name: string): ObjectName => ({
  resource: RESOURCES.services,
  namespace,
  name,
});

/** How a Service stands: `before`, `closed` and `open` lead to the new set, or somebody else has changed it. */
export type Turned = 'before' | 'closed' | 'open' | 'foreign';

/** How each Service stands, by name. */
export async function turned(
  { see, signal }: Hand,
  { namespace, services, to }: Turning,
): Promise<Map<string, Turned>> {
  const found = new Map<string, Turned>();
  for (const { name, selector } of services)
    found.set(name, stateOf(await see.read(serviceNamed(namespace, name), { signal }), selector, to));
  return found;
}

function stateOf(service: ApiObject, before: Readonly<Record<string, string>>, to: string): Turned {
  const { [DOOR.key]: door, ...selector } = fieldOf(service).at('spec', 'selector').stringMap();
  const keys = Object.keys(selector);
  if (keys.length === 1 && selector[INSTANCE_LABEL] === to) return door === undefined ? 'open' : 'closed';
  const isSame = keys.length === Object.keys(before).length && keys.every((key) => selector[key] === before[key]);
  return isSame && door === undefined ? 'before' : 'foreign';
}

/**
 * Turns every Service of the database to the new set, with the door closed: in one patch the old members lose their clients, and nobody reaches the new ones yet. It
 * does not end connections that are open; that does the old set's end.
 */
export function turnStep(turning: Turning): Step {
  const { namespace, services, to, deadline } = turning;
  const observe = async (hand: Hand): Promise<Observation> => {
    const states = await turned(hand, turning);
    const foreign = [...states].find(([, state]) => state === 'foreign');
    if (foreign !== undefined)
      return { state: 'impossible', evidence: `Somebody else has changed the selector of the Service ${foreign[0]}.` };
    const left = [...states].filter(([, state]) => state === 'before').map(([name]) => name);
    if (left.length === 0) return { state: 'done', evidence: `All Services lead to ${to}.` };
    const state = left.length === states.size ? 'todo' : 'partial';
    return { state, evidence: `${left.join(', ')} still lead${left.length === 1 ? 's' : ''} to the old members.` };
  };
  return {
    id: 'turn',
    title: `Turn ${services.map(({ name }) => name).join(', ')} from the old members, with the door closed`,
    commands: services.map(({ name }) => patchWords(namespace, name, selectorTo(to, true))),
    needs: [
      ...['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.services, namespace })),
      { verb: 'list', resource: RESOURCES.endpointSlices, namespace },
    ],
    risk: 'From here on until the door opens nobody can write, or read.',
    removesWrites: true,
    deadline,
    observe,
    act: async (hand) => {
      const states = await turned(hand, turning);
      if (hand.facts['turned'] === undefined) await hand.keep('turned', hand.now());
      for (const { name, selector } of services) {
        if (states.get(name) !== 'before') continue;
        await hand.patch(serviceNamed(namespace, name), [
          { op: 'test', path: '/spec/selector', value: selector },
          { op: 'replace', path: '/spec/selector', value: selectorTo(to, true) },
          {
            op: 'add',
            path: `/metadata/annotations/${escaped(SELECTOR_BEFORE)}`,
            value: JSON.stringify(selector),
          },
        ]);
      }
      for (;;) {
        const leading = await endpointsOf(hand, namespace, services);
        if (leading.length === 0) return;
        hand.tell({ text: `The Services still lead to ${leading.join(', ')}` });
        await hand.sleep(500);
      }
    },
    verify: async (hand) => {
      const leading = await endpointsOf(hand, namespace, services);
      const seen = await observe(hand);
      if (leading.length === 0 || seen.state !== 'done') return seen;
      return { state: 'partial', evidence: `The Services still lead to ${leading.join(', ')}.` };
    },
    undo: {
      title: `Turn ${services.map(({ name }) => name).join(', ')} back`,
      commands: services.map(({ name, selector }) => patchWords(namespace, name, selector)),
      act: async (hand) => {
        const states = await turned(hand, turning);
        for (const { name, selector } of services) {
          const state = states.get(name);
          if (state !== 'closed' && state !== 'open') continue;
          await hand.patch(serviceNamed(namespace, name), [
            { op: 'test', path: `/spec/selector/${escaped(INSTANCE_LABEL)}`, value: to },
            { op: 'replace', path: '/spec/selector', value: selector },
          ]);
        }
      },
      verify: async (hand) => {
        const other = [...(await turned(hand, turning))].filter(([, state]) => state !== 'before');
        if (other.length === 0) return { state: 'done', evidence: 'All Services have the selectors that they had.' };
        return { state: 'todo', evidence: `${other.map(([name]) => name).join(', ')}: another selector than before.` };
      },
    },
  };
}

/** Opens the door to the new members: the point of no return, because what is written from here on is in the new set only. */
export function openStep(turning: Turning): Step {
  const { namespace, services, to } = turning;
  const observe = async (hand: Hand): Promise<Observation> => {
    const states = [...(await turned(hand, turning))];
    const other = states.find(([, state]) => state !== 'closed' && state !== 'open');
    if (other !== undefined)
      return { state: 'impossible', evidence: `The Service ${other[0]} does not lead to ${to}.` };
    const closed = states.filter(([, state]) => state === 'closed').map(([name]) => name);
    if (closed.length === 0) return { state: 'done', evidence: `The door to ${to} is open.` };
    return { state: 'todo', evidence: `The door is closed: ${closed.join(', ')}.` };
  };
  return {
    id: 'open',
    title: `Open the door to ${to}`,
    commands: services.map(({ name }) => patchWords(namespace, name, selectorTo(to, false))),
    needs: ['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.services, namespace })),
    risk: 'What clients write from here on is in the new set only.',
    removesWrites: false,
    deadline: 300,
    pointOfNoReturn: true,
    observe,
    act: async (hand) => {
      for (const [name, state] of await turned(hand, turning)) {
        if (state !== 'closed') continue;
        await hand.patch(serviceNamed(namespace, name), [
          { op: 'test', path: `/spec/selector/${escaped(INSTANCE_LABEL)}`, value: to },
          { op: 'remove', path: `/spec/selector/${escaped(DOOR.key)}` },
        ]);
      }
      const began = hand.facts['turned'];
      while (!(await endpointsOf(hand, namespace, services)).includes(`${to}-0`)) {
        hand.tell({ text: `Waiting until the Services lead to ${to}-0` });
        await hand.sleep(500);
      }
      if (typeof began === 'number') await hand.keep('measured.writesAwaySeconds', (hand.now() - began) / 1_000);
    },
  };
}

const selectorTo = (to: string, closed: boolean): Record<string, string> => ({
  [INSTANCE_LABEL]: to,
  ...(closed ? { [DOOR.key]: DOOR.closed } : {}),
});

function patchWords(namespace: string, name: string, selector: Readonly<Record<string, string>>): string {
  const patch = [{ op: 'replace', path: '/spec/selector', value: selector }];
  return `kubectl --namespace ${namespace} patch service ${name} --type=json --patch='${JSON.stringify(patch)}'`;
}
