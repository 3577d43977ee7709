import { NO_LOGIN } from '../../../engines/model/stopping.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { servicePort } from '../../procedures/door/service-port.ts';
import { leaderOf, targetOf, type Resting } from '../../procedures/members/rest.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';

/** The fact under which it stands how the canary was written. */
const CANARY = 'canary';

/** Through which the canary is written. */
export interface CanaryWay {
  /** The write Service; undefined where there is none. */
  readonly service: string | undefined;
  /** On which the server listens; the Service may have another one. */
  readonly port: number;
  /** Members; the one that leads writes it. */
  readonly pods: readonly string[];
}

/**
 * Success is a row written and read back, not `Ready`: something of Plinth's own is written through the Service, read in another session, and removed. Where the
 * administrator may not log in over the network it is written in the pod itself, and that is said.
 */
export function canaryStep(resting: Resting, { service, port, pods }: CanaryWay): Step {
  const { namespace, container, engine, context } = resting;
  const script = async (hand: Hand, host: string) =>
    `HOST=${host} PORT=${String(await portAt(hand, host))} NAME=plinth_canary_${hand.id}; export HOST PORT NAME\n${engine.canary(context)}`;
  const portAt = (hand: Hand, host: string) =>
    service === undefined || host === ''
      ? port
      : servicePort(hand, { namespace, service, container: context.container, port });
  return {
    id: 'canary',
    title: `Write and read a row of Plinth’s own through ${service ?? 'the primary'}`,
    commands: pods.map((pod) => `kubectl --namespace ${namespace} exec ${pod} -c ${container} -- sh -c '…'`),
    needs: [
      { verb: 'get', resource: RESOURCES.services, namespace },
      ...['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    ],
    removesWrites: false,
    deadline: 120,
    observe: ({ facts }) => {
      const said = facts[CANARY];
      return Promise.resolve(
        typeof said === 'string'
          ? { state: 'done', evidence: said }
          : { state: 'todo', evidence: 'Nothing was written yet.' },
      );
    },
    act: async (hand) => {
      const pod = (await leaderOf(hand, resting, pods))?.pod;
      if (pod === undefined) throw new ClusterTrouble('broken', `None of ${pods.join(', ')} calls itself primary.`);
      const ways = [...(service === undefined ? [] : [`${service}.${namespace}.svc`]), ''];
      for (const host of ways) {
        const code = await write(hand, resting, pod, await script(hand, host));
        if (code !== 0) continue;
        await hand.keep(CANARY, words(service, pod, host === ''));
        return;
      }
      throw new ClusterTrouble('broken', `The administrator of ${pod} may not log in, so nothing was written.`);
    },
  };
}

function words(service: string | undefined, pod: string, inPod: boolean): string {
  if (!inPod) return `A row was written and read through ${service ?? pod}.`;
  const why =
    service === undefined ? 'there is no Service for writes' : `its administrator may not log in through ${service}`;
  return `A row was written and read in ${pod} itself: ${why}.`;
}

/** Tries for some time: a Service that was just opened may not lead there yet on this node. Gives 0 or {@link NO_LOGIN}. */
async function write(hand: Hand, resting: Resting, pod: string, script: string): Promise<number> {
  for (let trial = 1; ; trial++) {
    const { exitCode, stderr } = await hand.script(targetOf(resting, pod), script, { timeout: 20_000 });
    if (exitCode === 0 || exitCode === NO_LOGIN) return exitCode;
    const said = stderr.trim().slice(-200);
    if (trial >= 10) throw new ClusterTrouble('broken', `Nothing could be written: ${said || 'no reason given'}`);
    hand.tell({ text: `Not yet (try ${String(trial)}): ${said}` });
    await hand.sleep(1_000);
  }
}
