import type { Json } from '../../../../engines/model/object.ts';
import { RESOURCES } from '../../../cluster/resources.ts';
import { ClusterTrouble } from '../../../cluster/trouble.ts';
import { keptOf, type ClaimKept } from '../../../procedures/claims/claim-kept.ts';
import { claimPlace, readVolume } from '../../../procedures/claims/volume-seen.ts';
import { placeOf, readSet, seeSet, type SetName } from '../../../procedures/scale/set-seen.ts';
import { fieldOf } from '../../../procedures/jobs/pod-words.ts';
import type { Hand } from '../../../runner/hand.ts';
import type { Observation, Step } from '../../../runner/step.ts';

/** One volume of the restored server. */
export interface NewVolume {
  readonly volume: string;
  readonly policy: string;
  readonly claim: ClaimKept;
}

/** The fact that the restored server is at rest, and which volumes it has. From here on its own steps are behind the operation. */
export const RESTED = 'restored';

/** The volumes of the restored server, by their claims' names; none as long as they are not known. */
export const restoredOf = (hand: Pick<Hand, 'facts'>): readonly NewVolume[] =>
  (hand.facts[RESTED] as unknown as readonly NewVolume[] | undefined) ?? [];

/** Ends the restored server in order, once it was checked: its volumes are to be the first member's. The way back starts it again. */
export function restStep(name: SetName, claims: readonly string[], deadline: number): Step {
  const { namespace, set } = name;
  const observe = async (hand: Hand): Promise<Observation> => {
    if (hand.facts[RESTED] === undefined) return { state: 'todo', evidence: `${set} runs, or was not checked yet.` };
    const { replicas, pods } = await seeSet(hand, name);
    const isOver = replicas === 0 && pods.length === 0;
    return { state: isOver ? 'done' : 'partial', evidence: `${set}: pods: ${pods.join(', ') || 'none'}.` };
  };
  return {
    id: 'rest',
    title: `End the restored server ${set}-0: its volume is to be the first member's`,
    commands: [`kubectl --namespace ${namespace} scale statefulset ${set} --replicas=0`],
    needs: [
      ...['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.statefulSets, namespace })),
      { verb: 'list', resource: RESOURCES.pods, namespace },
      { verb: 'get', resource: RESOURCES.claims, namespace },
      { verb: 'get', resource: RESOURCES.volumes },
    ],
    removesWrites: false,
    deadline,
    observe,
    act: async (hand) => {
      // Before anything of it changes: its own steps would make it anew.
      if (hand.facts[RESTED] === undefined) {
        const found: NewVolume[] = [];
        for (const claim of claims) found.push(await newVolume(hand, namespace, claim));
        await hand.keep(RESTED, JSON.parse(JSON.stringify(found)) as Json);
      }
      const { replicas } = await readSet(hand, name);
      if (replicas !== 0)
        await hand.patch(placeOf(name), [
          { op: 'test', path: '/spec/replicas', value: replicas },
          { op: 'replace', path: '/spec/replicas', value: 0 },
        ]);
      for (let seen = await seeSet(hand, name); seen.pods.length > 0; seen = await seeSet(hand, name)) {
        hand.tell({ text: `Waiting until ${seen.pods.join(', ')} has ended` });
        await hand.sleep(500);
      }
    },
    undo: {
      title: `take ${set} for one that may run again`,
      commands: [],
      // It is not started for that: on the way back it is removed next, and whoever goes on from here starts it (`startsAgain`).
      act: (hand) => hand.forget([RESTED]),
      verify: (hand) =>
        Promise.resolve(
          hand.facts[RESTED] === undefined
            ? { state: 'done', evidence: `${set} may run again.` }
            : { state: 'todo', evidence: `${set} is at rest.` },
        ),
    },
  };
}

/** The step that makes the restored server's set: one that an earlier way forward has put to rest is started again. */
export function startsAgain(step: Step, name: SetName): Step {
  const isAtRest = async (hand: Hand): Promise<boolean> => (await readSet(hand, name)).replicas === 0;
  return {
    ...step,
    observe: async (hand) => {
      const seen = await step.observe(hand);
      if (seen.state !== 'done' || !(await isAtRest(hand))) return seen;
      return { state: 'partial', evidence: `${seen.evidence} It asks for no member.` };
    },
    act: async (hand) => {
      await step.act(hand);
      if (await isAtRest(hand))
        await hand.patch(placeOf(name), [
          { op: 'test', path: '/spec/replicas', value: 0 },
          { op: 'replace', path: '/spec/replicas', value: 1 },
        ]);
    },
  };
}

async function newVolume(hand: Hand, namespace: string, claim: string): Promise<NewVolume> {
  const body = await hand.see.read(claimPlace(namespace, claim), { signal: hand.signal });
  const volume = fieldOf(body).at('spec', 'volumeName').string();
  const seen = volume === undefined ? undefined : await readVolume(hand, volume);
  if (volume === undefined || seen === undefined)
    throw new ClusterTrouble('broken', `The claim ${claim} of the restored server has no volume.`);
  return { volume, policy: seen.policy, claim: keptOf(body) };
}
