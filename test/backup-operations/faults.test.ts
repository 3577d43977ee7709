import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import type { Checked } from '../../core/operations/restore/check-step.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { damage } from './damage.ts';
import { FAULTS, type Fault } from './faults.ts';
import { replicable } from './kinds.ts';
import { BackupLab } from './lab.ts';
import { realMover } from './real-mover.ts';

const isSoak = process.env['PLINTH_SOAK'] === '1';

const idOf = (index: number): string => `20200101t000000z-fault${String(index).padStart(3, '0')}`;

/** Servers at a time. */
const LANES = 3;

/** Of a fault that the same code finds for another engine, the long run alone makes sure. */
const isTried = ({ long }: Fault): boolean => isSoak || long !== true;

/** What became of one fault, or why that is not known. */
interface Found {
  readonly checked: Checked;
  readonly attested: boolean;
  readonly left: string;
}

/** Labs work side by side, and each goes when it has come to its end: most of their time they wait for pods. */
class Table {
  readonly faults: readonly Fault[];
  /** When it has come to its end, whichever. */
  readonly ended: Promise<unknown>;
  readonly #found: Promise<ReadonlyMap<Fault, Found>>;
  #lab: BackupLab | undefined;

  constructor(
    private readonly of: (typeof FAULTS)[number],
    turn: Promise<unknown>,
  ) {
    this.faults = of.faults.filter(isTried);
    this.#found = turn.then(() => this.#run());
    this.ended = this.#found.catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#lab?.close();
  }

  async found(fault: Fault): Promise<Found> {
    return (await this.#found).get(fault) ?? assert.fail(`${fault.name} was not tried`);
  }

  async #run(): Promise<ReadonlyMap<Fault, Found>> {
    const { name, kind, method } = this.of;
    const mover = await realMover();
    const lab = await BackupLab.open(`backup-faults-${name}`, kind);
    this.#lab = lab;
    if (method === 'physical') await replicable(lab);
    const backup = async (): Promise<string> => {
      const record = await lab.run(backupOperation, { destination: 'here', method }, mover);
      assert.equal(record.phase, 'done', JSON.stringify(record));
      return (record.facts['manifest'] as unknown as Manifest).id;
    };
    const full = await backup();
    await lab.ask(kind.empty);
    const empty = await backup();
    await damage(
      lab,
      this.faults.map(({ ofEmpty, stored, dumped }, index) => ({
        id: idOf(index),
        from: ofEmpty === true ? empty : full,
        ...(stored === undefined ? {} : { stored: stored.replaceAll('FULL', JSON.stringify(full)) }),
        ...(dumped === undefined ? {} : { dumped }),
      })),
    );
    const found = new Map<Fault, Found>();
    for (const [index, fault] of this.faults.entries()) {
      const record = await lab.run(verifyBackupOperation, { destination: 'here', method, backup: idOf(index) }, mover);
      assert.equal(record.phase, 'done', `${fault.name}: ${JSON.stringify(record)}`);
      const kinds = 'statefulsets,services,jobs,pods,persistentvolumeclaims,secrets';
      const selector = `--selector=plinth.dev/operation=${record.id}`;
      found.set(fault, {
        checked: record.facts['outcome'] as unknown as Checked,
        attested: record.facts['attested'] !== undefined,
        left: (await lab.practice.here(['get', kinds, selector, '--output=name'])).trim(),
      });
    }
    await lab.close();
    this.#lab = undefined;
    return found;
  }
}

describeOnCluster('a restore test finds', function () {
  this.timeout('10m');
  let tables: readonly Table[] = [];

  before(() => {
    const made: Table[] = [];
    for (const [index, one] of FAULTS.entries())
      made.push(new Table(one, made[index - LANES]?.ended ?? Promise.resolve()));
    tables = made;
  });
  after(() => Promise.all(tables.map((one) => one.close())));

  for (const [index, { name, method, faults }] of FAULTS.entries())
    for (const fault of faults.filter(isTried))
      it(`${fault.name} (${name}, ${method})`, async () => {
        const { checked, attested, left } = (await tables[index]?.found(fault)) ?? assert.fail();
        assert.equal(checked.outcome, 'failed', JSON.stringify(checked));
        assert.match(checked.findings.join('; '), fault.finds);
        assert.equal(attested, fault.attested);
        assert.equal(left, '', 'nothing is left behind');
      });
});
