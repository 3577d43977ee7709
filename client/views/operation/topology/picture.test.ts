import assert from 'node:assert/strict';
import { live, PLAN, record, step } from '../../../../test/support/changing-roles.ts';
import { gapWords, topologyPart } from './part.ts';
import { picture } from './picture.ts';
import { topologyOf } from './topology.ts';

describe('the picture of who is what', () => {
  const base = { plan: PLAN, live: live() };

  it('says in text all that its arrows show', () => {
    const topology = topologyOf({ ...base, record: undefined });
    assert.ok(topology);
    const shown = picture(topology).text.replaceAll(/\s+/gu, ' ');
    assert.match(shown, /Now: orders-0 accepts writes\./u);
    assert.match(shown, /leads to orders-0<.*is to lead to orders-1/u);
    assert.match(
      shown,
      /orders-1 <span class="mark">is to lead<.*replica, accepts no writes.*follows orders-0 · lag 0 B/u,
    );
    assert.equal(shown.match(/<svg class="arrows" aria-hidden="true"/gu)?.length, 2);
    assert.doesNotMatch(shown, /NaN|undefined|style=/u);
  });

  it('shows a closed door, and a database that nobody reaches by a Service', () => {
    const closed = topologyOf({ ...base, live: live([]), record: record([step('close-door', 'done')]) });
    assert.match(
      closed ? picture(closed).text : '',
      /class="door shut"[\s\S]*closed: leads nowhere[\s\S]*class="shut"/u,
    );
    const none = { ...PLAN, roles: { ...(PLAN.roles ?? assert.fail()), services: [] } };
    const alone = topologyOf({ plan: none, record: undefined, live: live() });
    assert.match(alone ? picture(alone).text : '', /No Service leads to the primary alone/u);
  });

  it('says before it is begun how far behind who is to lead is, and what the fence is', () => {
    const seen = {
      ...base,
      context: { name: 'prod', label: undefined, protection: 'none' },
      database: { namespace: 'shop', name: 'orders' },
      runner: 'nobody',
      told: [],
      busy: undefined,
      problem: undefined,
    } as const;
    const before = topologyPart({ ...seen, record: undefined }).text;
    assert.match(before, /0 B and 0\.2 s behind[\s\S]*The engine itself refuses writes\./u);
    assert.doesNotMatch(topologyPart({ ...seen, record: record([]) }).text, /<dt>Fence/u);
    assert.equal(gapWords({ name: 'orders-1' }), 'how far it is behind is not known');
    assert.match(gapWords({ name: 'orders-1', transactions: 1 }), /^1 transaction behind/u);
  });
});
