import assert from 'node:assert/strict';
import type { IndexedBackup, Manifest } from '../../backups/manifest.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';
import { checkStep, type Checked } from './check-step.ts';
import { manifestIn, UNFIT, unlessUnfit } from './unfit.ts';

const ID = '20261122t103000z-k3v9x2ab';
const MANIFEST = { id: ID, method: 'logical', engineVersion: '16.4' } as Manifest;
const WHOLE: IndexedBackup = {
  id: ID,
  state: 'unverified',
  manifest: MANIFEST,
  verification: undefined,
  why: undefined,
};
const WITHOUT: IndexedBackup = { ...WHOLE, state: 'partial', manifest: undefined, why: 'it has no manifest' };
const NEWER: IndexedBackup = { ...WHOLE, manifest: { ...MANIFEST, engineVersion: '17.0' } };

function read(backup: IndexedBackup | undefined, isTest: boolean, method = 'logical', over: object = {}) {
  const shelf = { namespace: 'shop', name: 'orders' };
  const restoring = {
    parameters: { backup: ID, destination: 'here' },
    server: { model: { version: { major: 16 } } },
    method: { method, ...over },
    isTest,
  } as unknown as Parameters<typeof manifestIn>[1];
  return manifestIn(backup ? [{ listedBackup: { shelf, backup } }, { listed: 1 }] : [{ listed: 0 }], restoring);
}

describe('a backup that cannot be restored here (R12)', () => {
  it('is none where it is whole and of this version', () => {
    for (const isTest of [true, false]) assert.deepEqual(read(WHOLE, isTest), { fact: 'manifest', value: MANIFEST });
  });

  for (const [what, backup, why] of [
    ['has no manifest', WITHOUT, /^R12: .*is not complete: it has no manifest\.$/u],
    ['lacks a file', { ...WHOLE, state: 'partial', why: 'data.zst is missing' }, /^R12: .*data\.zst is missing\.$/u],
    ['is of a newer major version', NEWER, /^R12: .*of version 17\.0; the server here is 16\.$/u],
  ] as const) {
    it(`that ${what} is what a test finds, and why a restore fails`, () => {
      const { fact, value } = read(backup, true);
      assert.equal(fact, UNFIT);
      assert.ok(typeof value === 'string');
      assert.match(value, why);
      assert.throws(() => read(backup, false), { message: new RegExp(why.source.replace('^', ''), 'u') });
    });
  }

  for (const [version, readBy, why] of [
    ['15.4', undefined, undefined],
    ['15.4', 'major', /only one of the same major version/u],
    ['16.1', 'major', undefined],
    ['16.1', 'series', undefined],
  ] as const)
    it(`of version ${version}, read by ${readBy ?? 'newer ones too'}, is ${why === undefined ? 'none' : 'one'}`, () => {
      const backup = { ...WHOLE, manifest: { ...MANIFEST, engineVersion: version } };
      const { fact, value } = read(backup, true, 'logical', { readBy });
      assert.equal(fact, why === undefined ? 'manifest' : UNFIT);
      if (why !== undefined) assert.match(JSON.stringify(value), why);
    });

  it('fails a test, too, where there is no such backup, or it is of another method: nothing was tested', () => {
    assert.throws(() => read(undefined, true), /R12: There is no backup/u);
    assert.throws(() => read(WHOLE, true, 'physical'), /R12: .*say so by «method»/u);
  });

  it('leaves the steps out that would make something, and ends with the outcome failed', async () => {
    const kept = new Map<string, unknown>();
    const hand = {
      facts: { [UNFIT]: 'R12: the reason' },
      now: () => 5,
      keep: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    } as unknown as Hand;
    const observe = () => Promise.resolve({ state: 'todo', evidence: 'nothing is there' } as const);
    const step = { id: 'set', observe } as unknown as Step;
    assert.equal((await unlessUnfit(step).observe(hand)).state, 'done');
    assert.equal((await unlessUnfit(step).observe({ facts: {} } as unknown as Hand)).state, 'todo');
    await checkStep({ namespace: 'shop', pod: 'x-0', container: 'db' }, 'exit 1', 5432).act(hand);
    const { outcome, findings } = kept.get('outcome') as Checked;
    assert.deepEqual([outcome, findings], ['failed', ['FAULT: R12: the reason']]);
  });
});
