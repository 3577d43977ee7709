import assert from 'node:assert/strict';
import type { RestFacts } from '../model/stopping.ts';
import { comparingOf } from './comparing.ts';
import { REDIS } from './facts.ts';

const PRIMARY: RestFacts = { maxmemory: '0', 'maxmemory-policy': 'noeviction', appendonly: 'yes', stream: 'ab12' };

const whats = (over: RestFacts, primary: RestFacts = {}): string =>
  comparingOf(REDIS)
    .differences({ ...PRIMARY, ...primary }, { ...PRIMARY, ...over })
    .map(({ what, evidence }) => `${what} (${evidence})`)
    .join();

describe('Redis: members compared', () => {
  it('have no difference, or more room', () => {
    assert.equal(whats({}), '');
    assert.equal(whats({ maxmemory: '0' }, { maxmemory: '100' }), '');
    assert.equal(whats({ maxmemory: '200' }, { maxmemory: '100' }), '');
  });

  it('differ in what a replica does once it leads', () => {
    assert.match(whats({ maxmemory: '100' }), /less memory.*the primary has no limit/u);
    assert.match(whats({ appendonly: 'no' }), /another appendonly.*«no», the primary «yes»/u);
    assert.match(whats({ 'maxmemory-policy': 'allkeys-lru' }), /another maxmemory-policy/u);
  });

  it('differ where one follows another stream', () => {
    assert.match(whats({ stream: 'cd34' }), /stream of another primary.*cd34, the primary ab12/u);
  });
});
