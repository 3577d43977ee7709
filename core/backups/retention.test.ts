import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { IndexedBackup } from './manifest.ts';
import { timeName } from './manifest-text.ts';
import { retained, type Retention } from './retention.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22, 12);

const backup = (age: number, state: IndexedBackup['state'] = 'unverified', tail = 'aaaaaaaa'): IndexedBackup => ({
  id: `${timeName(NOW - age * DAY)}-${tail}`,
  state,
  manifest: undefined,
  verification: undefined,
  why: undefined,
});

const some = fc.uniqueArray(
  fc.record({
    age: fc.double({ min: 0, max: 400, noNaN: true }),
    state: fc.constantFrom('unverified', 'verified', 'failed', 'partial'),
    tail: fc.stringMatching(/^[a-z0-9]{8}$/u),
  }),
  { selector: ({ tail }) => tail, maxLength: 60 },
);
const count = fc.option(fc.nat(20), { nil: undefined });
const rule = fc.record({ last: count, daily: count, weekly: count, monthly: count, days: count });
const given = (rules: Record<string, number | undefined>): Retention =>
  Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));

/** Runs a property over many lists and rules. */
function always(
  holds: (backups: readonly IndexedBackup[], rules: Retention, stays: ReadonlySet<string>) => void,
): void {
  fc.assert(
    fc.property(some, rule, (list, drawn) => {
      const backups = list.map(({ age, state, tail }) => backup(age, state, tail));
      const rules = given(drawn);
      const verdicts = retained(backups, rules, NOW);
      assert.deepEqual(
        verdicts.map(({ id }) => id),
        backups.map(({ id }) => id),
      );
      assert.ok(verdicts.every(({ why }) => why.length > 0));
      holds(backups, rules, new Set(verdicts.flatMap(({ id, stays }) => (stays ? [id] : []))));
    }),
  );
}

const newest = (backups: readonly IndexedBackup[]): readonly string[] =>
  backups
    .map(({ id }) => id)
    .sort()
    .reverse();

describe('retention', () => {
  it('never lets the last verified backup go (R22)', () => {
    always((backups, _, stays) => {
      const [last] = newest(backups.filter(({ state }) => state === 'verified'));
      assert.ok(last === undefined || stays.has(last));
    });
  });

  it('never lets the last complete backup go, however old it is', () => {
    always((backups, _, stays) => {
      const [last] = newest(backups.filter(({ state }) => state === 'verified' || state === 'unverified'));
      assert.ok(last === undefined || stays.has(last));
    });
  });

  it('never lets a partial one go that is younger than a day', () => {
    always((backups, _, stays) => {
      for (const { id, state } of backups)
        if (state === 'partial' && id > timeName(NOW - DAY)) assert.ok(stays.has(id));
    });
  });

  it('keeps as many of the last as it should, and all without a rule', () => {
    always((backups, rules, stays) => {
      const whole = newest(backups.filter(({ state }) => state === 'verified' || state === 'unverified'));
      for (const id of whole.slice(0, rules.last ?? 0)) assert.ok(stays.has(id));
      if (Object.keys(rules).length === 0) assert.equal(stays.size, backups.length);
    });
  });

  it('lets nothing go that fewer rules kept', () => {
    always((backups, rules, stays) => {
      const more = retained(backups, { ...rules, last: (rules.last ?? 0) + 1 }, NOW);
      if (Object.keys(rules).length > 0) for (const { id, stays: still } of more) if (stays.has(id)) assert.ok(still);
    });
  });

  it('keeps no more after what goes is gone', () => {
    always((backups, rules, stays) => {
      const left = backups.filter(({ id }) => stays.has(id));
      assert.ok(retained(left, rules, NOW).every((verdict) => verdict.stays));
    });
  });

  it('keeps the newest of days, weeks and months, and says so', () => {
    const list = [0.1, 0.2, 1, 2, 8, 40].map((age) => backup(age));
    const by = (rules: Retention) =>
      retained(list, rules, NOW)
        .map(({ stays }) => Number(stays))
        .join('');
    assert.equal(by({ daily: 2 }), '101000');
    assert.equal(by({ weekly: 2 }), '100010');
    assert.equal(by({ monthly: 2 }), '100001');
    assert.equal(by({ last: 2 }), '110000');
    assert.equal(by({ days: 2 }), '111000');
    assert.deepEqual(retained(list, { daily: 1 }, NOW)[0]!.why, ['the newest of 2026-11-22', 'the last complete one']);
    assert.deepEqual(retained(list, { weekly: 1 }, NOW)[0]!.why.slice(0, 1), ['the newest of the week of 2026-11-16']);
  });
});
