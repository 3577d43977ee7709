import { claimSize } from '../../changes/claim-size.ts';
import { changeRule } from '../rule.ts';
import { ordersSet } from './example.ts';

export const shrinksStorage = changeRule({
  id: 'change/shrinks-storage',
  severity: 'error',
  title: 'A smaller claim than the one that is there',
  why: `A volume can grow, and never shrink: the API server refuses a smaller request for a claim («field can not be less than status.capacity»), and any change of a claim template. Whoever
deletes the claim to get a smaller one deletes the data.`,
  when: `Fires when the request of the claim, or claim template, that holds the data becomes smaller. Silent for the same size written otherwise.`,
  sources: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims'],
  silences: ['change/immutable-field'],
  exampleBefore: ordersSet(),
  examples: { bad: ordersSet({ size: '10Gi' }), good: ordersSet({ size: '20480Mi' }) },
  *check({ before, after, isMoved }) {
    const [old, fresh] = [before.data.volume?.claim, after?.data.volume?.claim];
    if (isMoved || old?.form !== fresh?.form || old?.name !== fresh?.name) return;
    const [was, is] = [claimSize(old), claimSize(fresh)];
    if (was === undefined || is === undefined || is.bytes >= was.bytes) return;
    yield {
      source: is.field.source,
      message: `A volume cannot shrink: it has ${was.text}, and ${is.text} are asked for. The API server refuses it. A smaller one is made by a backup, and a restore into a new claim.`,
    };
  },
});
