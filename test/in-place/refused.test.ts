import assert from 'node:assert/strict';
import { BadParameter, type Parameters, type Refusal } from '../../core/runner/index.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import { POSTGRESQL } from '../backup-operations/kinds.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { describeOnCluster } from '../cluster/practice.ts';

describeOnCluster('a restore in place that is refused', function () {
  this.timeout('3m');
  let lab: BackupLab;

  before(async () => {
    lab = await BackupLab.open('place-refused', POSTGRESQL);
  });
  after(() => lab.close());

  const parameters = { into: 'place', destination: 'here', backup: '20261122t103000z-k3v9x2ab' };
  async function refused(given: Parameters = parameters): Promise<readonly Refusal[]> {
    const { plan } = await lab.plan(restoreOperation, given, '');
    assert.ok(plan.refusals.length === 0 || plan.steps.length === 0, 'what is refused has no steps');
    return plan.refusals;
  }
  const patch = (object: readonly string[], value: object): Promise<string> =>
    lab.practice.here(['patch', ...object, '--type=merge', `--patch=${JSON.stringify(value)}`]);

  it('is none as it stands', async () => {
    assert.deepEqual(await refused(), []);
  });

  it('where scaling in would delete the claims (R6)', async () => {
    const policy = (whenScaled: string) => ({ spec: { persistentVolumeClaimRetentionPolicy: { whenScaled } } });
    await patch(['statefulset', 'orders'], policy('Delete'));
    const ids = (await refused()).map(({ id }) => id);
    await patch(['statefulset', 'orders'], policy('Retain'));
    assert.deepEqual(ids, ['R6']);
  });

  it('where no Service leads to it', async () => {
    await patch(['service', 'orders'], { spec: { selector: { app: 'nobody' } } });
    const ids = (await refused()).map(({ id }) => id);
    await patch(['service', 'orders'], { spec: { selector: { app: 'orders' } } });
    assert.deepEqual(ids, ['R30']);
  });

  it('with parameters that make no sense, by name', async () => {
    for (const [given, why] of [
      [{ ...parameters, into: 'elsewhere' }, /«into»/u],
      [{ ...parameters, name: 'orders' }, /«name»/u],
      [{ ...parameters, name: '../x' }, /«name»/u],
      [{ ...parameters, backup: 'last' }, /«backup»/u],
    ] as const)
      await assert.rejects(refused(given), (error) => error instanceof BadParameter && why.test(error.message));
  });
});
