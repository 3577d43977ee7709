import { RESOURCES } from '../../../cluster/resources.ts';
import { placeOf, readSet, type SetName } from '../../../procedures/scale/set-seen.ts';
import type { Step } from '../../../runner/step.ts';

/** Asks for all members again: those with empty claims copy the first one. That they do is the next step's to see. */
export function allAskedStep({ namespace, set }: SetName, replicas: number): Step {
  const name = { namespace, set };
  return {
    id: 'members',
    title: `Ask for ${String(replicas)} members again: the others get empty claims, and copy ${set}-0`,
    commands: [`kubectl --namespace ${namespace} scale statefulset ${set} --replicas=${String(replicas)}`],
    needs: ['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.statefulSets, namespace })),
    removesWrites: false,
    deadline: 60,
    observe: async (hand) => {
      const { replicas: asked } = await readSet(hand, name);
      const evidence = `${set} asks for ${String(asked)}.`;
      if (asked === 1 && replicas !== 1) return { state: 'todo', evidence };
      // Whoever wants more, or fewer, by now decides that: the restored data are served already.
      return { state: asked === 0 ? 'impossible' : 'done', evidence };
    },
    act: async (hand) => {
      await hand.patch(placeOf(name), [
        { op: 'test', path: '/spec/replicas', value: 1 },
        { op: 'replace', path: '/spec/replicas', value: replicas },
      ]);
    },
  };
}
