import { RESOURCES } from '../../cluster/resources.ts';
import { isFencedNow } from '../../procedures/fence/is-fenced.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Refusal, Step } from '../../runner/step.ts';
import { accepts, execCommand, factsOf, ran } from '../switchover/switching.ts';
import { hear, type FailingOver } from './failing-over.ts';
import { lossWords } from './loss.ts';
import { lossNow } from './loss-now.ts';

/** Seconds until the candidate must accept writes. */
const DEADLINE = 120;

/**
 * Promotes the candidate: the point of no return. Only while the old primary is proven to be fenced, nobody else accepts writes, nobody who answers has received more, and no more is lost than
 * somebody has accepted.
 */
export function promoteStep(over: FailingOver, maxLoss: number): Step {
  const { switching, context } = over;
  const { candidate, leader, namespace } = switching;
  const observe = async (hand: Hand): Promise<Observation> => {
    const [seen, fenced] = await Promise.all([factsOf(hand, switching, candidate), isFencedNow(hand, over.fence)]);
    if (accepts(seen) !== true) return { state: 'todo', evidence: `${candidate} does not accept writes yet.` };
    if (fenced.state !== 'done')
      return {
        state: 'impossible',
        evidence: `${candidate} accepts writes, and ${leader} is not fenced: ${fenced.evidence}`,
      };
    return { state: 'done', evidence: `${candidate} leads (${seen.facts?.['history'] ?? ''}).` };
  };
  return {
    id: 'promote',
    title: `Promote ${candidate}`,
    commands: [execCommand(switching, candidate)],
    needs: ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    risk: `From here on ${candidate} leads. What only ${leader} has stays on its volume, and is no part of the database any more.`,
    removesWrites: false,
    pointOfNoReturn: true,
    deadline: DEADLINE,
    observe,
    preconditions: async (hand) => {
      const free = await unfenced(hand, over);
      // What a primary has that still runs nobody can have read.
      const lost = free.length > 0 ? [] : await tooMuch(hand, over, maxLoss);
      return [...free, ...(await wrongOne(hand, over)), ...lost];
    },
    act: async (hand) => {
      await ran(hand, switching, candidate, switching.engine.promote(context));
    },
  };
}

/** Law 1: fence before promoting. What is not proven is not fenced. */
async function unfenced(hand: Hand, { fence, switching }: FailingOver): Promise<Refusal[]> {
  const seen = await isFencedNow(hand, fence);
  if (seen.state === 'done') return [];
  return [
    {
      id: 'R2',
      kind: 'never',
      what: `${switching.candidate} is not promoted while ${fence.pod} may accept writes.`,
      evidence: seen.evidence,
      wayOut: `Fence ${fence.pod} first.`,
    },
  ];
}

/** Whether it is still the one to promote. */
async function wrongOne(hand: Hand, over: FailingOver): Promise<Refusal[]> {
  const { switching, engine } = over;
  const { candidate: name } = switching;
  const { candidate, others } = await hear(hand, over);
  const refuse = (
    id: Refusal['id'],
    kind: Refusal['kind'],
    what: string,
    evidence: string,
    wayOut: string,
  ): Refusal[] => [{ id, kind, what, evidence, wayOut }];
  if (candidate.facts === undefined)
    return refuse(
      'R11',
      'mend',
      `${name} does not say how it stands.`,
      candidate.why,
      'Mend it, or choose another one.',
    );
  const { facts } = candidate;
  const writers = others.filter((one) => one.facts['writable'] !== 'no').map((one) => one.name);
  if (writers.length > 0)
    return refuse(
      'R3',
      'never',
      `${writers.join(', ')} may accept writes.`,
      'its server says so, or does not say',
      'Find out which data is right, and make the others follow.',
    );
  const left = engine.unapplied(facts);
  if (left !== undefined)
    return refuse('R11', 'mend', `${name} has not applied all that it has received.`, left, 'Wait until it has.');
  const unfit = engine.cannotLead(
    facts,
    others.map((one) => one.facts),
  );
  if (unfit.length > 0)
    return unfit.map(({ id, what, evidence, wayOut }) => ({
      id,
      kind: id === 'R4' ? 'never' : 'mend',
      what: what.replaceAll('{member}', name),
      evidence,
      wayOut,
    }));
  const further = others.filter((one) => !((engine.ahead(facts, one.facts) ?? -1) >= 0));
  if (further.length === 0) return [];
  return refuse(
    'R11',
    'mend',
    `${further.map((one) => one.name).join(', ')} may have received more than ${name}.`,
    [{ name, facts }, ...further].map((one) => `${one.name}: ${one.facts['position'] ?? 'unknown'}`).join(', '),
    'Promote the one that has most.',
  );
}

/** More than was accepted, or nobody can tell how much. */
async function tooMuch(hand: Hand, { fence, switching }: FailingOver, maxLoss: number): Promise<Refusal[]> {
  const loss = (await lossNow(hand, fence)) ?? { why: 'its volume was not read behind this fence' };
  if (loss.transactions !== undefined && loss.transactions <= maxLoss) return [];
  const { candidate, leader } = switching;
  return [
    {
      id: 'R24',
      kind: 'typed',
      what:
        loss.transactions === undefined
          ? `How much ${candidate} lacks of what ${leader} had is not known.`
          : `More would be lost than the ${String(maxLoss)} transactions that were accepted.`,
      evidence: `${candidate} lacks ${lossWords(loss)}`,
      wayOut: `Bring ${leader} back; or begin again with a maxLoss that is enough, or accept by typing that these are lost.`,
    },
  ];
}
