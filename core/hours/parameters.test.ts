import assert from 'node:assert/strict';
import { BadParameter } from '../runner/plan.ts';
import { parseHours } from './parameters.ts';

describe('the parameters of a scheduled stop and start', () => {
  it('are two times, or one of them, by the clock of a time zone', () => {
    assert.deepEqual(parseHours({ stop: ' 0 19 * * 5 ', start: '0 7 * * 1', timeZone: 'Europe/Zurich' }), {
      times: { stop: '0 19 * * 5', start: '0 7 * * 1' },
      timeZone: 'Europe/Zurich',
      suspended: false,
    });
    assert.deepEqual(parseHours({ start: '0 7 * * 1', suspended: true }), {
      times: { start: '0 7 * * 1' },
      timeZone: 'Etc/UTC',
      suspended: true,
    });
  });

  for (const [given, says] of [
    [{}, /Say when it stops/u],
    [{ stop: '0 25 * * *' }, /«stop»/u],
    [{ start: 7 }, /«start» is five fields of cron/u],
    [{ stop: '0 19 * * 5', timeZone: 'Europe/Nowhere' }, /«timeZone»/u],
    [{ stop: '0 19 * * 5', suspended: 'yes' }, /«suspended»/u],
    [{ stop: '0 19 * * 5', force: true }, /no parameter «force»/u],
  ] as const)
    it(`are not ${JSON.stringify(given)}`, () => {
      assert.throws(
        () => parseHours(given),
        (error) => error instanceof BadParameter && says.test(error.message),
      );
    });
});
