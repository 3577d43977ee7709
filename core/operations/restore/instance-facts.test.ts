import assert from 'node:assert/strict';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { beginsAnew, followsWriting, MENDED, writesOnce } from './instance-facts.ts';

/** A hand with facts, and a Job that is there or not. */
class Place {
  facts: Record<string, unknown> = {};
  hasJob = false;
  acts = 0;
  /** The journal cannot be written. */
  isMute = false;

  readonly hand = {
    facts: undefined as unknown,
    keep: (key: string, value: unknown) => {
      if (this.isMute) return Promise.reject(new Error('the journal cannot be written'));
      this.facts[key] = value;
      return Promise.resolve();
    },
    forget: (keys: readonly string[]) => {
      for (const key of keys) Reflect.deleteProperty(this.facts, key);
      return Promise.resolve();
    },
  } as unknown as Hand;

  constructor() {
    Object.defineProperty(this.hand, 'facts', { get: () => this.facts });
  }

  get step(): Step {
    const observe = (): Promise<Observation> =>
      Promise.resolve(this.hasJob ? { state: 'done', evidence: 'There.' } : { state: 'todo', evidence: 'Gone.' });
    const common = { title: '', commands: [], needs: [], removesWrites: false } as const;
    return {
      ...common,
      id: 'load-job',
      observe,
      act: () => {
        this.acts++;
        this.hasJob = true;
        return Promise.resolve();
      },
      undo: {
        title: '',
        commands: [],
        act: () => {
          this.hasJob = false;
          return Promise.resolve();
        },
        verify: observe,
      },
    };
  }
}

const stateOf = async (step: Step, { hand }: Place): Promise<string> => (await step.observe(hand)).state;

describe('what writes into a new instance', () => {
  it('is made again where it never was', async () => {
    const place = new Place();
    assert.equal(await stateOf(writesOnce(place.step), place), 'todo');
  });

  for (const fact of ['fetched', MENDED, 'fault'])
    it(`is not made again where its Job has told («${fact}»), and is gone since`, async () => {
      const place = new Place();
      place.facts = { touched: true, [fact]: {} };
      assert.equal(await stateOf(writesOnce(place.step), place), 'done');
    });

  it('goes back where its Job is gone before its end: somebody removed it, or took it back', async () => {
    const removed = new Place();
    const step = writesOnce(removed.step);
    await step.act(removed.hand);
    await followsWriting({ ...removed.step, act: () => Promise.resolve() }).act(removed.hand);
    assert.equal(await stateOf(step, removed), 'done');
    removed.hasJob = false;
    assert.equal(await stateOf(step, removed), 'impossible');

    const back = new Place();
    const other = writesOnce(back.step);
    await other.act(back.hand);
    await other.undo?.act(back.hand);
    assert.deepEqual([back.hasJob, await stateOf(other, back)], [false, 'impossible']);
  });

  it('is taken back also where the journal cannot be written', async () => {
    const place = new Place();
    const step = writesOnce(place.step);
    await step.act(place.hand);
    place.isMute = true;
    await step.undo?.act(place.hand);
    assert.equal(place.hasJob, false);
  });

  it('is not known of the next instance any more', async () => {
    const place = new Place();
    place.facts = { touched: true, fetched: {}, loadStarted: 1, outcome: { outcome: 'verified' }, manifest: {} };
    await beginsAnew(place.step).act(place.hand);
    assert.deepEqual([place.facts, place.acts], [{ manifest: {} }, 1]);
    place.hasJob = false;
    assert.equal(await stateOf(writesOnce(place.step), place), 'todo');
  });
});
