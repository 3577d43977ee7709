import assert from 'node:assert/strict';
import { matches, protectionIn, saidOf, strictest } from './protection.ts';

describe('protection of contexts', () => {
  it('matches whole names, with slashes and colons in them', () => {
    assert.ok(matches('*prod*', 'arn:aws:eks:eu-west-1:1:cluster/prod-a'));
    assert.ok(matches('prod-?', 'prod-a'));
    for (const [pattern, name] of [
      ['prod', 'prod-a'],
      ['prod.a', 'prodxa'],
      ['prod-?', 'prod-'],
    ] as const)
      assert.ok(!matches(pattern, name), pattern);
  });

  it('lets the strictest hold, in whichever order', () => {
    const loose = { '*': { protection: 'none' } };
    const strict = { 'prod*': { protection: 'confirm' } };
    for (const setting of [
      { ...loose, ...strict },
      { ...strict, ...loose },
    ])
      assert.equal(protectionIn(setting, 'prod-1'), 'confirm');
    assert.equal(protectionIn(strict, 'staging'), 'none');
    assert.equal(strictest(['none', 'read-only', 'confirm']), 'read-only');
    assert.equal(strictest([]), 'none');
  });

  it('protects where the word is none that is known', () => {
    for (const protection of ['readonly', true, null, 7])
      assert.equal(protectionIn({ prod: { protection } }, 'prod'), 'read-only');
  });

  it('says nothing by a setting that is no map', () => {
    for (const setting of [undefined, null, [], 'x', {}, { prod: 'read-only' }])
      assert.deepEqual([saidOf(setting, 'prod'), protectionIn(setting, 'prod')], [[], 'none']);
  });
});
