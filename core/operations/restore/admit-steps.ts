import type { Admission } from '../../../engines/model/dump-login.ts';
import type { ExecTarget } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { FAULT, LOADED } from './fetched-step.ts';
import { parseFacts } from '../backup/facts.ts';
import { execRights } from '../backup/needs.ts';

const DEADLINE = 600;

/** The fact that this operation makes the account: one that was there before is left as it is. */
export const ADMITTED = 'admitted';

/**
 * Lets the load's login in, once the server listens to the network: an image's first start has one that does not. It is not taken back by itself: on the way back the
 * whole instance goes, and one that does not answer must not keep it from going.
 */
export function admitStep(target: ExecTarget, admission: Admission): Step {
  const { account } = admission;
  return {
    ...common(target),
    id: 'admit',
    title: `Let ${account} in to ${target.pod} from other pods, to load it`,
    observe: async (hand) => {
      if (hand.facts[LOADED] !== undefined || hand.facts[FAULT] !== undefined)
        return { state: 'done', evidence: 'It was loaded already.' };
      const { admitted, reached, why } = await seen(hand, target, admission);
      if (why !== undefined) return { state: 'todo', evidence: why };
      const listens = reached ? 'the server listens' : 'the server does not listen to the network yet';
      const is: Observation['state'] = admitted && reached ? 'done' : admitted ? 'partial' : 'todo';
      return { state: is, evidence: `${account} is ${admitted ? '' : 'not '}there; ${listens}.` };
    },
    act: async (hand) => {
      for (;;) {
        const { reached, admitted, why } = await seen(hand, target, admission);
        if (reached && admitted) return;
        if (reached) break;
        hand.tell({ text: why ?? 'The server does not listen to the network yet.' });
        await hand.sleep(1_000);
      }
      await hand.keep(ADMITTED, true);
      await run(hand, target, admission.open, `${account} cannot be made`);
    },
  };
}

/** Lets nobody in any more as it was for the load. */
export function dismissStep(target: ExecTarget, admission: Admission): Step {
  const { account } = admission;
  return {
    ...common(target),
    id: 'dismiss',
    title: `Remove ${account} from ${target.pod} again`,
    observe: async (hand) => {
      if (hand.facts[ADMITTED] === undefined)
        return { state: 'done', evidence: `This operation has not made ${account}.` };
      const { admitted, why } = await seen(hand, target, admission);
      if (why !== undefined) return { state: 'todo', evidence: why };
      return admitted
        ? { state: 'todo', evidence: `${account} is still there.` }
        : { state: 'done', evidence: `${account} is not there: root may log in from its own container only.` };
    },
    act: (hand) => run(hand, target, admission.close, `${account} cannot be removed`),
  };
}

const common = ({ namespace, pod, container }: ExecTarget) =>
  ({
    commands: [`kubectl --namespace ${namespace} exec ${pod} -c ${container} -- sh -c '…'`],
    needs: execRights(namespace),
    removesWrites: false,
    deadline: DEADLINE,
  }) as const;

interface Seen {
  readonly admitted: boolean;
  readonly reached: boolean;
  /** Why nothing is known. */
  readonly why?: string;
}

async function seen(hand: Hand, target: ExecTarget, { look }: Admission): Promise<Seen> {
  const nothing = (why: string): Seen => ({ admitted: false, reached: false, why });
  try {
    const { exitCode, stdout, stderr } = await hand.script(target, look, { timeout: 30_000 });
    const { admitted, reached } = parseFacts(stdout);
    if (exitCode === 0 && admitted !== undefined && reached !== undefined)
      return { admitted: admitted === 'yes', reached: reached === 'yes' };
    return nothing(`${target.pod} does not answer yet: ${stderr.trim().slice(-200)}`);
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return nothing(`There is no pod ${target.pod}.`);
    throw error;
  }
}

async function run(hand: Hand, target: ExecTarget, script: string, what: string): Promise<void> {
  const { exitCode, stderr } = await hand.script(target, script, { timeout: 60_000 });
  if (exitCode !== 0) throw new ClusterTrouble('broken', `${what} in ${target.pod}: ${stderr.trim().slice(-200)}`);
}
