import assert from 'node:assert/strict';
import { orders as ordersOf, type Orders } from '../../test/model/engines/orders.ts';
import type { Right } from '../cluster/connection.ts';
import { OPERATIONS } from '../operations/index.ts';
import type { Parameters, Plan } from '../runner/index.ts';
import { INSTALLED_RIGHTS, NODE_RIGHTS, type ExplainedRight } from './installed.ts';

const PLANNED: Readonly<Record<string, Parameters>> = {
  stop: {},
  restart: {},
  switchover: {},
  fence: { member: 'orders-0' },
};

const has = (explained: readonly ExplainedRight[], { verb, resource, subresource }: Right): boolean =>
  explained.some(
    (one) => one.resource.plural === resource.plural && one.subresource === subresource && one.verbs.includes(verb),
  );

describe('the account that an administrator installs for runner pods', () => {
  let orders: Orders;

  before(async () => {
    orders = await ordersOf(3);
  });
  after(() => {
    orders.server.stop();
  });

  for (const [id, given] of Object.entries(PLANNED))
    it(`has all rights that the steps of ${id} want; what no Role can give is asked for by itself`, async () => {
      const operation = OPERATIONS.find((one) => one.id === id) ?? assert.fail(id);
      const plan: Plan = await orders.plan(operation, 'rights22', {}, given);
      const needs = plan.steps.flatMap((step) => step.needs);
      assert.ok(needs.length > 0);
      for (const right of needs) {
        const explained = right.resource.namespaced ? INSTALLED_RIGHTS : NODE_RIGHTS;
        assert.ok(has(explained, right), `${right.verb} ${right.resource.plural} ${right.subresource ?? ''}`);
      }
    });
});
