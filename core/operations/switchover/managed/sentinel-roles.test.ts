import assert from 'node:assert/strict';
import { contextOf, setOf } from '../../../../test/support/context.ts';
import { ledBy } from '../../../../test/restart/still-cluster.ts';
import type { Connection } from '../../../cluster/connection.ts';
import type { Server } from '../../../procedures/members/server.ts';
import { hasSentinel, sentinelRoles, type SentinelRoles } from './sentinel-roles.ts';
import type { Refused } from './roles.ts';

const { context } = contextOf(setOf('image: redis:7.2\nports: [{ containerPort: 6379 }]'));
const server = { model: { context } } as unknown as Server;
const OK = 'OK 3 usable Sentinels. Quorum and failover authorization can be reached';
const NO = 'NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the majority';

const USUAL =
  'version=7.2.4\nmode=standalone\nfailover=no-failover\nloading=0\nreadonly=yes\npersists=yes\nlasting=yes\nsaves=ok ok\nconfig=/data/redis.conf\nconfig_lasts=yes\nrewritable=yes\nmin=1\nmax=10\npriority=100\nhistory=abc\nposition=7\nmemory=1\nlimit=0\nsentinels=3';

/** What the first of three members leads, with a Sentinel beside each, of which each says this. */
function asked(
  said: readonly (readonly [primary: string, words: string])[],
  to?: string,
): Promise<SentinelRoles | Refused> {
  const pods = [0, 1, 2].map((one) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `postgres-${String(one)}` },
    spec: { containers: [{ name: 'sentinel', ports: [{ containerPort: 26379 }] }] },
    status: { phase: 'Running', podIP: `10.0.0.${String(one)}` },
  }));
  const connection = {
    list: async function* () {
      yield { items: pods };
      await Promise.resolve();
    },
    exec: ({ pod, container }: { pod: string; container: string }) => {
      const index = Number(pod.slice(-1));
      const [primary = '', words = ''] = said[index] ?? [];
      const role = index === 0 ? 'role=primary\nwritable=yes' : 'role=replica\nwritable=no\nstreaming=up';
      const stdout = container === 'sentinel' ? `queue\t${primary}\t${words}\n` : `${role}\n${USUAL}\n`;
      return Promise.resolve({ exitCode: 0, stdout, stderr: '' });
    },
  } as unknown as Connection;
  const database = { ...ledBy(0), engine: 'redis', flavour: 'sentinel' } as const;
  return sentinelRoles({ connection, database, now: Date.now, id: 'abcd2345', facts: {} }, server, to);
}

describe('who changes roles under Sentinel', () => {
  it('are the member that leads and one that has its stream; a Sentinel is asked that is not beside the old primary', async () => {
    const seen = await asked([0, 1, 2].map(() => ['10.0.0.0', OK] as const));
    assert.deepEqual(seen.refusals, []);
    assert.ok(hasSentinel(seen));
    assert.deepEqual([seen.leader, seen.candidate], ['postgres-0', 'postgres-1']);
    assert.deepEqual(seen.sentinel, {
      pod: 'postgres-1',
      container: 'sentinel',
      name: 'queue',
      priority: 100,
      mayChain: true,
    });
  });

  it('may be while a minority of Sentinels is away', async () => {
    const seen = await asked([
      ['10.0.0.0', OK],
      ['postgres-0.queue.shop.svc', OK],
      ['', NO],
    ]);
    assert.deepEqual(seen.refusals, []);
  });

  it('are refused without a majority of Sentinels (R15), and while they do not agree', async () => {
    const none = await asked([
      ['10.0.0.0', NO],
      ['10.0.0.0', NO],
      ['10.0.0.0', OK],
    ]);
    assert.deepEqual(
      none.refusals.map(({ id, kind }) => [id, kind]),
      [['R15', 'mend']],
    );
    assert.match(none.refusals[0]?.what ?? '', /no majority/u);
    const torn = await asked([
      ['10.0.0.0', OK],
      ['10.0.0.1', OK],
      ['10.0.0.2', OK],
    ]);
    assert.match(torn.refusals[0]?.what ?? '', /do not agree/u);
    const others = await asked([
      ['10.0.0.2', OK],
      ['10.0.0.1', OK],
      ['10.0.0.2', OK],
    ]);
    assert.match(others.refusals[0]?.what ?? '', /No Sentinel says that postgres-0 leads/u);
  });

  it('are refused to whoever leads already', async () => {
    const { refusals } = await asked(
      [0, 1, 2].map(() => ['10.0.0.0', OK] as const),
      'postgres-0',
    );
    assert.match(refusals[0]?.what ?? '', /leads already/u);
  });
});
