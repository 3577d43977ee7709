import assert from 'node:assert/strict';
import { contextRules } from './context-rules.ts';
import { NO_FILTER } from './filter.ts';
import { Preferences } from './preferences.ts';
import { refusal } from './refusal.ts';

const memory = (entries: Iterable<[string, unknown]> = []) => {
  const map = new Map<string, unknown>(entries);
  return Object.assign(map, { update: (key: string, value: unknown) => void map.set(key, value) });
};

describe('preferences', () => {
  it('are kept, told, and tell one thing from another', () => {
    const [everywhere, here] = [memory(), memory()];
    const preferences = new Preferences(everywhere, here);
    let told = 0;
    preferences.onChange(() => (told += 1));
    assert.ok(preferences.fresh);
    preferences.setOpened('a', true);
    assert.ok(!preferences.fresh);
    preferences.setPinned({ context: 'a', database: 'd' }, true);
    preferences.setHidden('a', 'shop', true);
    assert.equal(told, 3);
    const again = new Preferences(everywhere, here);
    assert.deepEqual(again.opened, ['a']);
    assert.ok(again.isPinned({ context: 'a', database: 'd' }) && !again.isPinned({ context: 'a' }));
    assert.ok(again.isHidden('a', 'shop') && !again.isHidden('a') && !again.isHidden('a', 'crm'));
    again.setHidden('a', 'shop', false);
    again.setOpened('a', false);
    assert.ok(!again.isHidden('a', 'shop') && !again.fresh && again.opened.length === 0);
  });

  it('bear with what another version has kept', () => {
    const odd = memory([
      ['opened', 7],
      ['filter', 'x'],
      ['pinned', [1]],
      ['linked', {}],
    ]);
    const preferences = new Preferences(odd, odd);
    assert.deepEqual(preferences.opened, []);
    assert.deepEqual(preferences.filter, NO_FILTER);
    assert.equal(preferences.linked, undefined);
    assert.ok(!preferences.isPinned({ context: '1' }));
  });

  it('refuse in a read-only context alone', () => {
    const of = (protection: string) => contextRules({ a: { protection } }, 'a');
    assert.equal(refusal(of('none'), 'a', 'A shell'), undefined);
    assert.equal(refusal(of('confirm'), 'a', 'A shell'), undefined);
    assert.match(refusal(of('read-only'), 'a', 'A shell') ?? '', /«a» is read-only .* a shell may change data/);
  });
});
