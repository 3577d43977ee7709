import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import { chooseSource } from '../../core/operations/backup/source.ts';
import type { Checked } from '../../core/operations/restore/check-step.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { scheduleOperation } from '../../core/operations/schedule/schedule.ts';
import type { Parameters } from '../../core/runner/index.ts';
import type { Refusal } from '../../core/runner/step.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { MARIADB, MYSQL, PASSWORD, type ServerKind } from './kinds.ts';
import { BackupLab } from './lab.ts';
import { locally, ROOTS } from './local-root.ts';
import { realMover } from './real-mover.ts';
import { inTopology } from './topology.ts';

/** What a dump holds beside rows, each of which needs a right of its own. */
const BESIDES = `USE shop; CREATE VIEW many AS SELECT COUNT(*) AS n FROM orders;
CREATE PROCEDURE twice() SELECT 2;
CREATE TRIGGER tidy BEFORE INSERT ON writes FOR EACH ROW SET NEW.n = NEW.n;
CREATE EVENT rarely ON SCHEDULE EVERY 1 YEAR DO SELECT 1;`;

/** How many of them a server has. */
const HELD = `SELECT CONCAT_WS('|', (SELECT COUNT(*) FROM information_schema.VIEWS WHERE TABLE_SCHEMA = 'shop'),
(SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'shop'),
(SELECT COUNT(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = 'shop'),
(SELECT COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = 'shop'))`.replaceAll('\n', ' ');

interface Case {
  readonly name: string;
  readonly kind: ServerKind;
  /** The topology; else a server alone, with letters in root's password that a shell and SQL read in their own ways. */
  readonly folder?: string;
  readonly podLabels: Parameters;
  readonly inCi: boolean;
}

const CASES: readonly Case[] = [
  { name: 'mysql', kind: MYSQL, folder: 'mysql', podLabels: { 'catalog-db-client': 'true' }, inCi: true },
  { name: 'mariadb', kind: MARIADB, folder: 'mariadb', podLabels: { 'forum-db-client': 'true' }, inCi: false },
  { name: 'mysql-alone', kind: MYSQL, podLabels: {}, inCi: false },
  { name: 'mariadb-alone', kind: MARIADB, podLabels: {}, inCi: true },
];

function open({ name, kind, folder }: Case): Promise<BackupLab> {
  const local = locally(kind);
  if (folder === undefined) return BackupLab.open(`login-${name}`, local);
  const found = inTopology(folder, local, 'localhost');
  return BackupLab.open(`login-${name}`, found.kind, () => found.objects);
}

/** Two of them in CI: each engine, and each form, once. */
const isSoak = process.env['PLINTH_SOAK'] === '1';

for (const one of CASES.filter(({ inCi }) => inCi || isSoak))
  describeOnCluster(`a backup of ${one.name}, whose root may log in from its own container only`, function () {
    this.timeout('8m');
    let lab: BackupLab;
    let mover: string;
    const given = { destination: 'here', podLabels: one.podLabels };
    const named = { ...given, login: 'backup-login' };

    const refused = async (parameters: Parameters): Promise<Refusal> => {
      const { plan } = await lab.plan(backupOperation, parameters, mover);
      const [first] = plan.refusals;
      assert.deepEqual([first?.id, plan.steps.length], ['R30', 0], JSON.stringify(plan.refusals));
      return first ?? assert.fail();
    };
    const secret = (stringData: Readonly<Record<string, string>>) =>
      lab.practice.here(
        ['apply', '--filename=-'],
        JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'backup-login' }, stringData }),
      );

    before(async () => {
      mover = await realMover();
      lab = await open(one);
      await lab.ask(BESIDES);
      if (one.folder !== undefined)
        await until(
          'a standby that is fit',
          { seconds: 240, advice: 'Look at the members.', every: 1_000 },
          async () => (chooseSource(await lab.orders())?.role === 'replica' ? true : undefined),
        );
    });
    after(() => (lab as BackupLab | undefined)?.close());

    it('is refused without an account of its own, and with one that is not there or may not read everything', async () => {
      const { evidence, wayOut } = await refused(given);
      assert.match(evidence, /own container only/u);
      assert.match(wayOut, /CREATE USER 'backup'@'%'/u);
      assert.match((await refused(named)).evidence, /There is no Secret backup-login/u);
      await secret({ user: 'backup' });
      assert.match((await refused(named)).evidence, /nothing under password/u);
      await secret({ user: 'backup', password: PASSWORD });
      assert.match((await refused(named)).evidence, /knows no account backup/u);
      const literal = PASSWORD.replaceAll('\\', '\\\\').replaceAll("'", "''");
      await lab.ask(`CREATE USER 'backup'@'%' IDENTIFIED BY '${literal}'; GRANT SELECT ON *.* TO 'backup'@'%';`);
      const missing = await until(
        'the account at the standby',
        { seconds: 30, advice: 'Look at the replication.', every: 1_000 },
        async () => {
          const found = await refused(named);
          return found.evidence.includes(' lacks SHOW VIEW') ? found : undefined;
        },
      );
      const [, statement = ''] = /^On the primary: (GRANT .*;)$/u.exec(missing.wayOut) ?? [];
      await lab.ask(statement);
      await until('the rights at the standby', { seconds: 30, advice: missing.wayOut, every: 1_000 }, async () => {
        const { plan } = await lab.plan(backupOperation, named, mover);
        return plan.refusals.length === 0 ? true : undefined;
      });
    });

    it('is made by that account under a writer, verified, and restored with exactly the rows that it should have', async () => {
      const writer = lab.write();
      const { most: before } = await lab.written();
      const made = await lab.run(backupOperation, named, mover);
      const { most: after } = await lab.written();
      const { rate } = await writer.end();
      assert.equal(made.phase, 'done', JSON.stringify(made));
      assert.ok(rate >= 50, `${rate} rows a second`);
      const { id: backup, counts, countsAfter } = made.facts['manifest'] as unknown as Manifest;
      // By the same account.
      assert.ok((counts['rows'] ?? 0) >= one.kind.filled && countsAfter !== undefined, JSON.stringify(counts));
      const read = { destination: 'here', backup };
      const tested = await lab.run(verifyBackupOperation, read, mover);
      assert.equal(tested.phase, 'done', JSON.stringify(tested));
      const checked = tested.facts['outcome'] as unknown as Checked;
      assert.equal(checked.outcome, 'verified', JSON.stringify(checked));
      const { plan } = await lab.plan(restoreOperation, { ...read, name: 'again' }, mover);
      assert.match(plan.warnings.join(' '), /root@'%' may log in to it from other pods/u);
      const restored = await lab.run(restoreOperation, { ...read, name: 'again' }, mover);
      assert.equal(restored.phase, 'done', JSON.stringify(restored));
      assert.equal(await lab.ask(one.kind.proof, 'again-0'), await lab.ask(one.kind.proof));
      assert.deepEqual([await lab.ask(HELD, 'again-0'), await lab.ask(HELD)], ['1|1|1|1', '1|1|1|1']);
      const { count, least, most } = await lab.written('again-0');
      // A standby may be a moment behind when it is read.
      assert.ok(
        (one.folder !== undefined || before <= most) && most > 0 && most <= after,
        `${before}, ${most}, ${after}`,
      );
      assert.deepEqual([count, least], [most, 1]);
      assert.equal(await lab.ask(ROOTS, 'again-0'), await lab.ask(ROOTS));
      assert.equal(await lab.ask(ROOTS, 'again-0'), 'localhost');
      assert.ok(!JSON.stringify([made, tested, restored]).includes(JSON.stringify(PASSWORD).slice(1, -1)));
    });

    it('is made by that account on a schedule, too', async () => {
      const schedule = { ...named, schedule: '0 3 1 1 *', suspended: true };
      const record = await lab.run(scheduleOperation, schedule, mover);
      assert.equal(record.phase, 'done', JSON.stringify(record));
      const { here } = lab.practice;
      await here(['create', 'job', 'by-hand', `--from=cronjob/plinth-backup-${lab.workload}`]);
      await here(['wait', '--for=condition=Complete', '--timeout=120s', 'job/by-hand']);
    });

    // Members that replicate are not restored in place.
    if (one.folder === undefined)
      it('is restored in place, and root may log in from its own container only', async () => {
        const { backup } = (await lab.run(backupOperation, named, mover)).facts;
        const given = { into: 'place', destination: 'here', backup: backup ?? '' };
        const record = await lab.run(restoreOperation, given, mover);
        assert.equal(record.phase, 'done', JSON.stringify(record));
        const pod = `orders-${record.id}-0`;
        assert.equal(await lab.ask(one.kind.proof, pod), await lab.ask(one.kind.proof, 'again-0'));
        assert.equal(await lab.ask(ROOTS, pod), 'localhost');
      });
  });
