import { RESOURCES } from '../../cluster/resources.ts';
import { run, type Resting } from '../../procedures/members/rest.ts';
import type { Step } from '../../runner/step.ts';

const QUIET = 'quiet';

/** Seconds for the engine to write to disk what its memory holds. */
const FLUSHING = 600;

/**
 * Milliseconds after which no node leads anybody through the closed door any more: kube-proxy hears of it, and waits a second at least between two changes of its
 * rules. https://kubernetes.io/docs/reference/networking/virtual-ips/#minimize-iptables-restore
 */
const DOOR_SHUTS = 2_000;

/** Ends the sessions of clients behind the closed door, and lets the primary write everything to disk: the shutdown is short then, and has nothing to lose. */
export function quietStep(resting: Resting, primary: string): Step {
  const { namespace, container, engine, context } = resting;
  return {
    id: 'quiet',
    title: `End the clients' sessions on ${primary}, and write its memory to disk`,
    commands: [`kubectl --namespace ${namespace} exec ${primary} -c ${container} -- sh -c '…'`],
    needs: ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    risk: 'What clients have not committed is rolled back, as at any shutdown.',
    removesWrites: false,
    deadline: FLUSHING + 120,
    observe: (hand) =>
      Promise.resolve(
        hand.facts[QUIET] === undefined
          ? { state: 'todo', evidence: 'Sessions were not ended yet.' }
          : { state: 'done', evidence: 'Sessions were ended, and its memory was written to disk.' },
      ),
    act: async (hand) => {
      hand.tell({ text: `Ending sessions on ${primary}` });
      await run(hand, resting, primary, engine.endSessions(context));
      // Who was ended comes back at once, and may have found a node that did not know of the closed door yet.
      await hand.sleep(DOOR_SHUTS);
      await run(hand, resting, primary, engine.endSessions(context));
      hand.tell({ text: `Writing the memory of ${primary} to disk` });
      await run(hand, resting, primary, engine.flush(context), FLUSHING);
      await hand.keep(QUIET, hand.now());
    },
  };
}
