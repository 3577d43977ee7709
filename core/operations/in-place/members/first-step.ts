import { RESOURCES } from '../../../cluster/resources.ts';
import { DOOR } from '../../../procedures/door/endpoints.ts';
import { fieldOf } from '../../../procedures/jobs/pod-words.ts';
import { placeOf, readSet, seeSet, seeSetNeeds, type SetName } from '../../../procedures/scale/set-seen.ts';
import type { Hand } from '../../../runner/hand.ts';
import type { Observation, Step } from '../../../runner/step.ts';

/** The fact that the first member is started on the restored volume. */
export const STARTED = 'firstStarted';

/** Who is started, and for whom it must be ready. */
export interface First extends SetName {
  /** The closed door's Services: the first member must be the one that they would lead to. */
  readonly services: readonly string[];
  /** What the set asked for. */
  readonly replicas: number;
  readonly deadline: number;
}

/**
 * Starts the first member alone, behind the closed door, and waits until it is ready and bears the labels that the door's Services ask for: a role is told by whoever
 * labels members, and a door that opened to nobody would be no proof. Its way back ends it.
 */
export function firstStep({ services, replicas, deadline, ...name }: First): Step {
  const { namespace, set } = name;
  const pod = `${set}-0`;
  const scale = async (hand: Hand, to: number): Promise<void> => {
    const seen = await readSet(hand, name);
    if (seen.replicas !== to)
      await hand.patch(placeOf(name), [
        { op: 'test', path: '/spec/replicas', value: seen.replicas },
        { op: 'replace', path: '/spec/replicas', value: to },
      ]);
  };
  const observe = async (hand: Hand): Promise<Observation> => {
    const seen = await seeSet(hand, name);
    const asks = `${set} asks for ${String(seen.replicas)}`;
    if (seen.replicas > 1)
      return { state: 'impossible', evidence: `${asks}, and all but the first were to wait. Somebody has scaled it.` };
    if (seen.replicas === 0) return { state: 'todo', evidence: `${asks}.` };
    if (!seen.ready.includes(pod)) return { state: 'partial', evidence: `${asks}; ${pod} is not ready yet.` };
    const missing = await unled(hand, namespace, services, pod);
    if (missing.length > 0)
      return { state: 'partial', evidence: `${pod} has not the labels by which ${missing.join(', ')} lead to it yet.` };
    return { state: 'done', evidence: `${pod} is ready, and has the labels that the Services ask for.` };
  };
  return {
    id: 'first',
    title: `Start ${pod} on the restored volume, alone and behind the closed door`,
    commands: [`kubectl --namespace ${namespace} scale statefulset ${set} --replicas=1`],
    needs: [
      ...seeSetNeeds(namespace),
      { verb: 'patch', resource: RESOURCES.statefulSets, namespace },
      ...[RESOURCES.pods, RESOURCES.services].map((resource) => ({ verb: 'get', resource, namespace })),
    ],
    removesWrites: false,
    deadline,
    observe,
    act: async (hand) => {
      // The old members' end is behind the operation from here on.
      if (hand.facts[STARTED] === undefined) await hand.keep(STARTED, true);
      await scale(hand, 1);
      for (let seen = await observe(hand); seen.state === 'partial'; seen = await observe(hand)) {
        hand.tell({ text: seen.evidence });
        await hand.sleep(500);
      }
    },
    undo: {
      title: `end ${pod} again`,
      commands: [`kubectl --namespace ${namespace} scale statefulset ${set} --replicas=0`],
      act: async (hand) => {
        // Whoever scaled it back to what it was has done more than this step: there is no telling on which volumes.
        await scale(hand, 0);
        for (let seen = await seeSet(hand, name); seen.pods.length > 0; seen = await seeSet(hand, name)) {
          hand.tell({ text: `Waiting until ${seen.pods.join(', ')} has ended` });
          await hand.sleep(500);
        }
        await hand.forget([STARTED]);
      },
      verify: async (hand) => {
        const { replicas: asked, pods } = await seeSet(hand, name);
        const isOver = asked === 0 && pods.length === 0 && hand.facts[STARTED] === undefined;
        return {
          state: isOver ? 'done' : 'todo',
          evidence: `${set} asks for ${String(asked)} of ${String(replicas)}; pods: ${pods.join(', ') || 'none'}.`,
        };
      },
    },
  };
}

/** Services that would not lead to the pod once their door is open. */
async function unled(
  { see, signal }: Hand,
  namespace: string,
  services: readonly string[],
  pod: string,
): Promise<string[]> {
  const labels = fieldOf(await see.read({ resource: RESOURCES.pods, namespace, name: pod }, { signal }))
    .at('metadata', 'labels')
    .stringMap();
  const missing: string[] = [];
  for (const name of services) {
    const found = fieldOf(await see.read({ resource: RESOURCES.services, namespace, name }, { signal }));
    const selector = Object.entries(found.at('spec', 'selector').stringMap());
    if (selector.some(([key, value]) => key !== DOOR.key && labels[key] !== value)) missing.push(name);
  }
  return missing;
}
