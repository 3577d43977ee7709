import type { Parameters } from '../../../core/runner/plan.ts';
import { lagWords } from '../../words/lag.ts';
import { elementOf } from '../targets/element.ts';
import { choice, line } from './form.ts';
import { planned } from './planned.ts';

/** A replica takes over from a primary that is gone; called on a member's row, that one. What may be lost at most is asked: it is read before anybody is promoted. */
export const failOver = planned('failover', 'Fail over', async (_, { database }, argument) => {
  const title = `Fail over ${database.name}`;
  const element = elementOf(argument);
  const to =
    element?.kind === 'member'
      ? { to: element.key }
      : await choice<Parameters>(title, 'Who is to lead?', [
          { label: 'Whoever has received most', means: {} },
          ...database.members
            .filter(({ role }) => role === 'replica')
            .map(({ pod, lag, node }) => ({
              label: pod.name,
              description: [`last seen with ${lagWords(lag)}`, node].filter((word) => word !== undefined).join(', '),
              means: { to: pod.name },
            })),
        ]);
  const most = to && (await mostLost(title));
  return most === undefined ? undefined : { ...to, maxLoss: most };
});

/** Why a text is no number of transactions; undefined: it is. */
const wrongCount = (text: string): string | undefined =>
  /^\d{1,12}$/u.test(text) ? undefined : 'A number: 1, 20, 500.';

async function mostLost(title: string): Promise<number | undefined> {
  const answer = await choice<'none' | 'some'>(title, 'What may be lost? It is counted before anybody is promoted.', [
    { label: 'Nothing', detail: 'Where anything would be lost, or nobody can tell, all is taken back.', means: 'none' },
    { label: 'Some transactions …', detail: 'Where it is more, all is taken back.', means: 'some' },
  ]);
  if (answer === undefined) return undefined;
  if (answer === 'none') return 0;
  const typed = await line({ title, prompt: 'How many transactions may be lost at most?', wrong: wrongCount });
  return typed === undefined ? undefined : Number(typed);
}
