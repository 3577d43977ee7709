import type { StoppingEngine } from '../../../engines/model/stopping.ts';
import type { ApiObject, ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { readerSaid } from '../../procedures/claims/reader-said.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';

/** The fact under which the engine's own word stands. */
const STATE = 'shutDown';

/** Reads the stopped primary's data directory with the engine's own tool: it must say that it was shut down in good order. */
export function proofStep(job: ApiObject, primary: string, engine: StoppingEngine): Step {
  const { name, namespace = '' } = job.metadata;
  const place: ObjectName = { resource: RESOURCES.jobs, namespace, name };
  const look = (hand: Hand) => {
    const state = hand.facts[STATE];
    if (typeof state !== 'string') return { state: 'todo' as const, evidence: 'Its data directory was not read yet.' };
    const isGood = engine.isShutDown?.(state) === true;
    return { state: isGood ? ('done' as const) : ('impossible' as const), evidence: `${primary}: «${state}».` };
  };
  return {
    id: 'proof',
    title: `Read in the data of ${primary} that it was shut down in good order`,
    commands: [`create the Job ${namespace}/${name}, which reads the claim and changes nothing`],
    needs: [
      ...['create', 'get'].map((verb) => ({ verb, resource: RESOURCES.jobs, namespace })),
      { verb: 'list', resource: RESOURCES.pods, namespace },
    ],
    removesWrites: false,
    deadline: 330,
    observe: (hand) => Promise.resolve(look(hand)),
    act: async (hand) => {
      if (hand.facts[STATE] !== undefined) return;
      await hand.create(job, place);
      const { exitCode, said } = await readerSaid(hand, name);
      const { state } = said;
      if (exitCode !== 0 || state === undefined)
        throw new ClusterTrouble('broken', `${name} could not read the data: exit code ${String(exitCode)}.`);
      await hand.keep(STATE, state);
    },
  };
}
