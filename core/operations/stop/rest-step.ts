import type { RestFacts } from '../../../engines/model/stopping.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import { restFacts, run, type Resting } from '../../procedures/members/rest.ts';
import { placeOf, type SetName } from '../../procedures/scale/set-seen.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { ownRecord, writeRecord } from './record-step.ts';

/** Who is asked. */
export interface Rested {
  readonly name: SetName;
  readonly resting: Resting;
  readonly primary: string;
  /** Members that follow it, as they were when the operation was planned. */
  readonly replicas: readonly string[];
  /** A replica of which it is not known how far it is, was accepted by typing (R24). */
  readonly mayLag: boolean;
}

/** Milliseconds between two looks; a position that moved in them still moves. */
const EVERY = 1_000;

/** Milliseconds until it must stand still. */
const PATIENCE = 60_000;

/** Waits until the primary's position stands still and every replica has it; then what the primary says of itself goes into the record. */
export function restStep({ name, resting, primary, replicas, mayLag }: Rested): Step {
  const { namespace, container } = resting;
  return {
    id: 'rest',
    title: `Wait until ${primary} writes nothing any more${replicas.length === 0 ? '' : `, and ${replicas.join(', ')} have all of it`}`,
    commands: [primary, ...replicas].map(
      (pod) => `kubectl --namespace ${namespace} exec ${pod} -c ${container} -- sh -c '…'`,
    ),
    needs: [
      ...['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
      ...['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.statefulSets, namespace })),
    ],
    removesWrites: false,
    deadline: 300,
    observe: async (hand) => {
      const seen = await recorded(hand, name);
      if (seen.rest === undefined || (await isDown(hand, name))) return seen;
      // The door may have been open since: an operation that could not be taken back whole is taken up again.
      if (resting.engine.isStill(seen.rest, await restFacts(hand, resting, primary))) return seen;
      return { state: 'todo', evidence: `${primary} was written to since ${words(seen.rest)} was recorded.` };
    },
    // What the engine writes by itself meanwhile does no harm.
    verify: (hand) => recorded(hand, name),
    act: async (hand) => {
      const rest = await still(hand, resting, primary);
      for (const replica of replicas) await caughtUp(hand, { resting, primary: rest, replica, mayLag });
      const record = await ownRecord(hand, name);
      if (record === undefined) throw new ClusterTrouble('broken', `The record on ${name.set} is gone.`);
      await writeRecord(hand, name, { ...record, rest });
    },
  };
}

async function recorded(hand: Hand, name: SetName): Promise<Observation & { readonly rest?: RestFacts }> {
  const rest = (await ownRecord(hand, name))?.rest;
  if (rest === undefined) return { state: 'todo', evidence: 'Its last position is not recorded yet.' };
  return { state: 'done', evidence: `Recorded: ${words(rest)}.`, rest };
}

/** The servers are told to end already: nobody is asked any more. */
async function isDown(hand: Hand, name: SetName): Promise<boolean> {
  const set = fieldOf(await hand.see.read(placeOf(name), { signal: hand.signal }));
  return set.at('spec', 'replicas').number() === 0;
}

/** Whoever still writes came by another way than the door, or before it was shut: such sessions are ended, too. */
async function still(hand: Hand, resting: Resting, primary: string): Promise<RestFacts> {
  const until = hand.now() + PATIENCE;
  for (let before = await restFacts(hand, resting, primary); ;) {
    await hand.sleep(EVERY);
    const now = await restFacts(hand, resting, primary);
    if (resting.engine.isStill(before, now)) return now;
    if (hand.now() > until)
      throw new ClusterTrouble(
        'broken',
        `${primary} is still written to, though the door is closed: some client reaches it under its pod's own name. Stop that client first. (${words(now)})`,
      );
    hand.tell({ text: `${primary} still writes: ${words(now)}` });
    await run(hand, resting, primary, resting.engine.endSessions(resting.context));
    before = now;
  }
}

interface Following {
  readonly resting: Resting;
  readonly primary: RestFacts;
  readonly replica: string;
  readonly mayLag: boolean;
}

async function caughtUp(hand: Hand, { resting, primary, replica, mayLag }: Following): Promise<void> {
  for (;;) {
    const facts = await restFacts(hand, resting, replica).catch((error: unknown) => {
      if (hand.signal.aborted || !mayLag || !(error instanceof ClusterTrouble)) throw error;
      return undefined;
    });
    const why = facts === undefined ? 'it does not answer' : resting.engine.behind(primary, facts);
    if (why === undefined) return;
    hand.tell({ text: `${replica}: ${why}` });
    if (mayLag) return;
    await hand.sleep(EVERY);
  }
}

function words(rest: RestFacts): string {
  const told = ['position', 'keys', 'history'].flatMap((key) => {
    const value = rest[key];
    return value === undefined ? [] : [`${key} ${value}`];
  });
  return told.join(', ') || 'nothing that can be compared';
}
