import assert from 'node:assert/strict';
import type { FailingOverEngine } from '../../../engines/model/failing-over.ts';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import type { ExecTarget } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { FenceNote } from '../../procedures/fence/note.ts';
import type { Situation } from '../../runner/plan.ts';
import { findRoles, type Ways } from './find.ts';
import { parseFailoverParameters } from './parameters.ts';

const ways = {
  server: { model: { context: {} } },
  switching: { facts: () => 'facts' } as unknown as SwitchingEngine,
  engine: {
    cannotLead: () => [],
    ahead: (one: RestFacts, other: RestFacts) =>
      one['history'] === other['history'] ? Number(one['position']) - Number(other['position']) : undefined,
  } as unknown as FailingOverEngine,
} as unknown as Ways;

const NAMES = ['orders-0', 'orders-1', 'orders-2'];
const replica = (position: string, history = '1'): RestFacts => ({
  role: 'replica',
  writable: 'no',
  position,
  history,
});

/** Who leads and who is to, where members say this; one that is undefined does not run. */
async function rolesOf(
  members: readonly (RestFacts | undefined)[],
  parameters = {},
  note?: Pick<FenceNote, 'pod' | 'by'>,
) {
  const situation = {
    connection: {
      read: () => Promise.reject(new ClusterTrouble('missing', 'gone')),
      exec: ({ pod }: ExecTarget) => {
        const facts = members[NAMES.indexOf(pod)];
        if (facts === undefined) return Promise.reject(new ClusterTrouble('server', 'no container'));
        const stdout = Object.entries(facts)
          .map(([key, value]) => `${key}=${value}\n`)
          .join('');
        return Promise.resolve({ exitCode: 0, stdout, stderr: '' });
      },
    },
    database: {
      namespace: 'shop',
      container: 'postgres',
      members: NAMES.map((name) => ({ pod: { name } })),
      services: [],
    },
  } as unknown as Situation;
  return findRoles(situation, ways, parseFailoverParameters(parameters, NAMES), NAMES, note as FenceNote | undefined);
}

const refused = async (...given: Parameters<typeof rolesOf>): Promise<string[]> =>
  (await rolesOf(...given)).refusals.map(({ id }) => id);

describe('the roles of a failover', () => {
  it('are the silent one that led, and the replica that has received most', async () => {
    const roles = await rolesOf([undefined, replica('5'), replica('7')]);
    assert.ok(roles.state === 'found');
    assert.deepEqual(
      [roles.leader, roles.candidate, roles.others, roles.silent],
      ['orders-0', 'orders-2', ['orders-1'], []],
    );
    assert.deepEqual(roles.refusals, []);
  });

  it('are refused while a member accepts writes (R2), and where two do (R3)', async () => {
    const writer = { role: 'primary', writable: 'yes', position: '9', history: '1' };
    assert.deepEqual(await refused([writer, replica('5'), replica('7')]), ['R2']);
    assert.deepEqual(await refused([writer, writer, replica('7')]), ['R3']);
  });

  it('are refused where nobody can tell which of several silent ones led, until somebody says so (R30)', async () => {
    assert.deepEqual(await refused([undefined, undefined, replica('7')]), ['R30']);
    const told = await rolesOf([undefined, undefined, replica('7')], { from: 'orders-0' });
    assert.ok(told.state === 'found');
    assert.deepEqual([told.leader, told.candidate, told.silent], ['orders-0', 'orders-2', ['orders-1']]);
  });

  it('want somebody to accept that a silent standby may have received more (R25)', async () => {
    assert.deepEqual(await refused([undefined, undefined, replica('7')], { from: 'orders-0' }), ['R25']);
    assert.deepEqual(await refused([undefined, replica('7'), replica('7')], { from: 'orders-0' }), []);
  });

  it('are refused where the one that is to lead has received less, or cannot be compared (R11)', async () => {
    assert.deepEqual(await refused([undefined, replica('5'), replica('7')], { to: 'orders-1' }), ['R11']);
    assert.deepEqual(await refused([undefined, replica('5', '2'), replica('7')], { to: 'orders-2' }), ['R11']);
    assert.deepEqual(await refused([undefined, replica('7'), replica('7')], { to: 'orders-1' }), []);
  });

  it('follow the fence, where one stands: whoever is fenced led', async () => {
    const roles = await rolesOf([undefined, undefined, replica('7')], {}, { pod: 'orders-1', by: 'abc' });
    assert.ok(roles.state === 'found');
    assert.deepEqual([roles.leader, roles.silent], ['orders-1', ['orders-0']]);
    assert.deepEqual(
      await refused([undefined, undefined, replica('7')], { from: 'orders-0' }, { pod: 'orders-1', by: 'abc' }),
      ['R30'],
    );
  });

  it('are refused where no replica answers', async () => {
    assert.deepEqual(await refused([undefined, undefined, undefined], { from: 'orders-0' }), ['R30']);
  });
});
