import assert from 'node:assert/strict';
import { count } from './count.ts';
import { lagWords, worstLag } from './lag.ts';
import { literal, tooltip } from './markdown.ts';
import { share, size } from './size.ts';
import { ago, duration, moment } from './time.ts';

const GiB = 1024 ** 3;

describe('words of the sidebar', () => {
  it('give sizes in the unit that people would choose', () => {
    assert.equal(size(0), '0 B');
    assert.equal(size(1023), '1023 B');
    assert.equal(size(1024), '1 KiB');
    assert.equal(size(50 * GiB), '50 GiB');
    assert.equal(size(12.34 * GiB), '12.3 GiB');
    assert.equal(size(1.5 * 1024 * GiB), '1.5 TiB');
  });

  it('give a share of a whole, and never call the unknown zero', () => {
    assert.equal(share(12.3 * GiB, 50 * GiB), '12.3 / 50 GiB · 25 %');
    assert.equal(share(0, 50 * GiB), '0 / 50 GiB · 0 %');
    assert.equal(share(1024, 50 * GiB), '1 KiB / 50 GiB · 0 %');
    assert.equal(share(undefined, 50 * GiB), '? / 50 GiB');
    assert.equal(share(GiB, undefined), '1 GiB / ?');
    assert.equal(share(undefined, undefined), '?');
  });

  it('give lag as far as it is known', () => {
    assert.equal(lagWords(undefined), 'lag ?');
    assert.equal(lagWords({}), 'lag ?');
    assert.equal(lagWords({ bytes: 0 }), 'lag 0 B');
    assert.equal(lagWords({ bytes: 0, seconds: 900 }), 'lag 0 B');
    assert.equal(lagWords({ seconds: 12 }), 'lag 12 s');
    assert.equal(lagWords({ bytes: 2048, seconds: 0.31 }), 'lag 2 KiB, 0.3 s');
  });

  it('take the worst lag, and none where one is unknown', () => {
    assert.deepEqual(worstLag([{ bytes: 1 }, { bytes: 9, seconds: 2 }]), { bytes: 9, seconds: 2 });
    assert.equal(worstLag([{ bytes: 1 }, undefined]), undefined);
    assert.equal(worstLag([{ bytes: 1 }, {}]), undefined);
    assert.equal(worstLag([]), undefined);
  });

  it('give times', () => {
    const now = Date.UTC(2026, 10, 22, 17, 6, 4);
    assert.equal(ago(now - 1000, now), 'just now');
    assert.equal(ago(now + 5000, now), 'just now');
    assert.equal(ago(now - 90 * 60_000, now), '1 h ago');
    assert.equal(ago(now - 12 * 60_000, now), '12 min ago');
    assert.equal(ago(now - 5 * 86_400_000, now), '5 days ago');
    assert.equal(moment(now), '2026-11-22 17:06:04 UTC');
    assert.deepEqual([0, 0.25, 5, 59.6, 240, 10_800].map(duration), ['0 s', '0.3 s', '5 s', '60 s', '4 min', '3 h']);
  });

  it('count', () => {
    assert.deepEqual(
      [count(0, 'pod'), count(1, 'pod'), count(2, 'pod'), count(2, 'class', 'classes')],
      ['0 pods', '1 pod', '2 pods', '2 classes'],
    );
  });

  it('take what comes from a cluster literally', () => {
    assert.equal(literal('[x](command:evil) <b> $(fire)'), '\\[x\\]\\(command:evil\\) \\<b\\> \\$\\(fire\\)');
    assert.equal(
      tooltip(
        'a_b',
        [
          ['Role', 'x'],
          ['Node', undefined],
        ],
        ['Why.'],
      ),
      '**a\\_b**\n\nRole: x\n\nWhy\\.',
    );
  });
});
