import type { Field } from '../../engines/model/field.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { fieldOf, podTrouble } from '../procedures/jobs/pod-words.ts';
import type { Hand } from '../runner/hand.ts';
import type { Observation, Step } from '../runner/step.ts';
import { FAULT } from './fetched-step.ts';

/** Waits until the new instance's server is ready: with its readiness probe, recovery is over then. */
export function readyStep(namespace: string, pod: string, { tolerates }: { readonly tolerates: boolean }): Step {
  const look = async (hand: Hand): Promise<Observation & { readonly found: Field | undefined }> => {
    const found = await podNamed(hand, namespace, pod);
    const isReady = found
      ?.at('status', 'conditions')
      .items()
      .some((one) => one.at('type').string() === 'Ready' && one.at('status').string() === 'True');
    if (isReady === true) return { state: 'done', evidence: `${pod} is ready.`, found };
    return { state: 'todo', evidence: `${pod}: ${(found && podTrouble(found)) ?? 'not ready yet'}.`, found };
  };
  return {
    id: 'ready',
    title: `Wait until ${pod} is ready`,
    commands: [`kubectl --namespace ${namespace} wait --for=condition=Ready pod/${pod}`],
    needs: ['get'].map((verb) => ({ verb, resource: RESOURCES.pods, namespace })),
    removesWrites: false,
    deadline: 1_800,
    observe: async (hand) => {
      if (tolerates && hand.facts[FAULT] !== undefined)
        return { state: 'done', evidence: 'Nothing is to be waited for: the backup has a fault.' };
      const { state, evidence } = await look(hand);
      return { state, evidence };
    },
    act: async (hand) => {
      for (;;) {
        const { state, evidence } = await look(hand);
        if (state === 'done') return;
        hand.tell({ text: evidence });
        await hand.sleep(1_000);
      }
    },
  };
}

async function podNamed({ see, signal }: Hand, namespace: string, name: string): Promise<Field | undefined> {
  try {
    return fieldOf(await see.read({ resource: RESOURCES.pods, namespace, name }, { signal }));
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  }
}
