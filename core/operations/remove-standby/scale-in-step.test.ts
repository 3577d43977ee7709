import assert from 'node:assert/strict';
import type { Connection, ExecTarget } from '../../cluster/connection.ts';
import { ledBy, stillCluster, topology } from '../../../test/restart/still-cluster.ts';
import { OVER } from '../../../test/support/standby-plan.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Refusal } from '../../runner/step.ts';
import { findSet } from '../standby/standby-set.ts';
import { scaleInStep } from './scale-in-step.ts';

const scale = (replicas: number) => ({ replicas, start: 0 });

/** What is refused right before orders-db-2 goes, where members say this. */
async function refusedNow(says: Readonly<Record<string, string>>): Promise<readonly Refusal[]> {
  const connection = stillCluster(await topology('postgresql')) as Connection;
  const situation = { connection, database: ledBy(0, OVER), now: () => 0, id: 'again001', facts: {} };
  const set = await findSet(situation);
  assert.ok('scale' in set);
  const noted = { member: 'orders-db-2', primary: 'orders-db-0', from: scale(3), to: scale(2), claims: [], kept: [] };
  const hand = {
    see: connection,
    signal: new AbortController().signal,
    script: ({ pod }: ExecTarget) => {
      const stdout = says[pod];
      return Promise.resolve(
        stdout === undefined ? { exitCode: 2, stdout: '', stderr: 'no answer' } : { exitCode: 0, stdout, stderr: '' },
      );
    },
  } as unknown as Hand;
  return (await scaleInStep(situation, set, noted).preconditions?.(hand)) ?? [];
}

const LEADS = 'role=primary\nwritable=yes\nstandbys=orders-db-1 orders-db-2\n';
const FOLLOWS = 'role=replica\nwritable=no\nname=orders-db-2\n';

describe('a standby that goes', () => {
  it('is allowed while all is as it was planned', async () => {
    assert.deepEqual(await refusedNow({ 'orders-db-0': LEADS, 'orders-db-2': FOLLOWS }), []);
  });

  it('is refused where another member leads since (R15)', async () => {
    const [refusal] = await refusedNow({ 'orders-db-0': FOLLOWS, 'orders-db-2': LEADS });
    assert.equal(refusal?.id, 'R15');
    assert.match(refusal.what, /orders-db-0 does not lead any more/u);
    assert.match((await refusedNow({}))[0]?.evidence ?? '', /no answer/u);
  });

  it('is refused where commits wait for it since', async () => {
    const waits = `${LEADS}synchronous_standby_names=ANY 2 (*)\n`;
    const [refusal] = await refusedNow({ 'orders-db-0': waits, 'orders-db-2': FOLLOWS });
    assert.match(refusal?.what ?? '', /Without orders-db-2 commits would wait for ever/u);
  });
});
