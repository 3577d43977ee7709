import { counted } from '../../inventory/databases/words.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { readyMembers } from '../../procedures/scale/ready-members.ts';
import { placeOf, readSet, seeSet, type SetName } from '../../procedures/scale/set-seen.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Refusal, Step } from '../../runner/step.ts';
import type { Standing } from './standing.ts';

/** Which set ends, and what is asked right before. */
export interface Ending {
  readonly namespace: string;
  readonly set: string;
  readonly standing: Standing;
  /** Seconds for the servers to end, and on the way back to come up. */
  readonly deadline: number;
  /** Whether the old data would still be kept. */
  readonly preconditions: (hand: Hand) => Promise<readonly Refusal[]>;
}

/** Ends the old members: their claims stay. The way back starts as many again, and waits for as many as were ready before. */
export function downStep({ namespace, set, standing, deadline, preconditions }: Ending): Step {
  const { replicas, ready } = standing;
  const name: SetName = { namespace, set };
  const place = placeOf(name);
  const scale = (from: number, to: number) =>
    [
      { op: 'test', path: '/spec/replicas', value: from },
      { op: 'replace', path: '/spec/replicas', value: to },
    ] as const;
  const observe = async (hand: Hand): Promise<Observation> => {
    const seen = await seeSet(hand, name);
    const evidence = `${set} asks for ${counted(seen.replicas, 'replica')}; pods: ${seen.pods.join(', ') || 'none'}.`;
    if (seen.replicas === 0) return { state: seen.pods.length === 0 ? 'done' : 'partial', evidence };
    return { state: seen.replicas === replicas ? 'todo' : 'impossible', evidence };
  };
  return {
    id: 'down',
    title: `End the old members: ${set} to 0 replicas; its claims stay`,
    commands: [`kubectl --namespace ${namespace} scale statefulset ${set} --replicas=0`],
    needs: [
      ...['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.statefulSets, namespace })),
      ...['get', 'list'].map((verb) => ({ verb, resource: RESOURCES.pods, namespace })),
      { verb: 'get', resource: RESOURCES.claims, namespace },
    ],
    risk: 'Sessions that are still open end here; what they have not committed is lost to them.',
    removesWrites: true,
    deadline,
    observe,
    preconditions,
    act: async (hand) => {
      if ((await seeSet(hand, name)).replicas !== 0) await hand.patch(place, scale(replicas, 0));
      for (;;) {
        const { pods } = await seeSet(hand, name);
        if (pods.length === 0) return;
        hand.tell({ text: `Waiting until ${pods.join(', ')} ${pods.length === 1 ? 'has' : 'have'} ended` });
        await hand.sleep(1_000);
      }
    },
    undo: {
      title: `Scale ${set} back to ${replicas}`,
      commands: [`kubectl --namespace ${namespace} scale statefulset ${set} --replicas=${replicas}`],
      act: async (hand) => {
        if ((await readSet(hand, name)).replicas === 0) await hand.patch(place, scale(0, replicas));
        for (;;) {
          const seen = await readyMembers(hand, name);
          if (seen.ready >= ready) return;
          hand.tell({ text: `${seen.ready} of ${ready} old members are ready again` });
          await hand.sleep(1_000);
        }
      },
      verify: async (hand) => {
        const seen = await readyMembers(hand, name);
        const evidence = `${seen.evidence} Before: ${replicas}, of which ready: ${ready}.`;
        return { state: seen.replicas === replicas && seen.ready >= ready ? 'done' : 'todo', evidence };
      },
    },
  };
}
