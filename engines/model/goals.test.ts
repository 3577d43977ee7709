import assert from 'node:assert/strict';
import { durationSeconds, durationText } from './goals.ts';

describe('durations of goals', () => {
  for (const [text, seconds] of [
    ['15m', 900],
    ['1h', 3_600],
    ['24h', 86_400],
    ['1h30m', 5_400],
    ['7d', 604_800],
    ['90s', 90],
    [' 2h ', 7_200],
  ] as const)
    it(`${text} is ${seconds} s`, () => assert.equal(durationSeconds(text), seconds));

  for (const text of ['', '0s', '15', '1.5h', '-1h', '1 day', '30m1h', '1h1h', 'PT1H', '99999999h'])
    it(`«${text}» is none`, () => assert.equal(durationSeconds(text), undefined));

  for (const text of ['15m', '1h', '24h', '36h', '1h30m', '7d', '1m30s'])
    it(`${text} is written as it was`, () => assert.equal(durationText(durationSeconds(text) ?? 0), text));
});
