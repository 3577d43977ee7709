import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Hand } from '../../runner/hand.ts';
import { FAULT, fetchedStep } from './fetched-step.ts';

/** A hand that sees a Job that has failed, whose mover and engine printed this. */
function handThatSees(mover: string, engine: string): { readonly hand: Hand; readonly facts: Map<string, unknown> } {
  const facts = new Map<string, unknown>();
  const ended = (name: string) => ({ name, state: { terminated: { exitCode: 1, reason: 'Error' } } });
  const job = { metadata: { name: 'load' }, status: { conditions: [{ type: 'Failed', status: 'True' }] } };
  const pod = { metadata: { name: 'load-x' }, status: { containerStatuses: [ended('engine'), ended('mover')] } };
  const see = {
    read: () => Promise.resolve(job),
    // eslint-disable-next-line @typescript-eslint/require-await -- pages are asynchronous by their type
    list: async function* () {
      yield { items: [pod] };
    },
    logs: (target: { container: string }) =>
      Promise.resolve(Readable.from([target.container === 'mover' ? mover : engine])),
  };
  const hand = {
    see,
    namespace: 'shop',
    signal: new AbortController().signal,
    now: () => 0,
    sleep: () => Promise.resolve(),
    tell: () => undefined,
    facts: {},
    keep: (key: string, value: unknown) => Promise.resolve(void facts.set(key, value)),
  };
  return { hand: hand as unknown as Hand, facts };
}

describe('a backup that could not be read back', () => {
  const options = { namespace: 'shop', deadline: 60, tolerates: true };
  const line = (value: object) => `${JSON.stringify(value)}\n`;

  it('is an outcome of a test where the mover says that it lies in the backup, whatever its words', async () => {
    const { hand, facts } = handThatSees(line({ error: 'Any words at all.', kind: 'backup' }), 'it did not come whole');
    await fetchedStep('load', options).act(hand);
    assert.match(String(facts.get(FAULT)), /^Any words at all\./u);
  });

  for (const [what, mover] of [
    [
      'lies on the way, though the words sound of damage',
      line({ error: 'The backup is damaged, it seems.', kind: 'way' }),
    ],
    ['is of a mover that knows no kinds', line({ error: 'The backup is damaged.' })],
    ['left no word', ''],
  ] as const)
    it(`fails the operation where the error ${what}`, async () => {
      const { hand, facts } = handThatSees(mover, 'the backup did not come whole');
      await assert.rejects(fetchedStep('load', options).act(hand), /did not come whole/u);
      assert.equal(facts.size, 0);
    });

  it('fails a restore in any case', async () => {
    const { hand, facts } = handThatSees(line({ error: 'The backup is damaged.', kind: 'backup' }), '');
    await assert.rejects(fetchedStep('load', { ...options, tolerates: false }).act(hand), /damaged/u);
    assert.equal(facts.size, 0);
  });
});
