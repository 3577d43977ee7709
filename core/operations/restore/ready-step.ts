import type { Field } from '../../../engines/model/field.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { fieldOf, podTrouble } from '../../procedures/jobs/pod-words.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { FAULT } from './fetched-step.ts';

/**
 * Waits until the new instance's server is ready: with its readiness probe, recovery is over then. A server that ends again and again is a fault of files that were
 * unpacked before it started (`tolerates`), else a failure.
 */
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
        const { state, evidence, found } = await look(hand);
        if (state === 'done') return;
        const why = found && crashed(found);
        if (why !== undefined) {
          const words = `${pod} does not start: ${why}`;
          if (!tolerates) throw new ClusterTrouble('broken', words);
          await hand.keep(FAULT, words);
          return;
        }
        hand.tell({ text: evidence });
        await hand.sleep(1_000);
      }
    },
  };
}

/** Restarts until a server that ends again and again counts as one that cannot start: image scripts end once or twice by themselves. */
const RESTARTS = 3;

/** Why it cannot start, in plain words; undefined where that is not sure yet. What it printed may hold data, and is not told. */
function crashed(pod: Field): string | undefined {
  for (const status of pod.at('status', 'containerStatuses').items()) {
    const restarts = status.at('restartCount').number() ?? 0;
    if (restarts < RESTARTS) continue;
    const ended = status.at('lastState', 'terminated');
    const reason = ended.at('reason').string() === 'OOMKilled' ? ' (out of memory)' : '';
    return `its container ${status.at('name').string() ?? ''} ended ${restarts} times, last with ${ended.at('exitCode').number() ?? 'no code'}${reason}.`;
  }
  return undefined;
}

async function podNamed({ see, signal }: Hand, namespace: string, name: string): Promise<Field | undefined> {
  try {
    return fieldOf(await see.read({ resource: RESOURCES.pods, namespace, name }, { signal }));
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  }
}
