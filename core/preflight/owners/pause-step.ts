import { valueAt } from '../../../engines/model/object.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { pointer, putting, type Owner, type Pause } from './owner.ts';

const idOf = ({ name }: Owner): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-');

/** The fact under which it stands what a pause replaced: `null` for nothing. It is there only where this operation paused the owner itself. */
const factOf = (owner: Owner): string => `paused.${idOf(owner)}`;

/** Pauses an owner for as long as the operation needs; its way back lets it go on. Undefined where its API has no pause. */
export function pauseStep(owner: Owner): Step | undefined {
  const { pause, name } = owner;
  if (pause === undefined) return undefined;
  return {
    id: `pause-${idOf(owner)}`,
    title: `Pause ${name}, which would put things back`,
    commands: [pause.command],
    needs: needsOf(pause),
    removesWrites: false,
    deadline: 60,
    risk: `Until it goes on, ${name} changes nothing of what it manages.`,
    observe: (hand) => isSet(hand, pause, pause.value, name),
    act: async (hand) => {
      const { value, parents } = await look(hand, pause);
      if (hand.facts[factOf(owner)] === undefined) await hand.keep(factOf(owner), value ?? null);
      await hand.patch(pause.object, putting(pause.path, pause.value, parents));
    },
    undo: {
      title: `let ${name} go on`,
      commands: [pause.undoCommand],
      act: (hand) => goOn(hand, owner, pause),
      verify: (hand) => isAsBefore(hand, owner, pause),
    },
  };
}

/** Lets an owner go on that this operation has paused, whatever became of it; one that somebody else paused stays so. */
export function resumeStep(owner: Owner): Step | undefined {
  const { pause, name } = owner;
  if (pause === undefined) return undefined;
  return {
    id: `resume-${idOf(owner)}`,
    title: `Let ${name} go on`,
    commands: [pause.undoCommand],
    needs: needsOf(pause),
    removesWrites: false,
    deadline: 60,
    always: true,
    observe: (hand) => isAsBefore(hand, owner, pause),
    act: (hand) => goOn(hand, owner, pause),
  };
}

const needsOf = ({ object: { resource, namespace, name } }: Pause): Step['needs'] =>
  ['get', 'patch'].map((verb) => ({ verb, resource, name, ...(namespace === undefined ? {} : { namespace }) }));

/** What stands there now, and whether the map around it does. */
async function look(
  { see, signal }: Hand,
  { object, path }: Pause,
): Promise<{ value: string | boolean | undefined; parents: boolean }> {
  const found = await see.read(object, { signal });
  const value = valueAt(found, path);
  const known = typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
  return { value: known, parents: valueAt(found, path.slice(0, -1)) !== undefined };
}

async function isSet(
  hand: Hand,
  pause: Pause,
  wanted: string | boolean | undefined,
  name: string,
): Promise<Observation> {
  const { value } = await look(hand, pause);
  const words = value === undefined ? 'nothing' : String(value);
  return { state: value === wanted ? 'done' : 'todo', evidence: `${name}: ${pause.path.join('.')} is ${words}.` };
}

async function isAsBefore(hand: Hand, owner: Owner, pause: Pause): Promise<Observation> {
  const before = hand.facts[factOf(owner)];
  if (before === undefined) return { state: 'done', evidence: `${owner.name} was not paused by this operation.` };
  return isSet(hand, pause, typeof before === 'string' || typeof before === 'boolean' ? before : undefined, owner.name);
}

/** What somebody else has changed since is left alone. */
async function goOn(hand: Hand, owner: Owner, pause: Pause): Promise<void> {
  const before = hand.facts[factOf(owner)];
  const { value, parents } = await look(hand, pause);
  if (before === undefined || value !== pause.value) return;
  const wanted = typeof before === 'string' || typeof before === 'boolean' ? before : undefined;
  const test = { op: 'test', path: pointer(pause.path), value: pause.value } as const;
  await hand.patch(pause.object, [test, ...putting(pause.path, wanted, parents)]);
}
