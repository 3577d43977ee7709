// Doctor on a sound topology of the practice cluster, and on what was made of it.
import assert from 'node:assert/strict';
import { diagnose, type Diagnosis } from '../../core/doctor/index.ts';
import type { Finding } from '../../core/doctor/finding.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { until } from '../cluster/wait.ts';
import { RestartLab } from '../restart/lab.ts';

/** Seconds in which people have their answer. */
const GOAL = 10;

/** Asked so often; the machine is others', too, so the shortest counts. */
const TURNS = 3;

export class DoctorLab {
  readonly lab: RestartLab;

  private constructor(lab: RestartLab) {
    this.lab = lab;
  }

  static async open(folder: string): Promise<DoctorLab> {
    return new DoctorLab(await RestartLab.open(folder, `doctor-${folder}`));
  }

  here = (args: readonly string[], input?: string): Promise<string> => this.lab.practice.here(args, input);

  /** Runs a client in a member's own container. */
  inside = (pod: string, script: string): Promise<string> =>
    this.here(['exec', pod, '-c', this.lab.database.container, '--', 'bash', '-c', script]);

  /** As the inventory sees it now. */
  async #seen(): Promise<LiveDatabase | undefined> {
    await this.lab.inventory.refresh();
    return [...this.lab.inventory.databases.values()].find(({ name }) => name === this.lab.database.name);
  }

  /** Asks Doctor; gives the answer, and the seconds that it took, the look of the inventory left out. */
  async diagnosed(): Promise<{ readonly diagnosis: Diagnosis; readonly seconds: number }> {
    const database = await this.#seen();
    if (database === undefined) throw new Error('The database is not in sight.');
    const begun = Date.now();
    const diagnosis = await diagnose(this.lab.connection, database, begun);
    return { diagnosis, seconds: (Date.now() - begun) / 1_000 };
  }

  /** Asks until a check has a finding, which must say what was seen and how it is mended. */
  finding(check: string, state: Finding['state'], what: RegExp): Promise<Finding> {
    const advice = 'Look at `plinth doctor`.';
    return until(`${check}: ${state} ${String(what)}`, { seconds: 90, advice, every: 1_000 }, async () => {
      const { diagnosis } = await this.diagnosed();
      const found = diagnosis.examinations.find(({ id }) => id === check)?.findings ?? [];
      return found.find((one) => one.state === state && what.test(one.what));
    });
  }

  close = (): Promise<void> => this.lab.close();
}

/** `check state: what (seen)` of all that is not well. */
const complaints = ({ examinations }: Diagnosis): readonly string[] =>
  examinations.flatMap(({ id, findings }) =>
    findings
      .filter(({ state }) => state !== 'well')
      .map(({ state, what, evidence }) => `${id} ${state}: ${what} (${evidence})`),
  );

/** True of every database of these tests: the cluster has one node, and nobody has backed up. */
const TRUE_HERE = /^(spread risk: All members run on one node|backups unknown: Whether a restore test)/u;

/** Asks once all is measured that is measured every so often; nothing but what is true may be said, and in time. */
export async function isSound(lab: DoctorLab): Promise<void> {
  await lab.finding('capacity', 'well', /disks have room/u);
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const { diagnosis, seconds } = await lab.diagnosed();
    times.push(seconds);
    assert.deepEqual(
      complaints(diagnosis).filter((one) => !TRUE_HERE.test(one)),
      [],
    );
    assert.equal(diagnosis.failover, 'well');
  }
  const words = times.map((seconds) => seconds.toFixed(1)).join(', ');
  console.log(`      ${lab.lab.database.folder}: ${words} s`);
  assert.ok(Math.min(...times) < GOAL, `${words} s`);
}
