import assert from 'node:assert/strict';
import { parseRetention, retentionText } from './retention-text.ts';

describe('rules of what backups stay', () => {
  it('are read as they are written', () => {
    const rules = { last: 3, daily: 7, weekly: 4, monthly: 6, days: 30 };
    assert.equal(retentionText(rules), 'last 3, daily 7, weekly 4, monthly 6, days 30');
    assert.deepEqual(parseRetention(retentionText(rules)), rules);
    assert.deepEqual(parseRetention('weekly=4; last = 2'), { last: 2, weekly: 4 });
  });

  it('say what is wrong with them', () => {
    assert.match(parseRetention('') as string, /^Say what stays/u);
    assert.match(parseRetention('last') as string, /«last» is no rule/u);
    assert.match(parseRetention('hourly 3') as string, /«hourly 3» is no rule/u);
    assert.match(parseRetention('last 0') as string, /from 1 to 10000/u);
    assert.match(parseRetention('last 1, last 2') as string, /said twice/u);
    assert.match(parseRetention('last -1') as string, /is no rule/u);
  });
});
