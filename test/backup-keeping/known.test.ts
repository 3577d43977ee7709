// What is known of backups: the cache that operations keep, and that is made anew from what lies at the destinations.
import assert from 'node:assert/strict';
import { learntBackup, learntTest, noting } from '../../core/backups/cache-operation.ts';
import { writeDestination } from '../../core/backups/destinations.ts';
import { listBackups } from '../../core/backups/list.ts';
import { refreshBackups } from '../../core/backups/refresh.ts';
import type { KnownBackup } from '../../core/backups/known.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { backupOperation, type BackupTools } from '../../core/operations/backup/backup.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { bucket } from '../cluster/bucket.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { realMover } from '../backup-operations/real-mover.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';

const NAMESPACE = 'keep-known';
const backup = (tools: BackupTools) => noting(backupOperation(tools), learntBackup);
const verify = (tools: BackupTools) => noting(verifyBackupOperation(tools), learntTest);

const states = (known: readonly KnownBackup[] | undefined) => known?.map(({ state }) => state);

describeOnCluster('known backups of a PostgreSQL', function () {
  this.timeout('8m');
  let lab: BackupLab;
  let mover: string;

  before(async () => {
    lab = await BackupLab.open(NAMESPACE);
    mover = await realMover();
  });
  after(() => lab.close());

  const refresh = async () =>
    refreshBackups(lab.connection, await lab.orders(), { mover: () => Promise.resolve({ text: mover }) });
  const known = async () => (await listBackups(lab.connection, await lab.orders())).backups;
  const inTree = (what: string, fits: (database: LiveDatabase) => boolean) =>
    until(what, { seconds: 60, advice: 'Look at the inventory.', every: 1_000 }, async () => {
      await lab.inventory.refresh();
      const database = await lab.orders();
      return fits(database) ? database : undefined;
    });

  it('is nothing before anybody looked, and then none', async () => {
    assert.equal(await known(), undefined);
    assert.deepEqual(await refresh(), { backups: [], unread: [] });
    assert.deepEqual(await known(), []);
    await inTree('no backup, in the inventory', ({ kept }) => kept?.length === 0);
  });

  it('a backup and its restore test note themselves, and goals are held against them', async () => {
    const made = await lab.run(backup, { destination: 'here' }, mover);
    assert.equal(made.phase, 'done', JSON.stringify(made));
    const id = made.facts['backup'] as string;
    const [first] = (await known()) ?? [];
    assert.deepEqual([first?.id, first?.state, first?.destination], [id, 'unverified', 'here']);
    await lab.practice.here(['annotate', 'statefulset/orders', 'plinth.dev/rpo=1h', 'plinth.dev/rto=1h']);
    const before = await inTree('a goal that is missed', ({ goals }) => goals.rtoSeconds !== undefined);
    assert.match(before.goals.missed.join(), /^A restore may take 1h at most.*not known: no backup was tested\.$/u);

    const tested = await lab.run(verify, { destination: 'here', backup: id }, mover);
    assert.equal(tested.phase, 'done', JSON.stringify(tested));
    const [second] = (await known()) ?? [];
    assert.equal(second?.state, 'verified');
    assert.ok(second.rtoSeconds !== undefined && second.rtoSeconds > 0 && second.verifiedAt !== undefined);
    const after = await inTree('goals that are met', ({ goals }) => goals.missed.length === 0);
    assert.equal(after.kept?.[0]?.verifiedAt, second.verifiedAt);
  });

  it('is made anew after the cache is lost, and says the same', async () => {
    const before = await known();
    await lab.practice.here(['delete', 'configmap', 'plinth-backups-orders']);
    assert.equal(await known(), undefined);
    const { backups, unread } = await refresh();
    assert.deepEqual(unread, []);
    assert.deepEqual(JSON.parse(JSON.stringify(backups)), before);
    assert.deepEqual(await known(), before);
    const left = await lab.practice.here(['get', 'jobs', '--selector=plinth.dev/database=orders', '--output=name']);
    assert.ok(!left.includes('plinth-list-'), left);
  });

  it('of a bucket and a claim stand side by side; a destination that cannot be read is said so, and keeps what was known', async () => {
    const { secret, secretKey } = await bucket(NAMESPACE);
    await lab.practice.here(['apply', '--filename=-'], JSON.stringify(secret));
    const place = {
      kind: 's3',
      endpoint: 'http://s3.object-storage:9000',
      region: 'us-east-1',
      // A bucket outlives its namespace.
      prefix: String(Date.now()),
    } as const;
    const more = { pathStyle: true, secret: 's3', authority: undefined };
    const to = (name: string, at: string) =>
      writeDestination(lab.connection, NAMESPACE, { name, destination: { ...place, ...more, bucket: at } });
    await to('far', NAMESPACE);
    await to('lost', 'no-such-bucket');
    const made = await lab.run(backup, { destination: 'far' }, mover);
    assert.equal(made.phase, 'done', JSON.stringify(made));
    await lab.practice.here(['delete', 'configmap', 'plinth-backups-orders']);
    const { backups, unread } = await refresh();
    assert.deepEqual(
      backups.map(({ destination }) => destination),
      ['far', 'here'],
    );
    assert.deepEqual(states(backups), ['unverified', 'verified']);
    assert.deepEqual(
      unread.map(({ destination }) => destination),
      ['lost'],
    );
    assert.match(unread[0]?.why ?? '', /no bucket no-such-bucket/u);
    const map = await lab.practice.here(['get', 'configmap', 'plinth-backups-orders', '--output=json']);
    assert.ok(!map.includes(secretKey));
  });
});
