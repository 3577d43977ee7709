import assert from 'node:assert/strict';
import { NO_CONFIGURATION } from '../workspace/configuration.ts';
import { severities, withSettings } from './configuration-layers.ts';
import { readSettings } from './settings.ts';

describe('settings', () => {
  const rules = ['probes/tcp-only', 'probes/wrong-port', 'storage/host-path'] as const;

  it('have defaults', () => {
    for (const nothing of [undefined, null, 7, 'x', [], { rules: [], ignore: {}, codeLens: 1 }]) {
      const { enable, rules: levels, ignore, kubernetesVersion, codeLens } = readSettings(nothing);
      assert.deepEqual([enable, levels.size, ignore, kubernetesVersion, codeLens], [true, 0, [], undefined, true]);
    }
  });

  it('are read value by value', () => {
    const settings = readSettings({
      rules: { 'a/b': 'loud', '*': 'hint' },
      ignore: ['x', 3],
      kubernetesVersion: 'v1.31.2',
    });
    assert.deepEqual([...settings.rules], [['*', 'hint']]);
    assert.deepEqual(settings.ignore, ['x']);
    assert.equal(settings.kubernetesVersion, '1.31');
    assert.equal(readSettings({ kubernetesVersion: '' }).kubernetesVersion, undefined);
  });

  it('name a rule, an area or all; the narrowest wins', () => {
    const wanted = new Map([
      ['probes/tcp-only', 'error'],
      ['*', 'hint'],
      ['probes/*', 'off'],
    ] as const);
    assert.deepEqual(
      [...severities(wanted, rules)],
      [
        ['probes/tcp-only', 'error'],
        ['probes/wrong-port', 'off'],
        ['storage/host-path', 'hint'],
      ],
    );
  });

  it('win over .plinth.yaml in severities, add to what it ignores, and leave it the version', () => {
    const own = {
      ...NO_CONFIGURATION,
      rules: new Map([['storage/host-path', 'off'] as const]),
      ignore: ['old/**'],
      kubernetesVersion: '1.30',
    };
    const settings = readSettings({ rules: { 'storage/*': 'info' }, ignore: ['new/**'], kubernetesVersion: '1.34' });
    const both = withSettings(own, settings, rules);
    assert.deepEqual([...both.rules], [['storage/host-path', 'info']]);
    assert.deepEqual(both.ignore, ['old/**', 'new/**']);
    assert.equal(both.kubernetesVersion, '1.30');
  });
});
