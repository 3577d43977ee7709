import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import type { Checked } from '../../core/operations/restore/check-step.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { MARIADB, MYSQL, POSTGRESQL, redisWith, replicable, type ServerKind } from './kinds.ts';
import { BackupLab } from './lab.ts';
import { sideBySide } from './lanes.ts';
import { realMover } from './real-mover.ts';

const KINDS: readonly (readonly [string, ServerKind, 'logical' | 'physical'])[] = [
  ['postgresql', POSTGRESQL, 'logical'],
  ['postgresql-files', POSTGRESQL, 'physical'],
  ['mysql', MYSQL, 'logical'],
  ['mariadb', MARIADB, 'logical'],
  ['redis', redisWith('no'), 'physical'],
  ['redis-log', redisWith('yes'), 'physical'],
];

/** Servers at a time. */
const LANES = 3;

/** What became of rows that were written while a backup was made. */
interface Seen {
  /** Acknowledged rows a second. */
  readonly rate: number;
  readonly manifest: Manifest;
  readonly checked: Checked;
  /** Of the source and of what was restored. */
  readonly proofs: readonly [string, string];
  /** The last row that was there right before the backup, right after it, and in what was restored; how many there are, and the first. */
  readonly rows: Readonly<Record<'before' | 'after' | 'most' | 'count' | 'least', number>>;
  readonly acknowledged: readonly number[];
}

async function see(lab: BackupLab, method: 'logical' | 'physical'): Promise<Seen> {
  const { kind } = lab;
  const mover = await realMover();
  await replicable(lab);
  const writer = lab.write();
  const { most: before } = await lab.written();
  const made = await lab.run(backupOperation, { destination: 'here', method, query: kind.query }, mover);
  const { most: after } = await lab.written();
  const { rows: acknowledged, rate } = await writer.end();
  assert.equal(made.phase, 'done', JSON.stringify(made));
  const manifest = made.facts['manifest'] as unknown as Manifest;
  const given = { destination: 'here', backup: manifest.id, method };
  const tested = await lab.run(verifyBackupOperation, given, mover);
  assert.equal(tested.phase, 'done', JSON.stringify(tested));
  const restored = await lab.run(restoreOperation, { ...given, name: 'again' }, mover);
  assert.equal(restored.phase, 'done', JSON.stringify(restored));
  const { count, least, most } = await lab.written('again-0');
  const proofs = [await lab.ask(kind.proof), await lab.ask(kind.proof, 'again-0')] as const;
  const checked = tested.facts['outcome'] as unknown as Checked;
  return { rate, manifest, checked, proofs, rows: { before, after, most, count, least }, acknowledged };
}

async function tried(name: string, kind: ServerKind, method: 'logical' | 'physical'): Promise<Seen> {
  const lab = await BackupLab.open(`backup-engine-${name}`, kind);
  try {
    return await see(lab, method);
  } finally {
    await lab.close();
  }
}

describeOnCluster(
  'a backup under a writer is verified, and restored with exactly the rows that it should have:',
  function () {
    this.timeout('10m');
    let outcomes: ReadonlyMap<string, Promise<Seen>> = new Map();

    before(() => {
      outcomes = sideBySide(
        KINDS.map(([name, kind, method]) => [name, () => tried(name, kind, method)] as const),
        LANES,
      );
    });
    after(() => Promise.allSettled(outcomes.values()));

    for (const [name, kind, method] of KINDS)
      it(`${name}, ${method}`, async () => {
        const { rate, manifest, checked, proofs, rows, acknowledged } = (await outcomes.get(name)) ?? assert.fail();
        assert.ok(rate >= 50, `${rate} rows a second`);
        assert.equal(manifest.memberRole, 'primary');
        assert.ok((manifest.counts[kind.counted] ?? 0) >= kind.filled, JSON.stringify(manifest.counts));
        assert.equal(checked.outcome, 'verified', JSON.stringify(checked));
        assert.ok(checked.findings.includes('the query answers what the source answered'), checked.findings.join('; '));
        assert.equal(proofs[1], proofs[0]);
        // One writer: what it wrote is there up to one moment, and nothing after it.
        const { before, after, most, count, least } = rows;
        assert.ok(before <= most && most <= after && most > 0, JSON.stringify(rows));
        assert.deepEqual([count, least], [most, 1]);
        assert.ok(acknowledged[most - 1] === most, 'it was acknowledged');
      });
  },
);
