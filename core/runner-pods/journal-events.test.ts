import assert from 'node:assert/strict';
import { MemoryCluster } from '../../test/runner/memory-cluster.ts';
import { begin, planOf, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import { runPlan, type JournalRecord, type RunnerEvent } from '../runner/index.ts';
import { eventsBetween } from './journal-events.ts';

const words = (event: RunnerEvent): string => {
  const step = 'step' in event ? event.record.steps.find(({ id }) => id === event.step) : undefined;
  const more = event.type === 'phase' ? event.record.phase : `${step?.id ?? ''} ${step?.state ?? ''}`;
  return `${event.type} ${more}`.trim();
};

describe('events from a journal', () => {
  it('are those that the runner told, as far as it wrote them down', async () => {
    const clock = new VirtualClock();
    const told: RunnerEvent[] = [];
    const slow = switchStep('b', { act: (hand) => hand.sleep(20_000).then(() => switchStep('b').act(hand)) });
    const plan = planOf([switchStep('a'), slow]);
    const connection = withSwitches(new MemoryCluster()).connect();
    const onEvent = (event: RunnerEvent): unknown => told.push(event);
    await clock.during(runPlan({ ...begin(connection, plan), ...clock.times, onEvent }));

    const journal = told.filter(({ type }) => type === 'journal').map(({ record }) => record);
    let before: JournalRecord | undefined;
    const seen = journal.flatMap((record) => {
      const events = eventsBetween(before, record);
      before = record;
      return events;
    });
    const shown = (events: readonly RunnerEvent[]): string[] =>
      events.filter(({ type }) => type !== 'journal').map(words);
    assert.deepEqual(shown(seen), shown(told));
    assert.ok(seen.some(({ type }) => type === 'progress'));
  });

  it('tell a record of which nothing was known yet as it stands', async () => {
    const clock = new VirtualClock();
    const connection = withSwitches(new MemoryCluster()).connect();
    const run = runPlan({ ...begin(connection, planOf([switchStep('a')])), ...clock.times });
    const record = await clock.during(run);
    assert.deepEqual(eventsBetween(undefined, record).map(words), ['phase done', 'step a done', 'journal']);
  });

  it('tell what a step said last before its end, where both came between two looks', async () => {
    const clock = new VirtualClock();
    const connection = withSwitches(new MemoryCluster()).connect();
    const b = switchStep('b', {
      act: async (hand) => {
        hand.tell({ text: 'half of it' });
        await switchStep('b').act(hand);
      },
    });
    const record = await clock.during(runPlan({ ...begin(connection, planOf([b])), ...clock.times }));
    assert.deepEqual(eventsBetween(undefined, record).map(words), [
      'phase done',
      'progress b done',
      'step b done',
      'journal',
    ]);
  });
});
