import assert from 'node:assert/strict';
import { member } from '../../../test/support/live.ts';
import { memberItem } from './member-item.ts';

describe('a member’s row', () => {
  it('says that it is fenced, which is no trouble of its pod', () => {
    const held = member('postgres-1', { role: 'unknown', ready: false, trouble: 'SchedulingGated', node: undefined });
    const fenced = memberItem(held, 0, false, true);
    assert.match(fenced.description ?? '', /^fenced · role \? · SchedulingGated/u);
    assert.equal(fenced.icon?.name, 'debug-disconnect');
    assert.match(fenced.spoken ?? '', /^postgres-1, fenced, /u);
    const merelyHeld = memberItem(held, 0);
    assert.doesNotMatch(merelyHeld.description ?? '', /fenced/u);
    assert.equal(merelyHeld.icon?.name, 'error');
  });
});
