import assert from 'node:assert/strict';
import { chartsOf } from './charts.ts';
import type { Told } from './told.ts';

const MIB = 1024 ** 2;
const told = (at: number, measures: Readonly<Record<string, number>>, step = 'dump'): Told => ({
  at,
  step,
  text: '',
  measures,
});

describe('charts of an operation', () => {
  it('derive the speed from what has gone through', () => {
    const [chart, ...others] = chartsOf([
      told(1000, { bytes: 0 }),
      told(2000, { bytes: 10 * MIB }),
      // Too near to tell anything.
      told(2100, { bytes: 11 * MIB }),
      told(4000, { bytes: 14 * MIB }),
      // Another step begins at nothing.
      told(5000, { bytes: 0 }, 'restore'),
    ]);
    assert.deepEqual(others, []);
    assert.deepEqual(chart?.times, [2000, 4000]);
    assert.deepEqual(chart.values, [10 * MIB, 2 * MIB]);
    assert.equal(chart.caption, 'Throughput: 2 MiB/s last, 10 MiB/s at most');
  });

  it('show lag and speed as they are measured, and nothing of one point alone', () => {
    const charts = chartsOf([
      told(1000, { lagBytes: 5, lagSeconds: 2, bytesPerSecond: 1 }),
      told(2000, { lagBytes: 0, bytesPerSecond: 3 }),
    ]);
    assert.deepEqual(
      charts.map(({ id, values }) => [id, values]),
      [
        ['lagBytes', [5, 0]],
        ['bytesPerSecond', [1, 3]],
      ],
    );
    assert.deepEqual(chartsOf([]), []);
  });

  it('pass over what is no number', () => {
    assert.deepEqual(chartsOf([told(1000, { lagBytes: Number.NaN }), told(2000, { lagBytes: 1 })]), []);
  });
});
