import { counted } from '../../inventory/databases/words.ts';
import type { PatchOperation } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step, Undo } from '../../runner/step.ts';
import { readyMembers } from './ready-members.ts';
import { placeOf, readSet, seeSet, seeSetNeeds, type SetName, type SetSeen } from './set-seen.ts';

/** What a set is to ask for. */
export interface Scale {
  readonly replicas: number;
  /** The first ordinal. */
  readonly start: number;
}

export interface Scaling extends SetName {
  readonly id: string;
  readonly title: string;
  readonly from: Scale;
  readonly to: Scale;
  /** Where a later step of the same operation scales it on to: taken up again there, this step is behind it. */
  readonly beyond?: Scale;
  /** Seconds until all pods are there and Ready, or gone. */
  readonly deadline: number;
  readonly risk?: string;
}

const isSame = (seen: Scale, { replicas, start }: Scale): boolean => seen.replicas === replicas && seen.start === start;

const namesOf = (set: string, { replicas, start }: Scale): string[] =>
  Array.from({ length: replicas }, (_, index) => `${set}-${String(start + index)}`);

function words(set: string, seen: SetSeen): string {
  const pods =
    seen.pods.length === 0
      ? 'no pod is there'
      : `pods: ${seen.pods.join(', ')}, ready: ${seen.ready.join(', ') || 'none'}`;
  return `${set} asks for ${counted(seen.replicas, 'replica')}; ${pods}.`;
}

/** All pods that are wanted are Ready, and no other is left. */
const isThere = (set: string, seen: SetSeen, to: Scale): boolean => {
  const wanted = namesOf(set, to);
  return isSame(seen, to) && wanted.every((name) => seen.ready.includes(name)) && seen.pods.length === wanted.length;
};

function patchOf(seen: Scale, { replicas, start }: Scale): PatchOperation[] {
  return [
    { op: 'test', path: '/spec/replicas', value: seen.replicas },
    // `add` also replaces; an absent start is 0.
    ...(seen.start === start ? [] : [{ op: 'add' as const, path: '/spec/ordinals', value: { start } }]),
    { op: 'replace', path: '/spec/replicas', value: replicas },
  ];
}

/** Asks for so many. Its pods need not be in sight for that: the way back must not hang on a right that is gone. */
export async function ask(hand: Hand, name: SetName, to: Scale): Promise<void> {
  const seen = await readSet(hand, name);
  if (!isSame(seen, to)) await hand.patch(placeOf(name), patchOf(seen, to));
}

async function scale(hand: Hand, name: SetName, to: Scale): Promise<void> {
  await ask(hand, name, to);
  for (let now = await seeSet(hand, name); !isThere(name.set, now, to); now = await seeSet(hand, name)) {
    hand.tell({ text: words(name.set, now) });
    await hand.sleep(500);
  }
}

async function observed(hand: Hand, name: SetName, from: Scale, to: Scale, beyond?: Scale): Promise<Observation> {
  const seen = await seeSet(hand, name);
  const evidence = words(name.set, seen);
  if (beyond !== undefined && isSame(seen, beyond)) return { state: 'done', evidence };
  if (isThere(name.set, seen, to)) return { state: 'done', evidence };
  if (isSame(seen, to)) return { state: 'partial', evidence };
  return isSame(seen, from)
    ? { state: 'todo', evidence }
    : { state: 'impossible', evidence: `${evidence} Somebody else has scaled it.` };
}

/** Whether it stands as it did. Where its pods may not be listed, its controller is asked: whether members are there, never whether the last one is gone. */
async function seenBack(hand: Hand, name: SetName, from: Scale, to: Scale): Promise<Observation> {
  try {
    const { state, evidence } = await observed(hand, name, to, from);
    return { state: state === 'done' ? 'done' : 'todo', evidence };
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden' || from.replicas === 0) throw error;
  }
  const seen = await readyMembers(hand, name);
  const isBack = isSame(seen, from) && seen.ready === from.replicas && seen.there === from.replicas;
  return { state: isBack ? 'done' : 'todo', evidence: seen.evidence };
}

function wayBack(name: SetName, from: Scale, to: Scale): Undo {
  return {
    title: `scale ${name.set} back to ${String(from.replicas)}`,
    commands: [commandOf(name, from)],
    act: async (hand) => {
      await ask(hand, name, from);
      for (let now = await seenBack(hand, name, from, to); now.state !== 'done';) {
        hand.tell({ text: now.evidence });
        await hand.sleep(500);
        now = await seenBack(hand, name, from, to);
      }
    },
    verify: (hand) => seenBack(hand, name, from, to),
  };
}

function commandOf({ namespace, set }: SetName, { replicas, start }: Scale): string {
  const spec = { ...(start === 0 ? {} : { ordinals: { start } }), replicas };
  return start === 0 || replicas === 0
    ? `kubectl --namespace ${namespace} scale statefulset ${set} --replicas=${String(replicas)}`
    : `kubectl --namespace ${namespace} patch statefulset ${set} --type=merge --patch='${JSON.stringify({ spec })}'`;
}

const needs = (namespace: string): Step['needs'] => [
  ...seeSetNeeds(namespace),
  { verb: 'patch', resource: RESOURCES.statefulSets, namespace },
];

/** Scales a set down to nothing, and waits until every pod object is gone: its claims stay. Ends the servers, so it takes writes away. */
export function scaleDownStep({ id, title, from, to, deadline, risk, ...name }: Scaling): Step {
  return {
    id,
    title,
    commands: [commandOf(name, to)],
    needs: needs(name.namespace),
    ...(risk === undefined ? {} : { risk }),
    removesWrites: true,
    deadline,
    observe: (hand) => observed(hand, name, from, to),
    act: (hand) => scale(hand, name, to),
    undo: wayBack(name, from, to),
  };
}

/** Scales a set up, and waits until every member that it asks for is Ready. */
export function scaleUpStep({ id, title, from, to, beyond, deadline, risk, ...name }: Scaling): Step {
  return {
    id,
    title,
    commands: [commandOf(name, to)],
    needs: needs(name.namespace),
    ...(risk === undefined ? {} : { risk }),
    removesWrites: false,
    deadline,
    observe: (hand) => observed(hand, name, from, to, beyond),
    act: (hand) => scale(hand, name, to),
    undo: wayBack(name, from, to),
  };
}
