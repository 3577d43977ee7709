import assert from 'node:assert/strict';
import { contextRules, matches } from './context-rules.ts';

describe('the setting plinth.contexts', () => {
  it('says nothing of contexts that it does not name', () => {
    const nothing = {
      protection: 'none',
      label: undefined,
      colour: undefined,
      namespaces: undefined,
      hidden: false,
    };
    for (const setting of [undefined, null, [], 'x', {}, { 'prod-*': { protection: 'read-only' } }]) {
      assert.deepEqual(contextRules(setting, 'staging'), nothing);
    }
  });

  it('matches names with slashes and colons, and nothing but whole names', () => {
    assert.ok(matches('*prod*', 'arn:aws:eks:eu-west-1:1:cluster/prod-a'));
    assert.ok(matches('prod-?', 'prod-a'));
    assert.ok(!matches('prod', 'prod-a'));
    assert.ok(!matches('prod.a', 'prodxa'));
    assert.ok(matches('a+(b)', 'a+(b)'));
  });

  it('lets the strictest protection hold, in whichever order', () => {
    const loose = { '*': { protection: 'none', label: 'any' } };
    const strict = { 'prod*': { protection: 'read-only', namespaces: ['shop', 7] } };
    for (const setting of [
      { ...loose, ...strict },
      { ...strict, ...loose },
    ]) {
      const rules = contextRules(setting, 'prod-1');
      assert.equal(rules.protection, 'read-only');
      assert.equal(rules.label, 'any');
      assert.deepEqual(rules.namespaces, ['shop']);
      assert.equal(rules.colour, 'red');
    }
  });

  it('protects where the word is none that is known', () => {
    assert.equal(contextRules({ prod: { protection: 'readonly' } }, 'prod').protection, 'read-only');
    assert.equal(contextRules({ prod: { protection: true } }, 'prod').protection, 'read-only');
  });

  it('takes colours that there are', () => {
    assert.equal(contextRules({ a: { colour: 'blue', protection: 'confirm' } }, 'a').colour, 'blue');
    assert.equal(contextRules({ a: { colour: 'toString' } }, 'a').colour, undefined);
    assert.equal(contextRules({ a: { colour: 'pink' } }, 'a').colour, undefined);
  });
});
