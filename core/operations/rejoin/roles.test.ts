import assert from 'node:assert/strict';
import type { FenceNote } from '../../procedures/fence/note.ts';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import type { MemberAsked } from '../switchover/members-asked.ts';
import { rolesOf } from './roles.ts';

const engine = {
  follows: (primary: RestFacts, own: RestFacts) => own['streaming'] === 'yes' && own['history'] === primary['history'],
} as unknown as SwitchingEngine;

const says = (name: string, facts?: RestFacts): MemberAsked => ({
  name,
  facts,
  why: facts === undefined ? 'its container does not run' : undefined,
});
const LEADS = { writable: 'yes', history: '2' };
const FOLLOWS = { writable: 'no', history: '2', streaming: 'yes' };
const LOST = { writable: 'no', history: '1', streaming: 'no' };
const fenced = (pod: string): FenceNote => ({ pod, by: 'abcd2345' }) as FenceNote;

const ids = (found: ReturnType<typeof rolesOf>): string[] =>
  'member' in found ? [] : found.map(({ id, kind }) => `${id} ${kind}`);

describe('who is to follow whom', () => {
  it('is the fenced member, and the one that accepts writes', () => {
    const asked = [says('orders-0'), says('orders-1', LEADS), says('orders-2', FOLLOWS)];
    assert.deepEqual(rolesOf(asked, engine, undefined, fenced('orders-0')), {
      member: 'orders-0',
      primary: 'orders-1',
      others: ['orders-2'],
    });
  });

  it('may be a member that runs, and is on another history', () => {
    const found = rolesOf([says('orders-0', LEADS), says('orders-1', LOST)], engine, 'orders-1', undefined);
    assert.deepEqual(found, { member: 'orders-1', primary: 'orders-0', others: [] });
  });

  it('is refused where two accept writes (R3)', () => {
    const asked = [says('orders-0', LEADS), says('orders-1', LEADS), says('orders-2')];
    assert.deepEqual(ids(rolesOf(asked, engine, 'orders-2', undefined)), ['R3 never']);
  });

  it('is refused where nobody accepts writes (R2)', () => {
    assert.deepEqual(ids(rolesOf([says('orders-0'), says('orders-1', LOST)], engine, 'orders-0', undefined)), [
      'R2 mend',
    ]);
  });

  it('is refused where another member is fenced (R15)', () => {
    const asked = [says('orders-0', LEADS), says('orders-1', LOST), says('orders-2')];
    assert.deepEqual(ids(rolesOf(asked, engine, 'orders-1', fenced('orders-2'))), ['R15 mend']);
  });

  it('is refused for the one that leads, for one that follows already, and where none is named (R30)', () => {
    const asked = [says('orders-0', LEADS), says('orders-1', FOLLOWS)];
    for (const member of ['orders-0', 'orders-1', undefined])
      assert.deepEqual(ids(rolesOf(asked, engine, member, undefined)), ['R30 mend']);
  });
});
