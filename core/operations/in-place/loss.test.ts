import assert from 'node:assert/strict';
import type { EngineId } from '../../../engines/model/engine.ts';
import type { Manifest } from '../../backups/manifest.ts';
import type { ServerFacts } from '../backup/facts.ts';
import { expectedLoss, lossWords } from './loss.ts';

const MANIFEST = { identity: '7', from: '0/1000', to: '0/2000', counts: { rows: 5 } } as unknown as Manifest;
const words = (last: ServerFacts | undefined, engine: EngineId = 'postgresql', manifest = MANIFEST): string =>
  lossWords(engine, manifest, last);

describe('what a restore in place takes back', () => {
  it('is everything since the backup was begun', () => {
    const { seconds, from } = expectedLoss('20261122t103000z-k3v9x2ab', Date.UTC(2026, 10, 22, 11));
    assert.equal(seconds, 1_800);
    assert.match(from, /2026-11-22T10:30:00/u);
    assert.equal(expectedLoss('yesterday', 0).seconds, undefined);
  });

  it('is told in bytes and counts where both are known', () => {
    const said = words({ identity: '7', position: '0/2100', 'count.rows': '8' });
    assert.match(said, /256 bytes/u);
    assert.match(said, /rows: 5 in the backup, 8 in the old set/u);
  });

  it('is counted in the replication stream of Redis', () => {
    const manifest = { ...MANIFEST, from: '100', to: undefined };
    assert.match(words({ identity: '7', position: '150' }, 'redis', manifest), /50 bytes/u);
  });

  for (const [what, last, engine] of [
    ['positions are of another server', { identity: '8', position: '0/2100' }, 'postgresql'],
    ['positions are sets', { identity: '7', position: 'uuid:1-9' }, 'mysql'],
    ['it names none', { identity: '7', 'count.rows': '8' }, 'postgresql'],
  ] as const)
    it(`has no number of bytes where ${what}`, () => {
      assert.ok(!words(last, engine).includes('bytes'));
    });

  it('is called unknown where nothing is known', () => {
    assert.match(words(undefined), /not known.*does not answer/u);
    assert.match(words({}, 'mysql', { ...MANIFEST, counts: {} }), /not known/u);
  });
});
