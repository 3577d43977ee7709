import assert from 'node:assert/strict';
import { parsed, stillCluster } from '../../../test/restart/still-cluster.ts';
import { database } from '../../../test/support/live.ts';
import { dumpEngineOf } from '../../../engines/dumps.ts';
import { snapshotEngineOf } from '../../../engines/snapshots.ts';
import { listBackups } from '../../backups/list.ts';
import { BACKUP_LABEL, IN_CLUSTER, MANIFEST_NOTE, PART_LABEL, VERIFICATION_NOTE } from '../../backups/snapshots.ts';
import type { Connection } from '../../cluster/connection.ts';
import { BadParameter, type Parameters, type Plan } from '../../runner/plan.ts';
import { manifestOf } from './manifest.ts';
import { planPruneSnapshots } from './prune-snapshots.ts';

const NOW = Date.UTC(2026, 10, 23);
const idOf = (day: number): string => `202611${String(day).padStart(2, '0')}t030000z-abcdefgh`;

/** The VolumeSnapshot of a day; without a manifest it is partial. */
function snapshot(day: number, state: 'unverified' | 'verified' | 'partial'): string {
  const id = idOf(day);
  const manifest = manifestOf({
    id,
    database: { namespace: 'shop', kind: 'StatefulSet', name: 'orders' },
    engine: 'postgresql',
    consistency: 'application',
    member: 'orders-0',
    started: NOW,
    ended: NOW,
    told: { version: '16.4', identity: '7', 'position.start': '0/1', 'position.end': '0/2' },
    snapshots: [{ name: `orders-${id}`, restoreSize: '1Gi' }],
    tool: 'plinth test',
  });
  const verification = {
    schema: 1,
    backup: id,
    at: NOW,
    outcome: 'verified',
    findings: [],
    seconds: 9,
    counts: {},
    tool: '',
  };
  const notes = {
    ...(state === 'partial' ? {} : { [MANIFEST_NOTE]: JSON.stringify(manifest) }),
    ...(state === 'verified' ? { [VERIFICATION_NOTE]: JSON.stringify(verification) } : {}),
  };
  return JSON.stringify({
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshot',
    metadata: {
      name: `orders-${id}`,
      namespace: 'shop',
      labels: { 'plinth.dev/database': 'orders', [BACKUP_LABEL]: id, [PART_LABEL]: 'data' },
      annotations: notes,
    },
    status: { readyToUse: true },
  });
}

const cluster = (forbidden: readonly string[], ...snapshots: readonly string[]): Connection =>
  stillCluster(parsed(snapshots.join('\n---\n')), { forbidden }) as Connection;

function plan(parameters: Parameters, ...snapshots: readonly string[]): Promise<Plan> {
  const connection = cluster([], ...snapshots);
  const situation = {
    connection,
    database: database('orders', { namespace: 'shop' }),
    now: () => NOW,
    id: 'k3v9x2ab',
    facts: {},
  };
  return planPruneSnapshots({ snapshotEngineOf, dumpEngineOf, tool: 'plinth test' }, situation, parameters);
}

describe('snapshots among the backups', () => {
  it('are listed, the newest first, with their state', async () => {
    const connection = cluster([], snapshot(20, 'verified'), snapshot(22, 'unverified'), snapshot(21, 'partial'));
    const { backups = [], unread } = await listBackups(connection, database('orders', { namespace: 'shop' }));
    assert.deepEqual(
      backups.map(({ id, state, destination, method }) => [id, state, destination, method]),
      [
        [idOf(22), 'unverified', IN_CLUSTER, 'snapshot'],
        [idOf(21), 'partial', IN_CLUSTER, 'snapshot'],
        [idOf(20), 'verified', IN_CLUSTER, 'snapshot'],
      ],
    );
    assert.deepEqual(unread, []);
  });

  it('are unknown, and not none, where one may not see them', async () => {
    const connection = cluster(['volumesnapshots'], snapshot(20, 'verified'));
    const { backups, unread } = await listBackups(connection, database('orders', { namespace: 'shop' }));
    assert.equal(backups, undefined);
    assert.deepEqual(
      unread.map(({ destination }) => destination),
      [IN_CLUSTER],
    );
  });
});

describe('pruning snapshots', () => {
  it('removes those that no rule keeps, and agrees to these alone', async () => {
    const made = await plan({ method: 'snapshot', last: 1 }, snapshot(22, 'verified'), snapshot(20, 'unverified'));
    assert.deepEqual(made.refusals, []);
    assert.deepEqual(made.parameters, { method: 'snapshot', last: 1, backups: [idOf(20)] });
    assert.deepEqual(
      made.steps.map(({ id, pointOfNoReturn }) => [id, pointOfNoReturn]),
      [['remove', true]],
    );
    assert.match(made.title, /^Prune one snapshot of orders$/u);
  });

  it('never removes the last verified one (R22)', async () => {
    const made = await plan(
      { method: 'snapshot', backups: [idOf(20)] },
      snapshot(20, 'verified'),
      snapshot(22, 'unverified'),
    );
    assert.deepEqual(
      made.refusals.map(({ id }) => id),
      ['R22'],
    );
    assert.deepEqual(made.steps, []);
  });

  it('says where nothing is to go, and takes no destination', async () => {
    const made = await plan({ method: 'snapshot', last: 3 }, snapshot(22, 'unverified'));
    assert.match(made.refusals[0]?.what ?? '', /nothing to prune/u);
    await assert.rejects(plan({ method: 'snapshot', last: 3, destination: 'here' }), BadParameter);
  });
});
