import type { ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step, Undo } from '../../runner/step.ts';
import { fieldOf } from '../jobs/pod-words.ts';
import { DOOR, endpointsOf } from './endpoints.ts';

/** The Services through which clients write. */
export interface Door {
  readonly namespace: string;
  /** Names; empty where nobody reaches the database through a Service. */
  readonly services: readonly string[];
}

/** What a door wants to know beside its Services. */
export interface Closing {
  /** Default `close-door`. */
  readonly id?: string;
  /** Seconds from the closing until the operation must be at its end, or all is taken back. */
  readonly deadline: number;
}

const PATH = `/spec/selector/${DOOR.key.replace('/', '~1')}`;

const place = (namespace: string, name: string): ObjectName => ({ resource: RESOURCES.services, namespace, name });
const needsOf = (namespace: string): Step['needs'] => [
  ...['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.services, namespace })),
  { verb: 'list', resource: RESOURCES.endpointSlices, namespace },
];
const patchWords = (namespace: string, name: string, operation: object): string =>
  `kubectl --namespace ${namespace} patch service ${name} --type=json --patch='${JSON.stringify([operation])}'`;

/**
 * The door of a database: Services that lead to its primary; where it has one member, also those that lead to any. A governing Service names the members, and stays: the
 * members find each other by it. A closed door leads nowhere, and is the database's still, because its workload governs it: `known` are the Services of an earlier
 * closing, where the operation is taken up again.
 */
export function doorOf({ namespace, services, replicas }: LiveDatabase, known: readonly string[] = []): Door {
  const isAlone = (replicas.desired ?? 0) <= 1;
  const found = services.flatMap(({ service, purpose }) =>
    purpose === 'write' || (purpose === 'any' && isAlone) ? [service.name] : [],
  );
  return { namespace, services: [...new Set([...found, ...known])].sort() };
}

/** Which of a door's Services are closed. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
async function closedOf({ see, signal }: Hand, { namespace, services }: Door): Promise<string[]> {
  const closed: string[] = [];
  for (const name of services) {
    const selector = fieldOf(await see.read(place(namespace, name), { signal }))
      .at('spec', 'selector')
      .stringMap();
    if (selector[DOOR.key] === DOOR.closed) closed.push(name);
  }
  return closed;
}

/** Every Service is closed, and none leads anywhere any more. */
/** Milliseconds between two looks: writes are away, or nearly. */
const PAUSE = 50;

async function seenClosed(hand: Hand, door: Door): Promise<Observation> {
  const closed = await closedOf(hand, door);
  const open = door.services.filter((name) => !closed.includes(name));
  if (open.length > 0)
    return { state: closed.length === 0 ? 'todo' : 'partial', evidence: `The door is open: ${open.join(', ')}.` };
  const leading = await endpointsOf(hand, door.namespace, named(door));
  if (leading.length === 0) return { state: 'done', evidence: `The door is closed: ${listed(door)} leads nowhere.` };
  return { state: 'partial', evidence: `${listed(door)} still leads to ${leading.join(', ')}.` };
}

async function seenOpen(hand: Hand, door: Door): Promise<Observation> {
  const closed = await closedOf(hand, door);
  if (closed.length === 0) return { state: 'done', evidence: `The door is open: ${listed(door)}.` };
  const state = closed.length === door.services.length ? 'todo' : 'partial';
  return { state, evidence: `The door is closed: ${closed.join(', ')}.` };
}

async function close(hand: Hand, door: Door): Promise<void> {
  const closed = await closedOf(hand, door);
  for (const name of door.services)
    if (!closed.includes(name))
      await hand.patch(place(door.namespace, name), [{ op: 'add', path: PATH, value: DOOR.closed }]);
  for (;;) {
    const leading = await endpointsOf(hand, door.namespace, named(door));
    if (leading.length === 0) return;
    hand.tell({ text: `${listed(door)} still leads to ${leading.join(', ')}` });
    await hand.sleep(PAUSE);
  }
}

async function open(hand: Hand, door: Door): Promise<void> {
  for (const name of await closedOf(hand, door))
    await hand.patch(place(door.namespace, name), [{ op: 'remove', path: PATH }]);
}

/**
 * Closes the door: no new session reaches the database by its Services. Sessions that are open go on, and pods can be reached under their own names: it is no fence.
 * Done means that no EndpointSlice of these Services names a pod any more.
 */
export function closeDoorStep(door: Door, { id = 'close-door', deadline }: Closing): Step {
  const { namespace, services } = door;
  const undo: Undo = {
    title: `open the door again: ${listed(door)}`,
    commands: services.map((name) => patchWords(namespace, name, { op: 'remove', path: PATH })),
    act: (hand) => open(hand, door),
    verify: (hand) => seenOpen(hand, door),
  };
  return {
    id,
    title: `Close the door: ${listed(door)}`,
    commands: services.map((name) => patchWords(namespace, name, { op: 'add', path: PATH, value: DOOR.closed })),
    needs: needsOf(namespace),
    risk: 'From here on nobody new can write until the door is open again.',
    removesWrites: true,
    deadline,
    observe: (hand) => seenClosed(hand, door),
    act: (hand) => close(hand, door),
    undo,
  };
}

/** Opens the door, and waits until each of its Services leads somewhere. Its way back closes it, and leaves sessions that came meanwhile alone. */
export function openDoorStep(door: Door, { id = 'open-door', deadline }: Closing): Step {
  const { namespace, services } = door;
  const leads = async (hand: Hand): Promise<string[]> => {
    const empty: string[] = [];
    for (const name of services) if ((await endpointsOf(hand, namespace, [{ name }])).length === 0) empty.push(name);
    return empty;
  };
  const observe = async (hand: Hand): Promise<Observation> => {
    const seen = await seenOpen(hand, door);
    if (seen.state !== 'done') return seen;
    const empty = await leads(hand);
    if (empty.length === 0) return seen;
    return { state: 'partial', evidence: `${empty.join(', ')} is open, and leads nowhere yet.` };
  };
  return {
    id,
    title: `Open the door: ${listed(door)}`,
    commands: services.map((name) => patchWords(namespace, name, { op: 'remove', path: PATH })),
    needs: needsOf(namespace),
    removesWrites: false,
    bringsWritesBack: true,
    deadline,
    observe,
    act: async (hand) => {
      await open(hand, door);
      for (let empty = await leads(hand); empty.length > 0; empty = await leads(hand)) {
        hand.tell({ text: `Waiting until ${empty.join(', ')} leads to a member` });
        await hand.sleep(PAUSE);
      }
    },
    undo: {
      title: `close the door again: ${listed(door)}`,
      commands: services.map((name) => patchWords(namespace, name, { op: 'add', path: PATH, value: DOOR.closed })),
      act: (hand) => close(hand, door),
      verify: (hand) => seenClosed(hand, door),
    },
  };
}

const named = ({ services }: Door): { readonly name: string }[] => services.map((name) => ({ name }));
const listed = ({ services }: Door): string => (services.length === 0 ? 'no Service' : services.join(', '));
