import assert from 'node:assert/strict';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import type { Checked } from '../../core/operations/restore/check-step.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { redisWith } from './kinds.ts';
import { BackupLab } from './lab.ts';
import { realMover } from './real-mover.ts';

describeOnCluster('a backup that only a private key opens', function () {
  this.timeout('5m');
  const given = { destination: 'here', method: 'physical' } as const;
  let lab: BackupLab | undefined;
  let mover: string;
  let backup: string;
  let wrong: string;

  const opened = (): BackupLab => lab ?? assert.fail('there is no server');
  const secret = (name: string, identity: string): object => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    stringData: { identity },
  });

  before(async () => {
    mover = await realMover();
    const right = await generateX25519Identity();
    wrong = await generateX25519Identity();
    const keys = [secret('right-key', right), secret('wrong-key', wrong)];
    lab = await BackupLab.open('backup-keys', redisWith('no'), (objects) => [...objects, ...keys]);
    const recipients = [await identityToRecipient(right)];
    const made = await lab.run(backupOperation, { ...given, recipients }, mover);
    assert.equal(made.phase, 'done', JSON.stringify(made));
    const manifest = made.facts['manifest'] as unknown as Manifest;
    assert.equal(manifest.encryption, 'age');
    backup = manifest.id;
  });
  after(() => lab?.close());

  it('is verified with that key, and the time that it took is told', async () => {
    const tested = await opened().run(verifyBackupOperation, { ...given, backup, identity: 'right-key' }, mover);
    assert.equal(tested.phase, 'done', JSON.stringify(tested));
    const { outcome, seconds } = tested.facts['outcome'] as unknown as Checked;
    assert.equal(outcome, 'verified');
    assert.equal(tested.measured?.['restoreSeconds'], seconds);
    const { plan } = await opened().plan(verifyBackupOperation, { ...given, backup, identity: 'right-key' }, mover);
    assert.match(plan.estimate?.from ?? '', /^the last one took \d+ s/u);
  });

  for (const [what, identity, why] of [
    ['with another key', 'wrong-key', /The private key that was given does not open this backup/u],
    ['without a key', undefined, /no private key was given to open it/u],
  ] as const)
    it(`is not opened ${what}: that is said, nothing is attested, and nothing is left`, async () => {
      const more = identity === undefined ? {} : { identity };
      const tested = await opened().run(verifyBackupOperation, { ...given, backup, ...more }, mover);
      assert.equal(tested.phase, 'rolled-back', JSON.stringify(tested));
      assert.match(tested.reason ?? '', why);
      assert.ok(!JSON.stringify(tested).includes(wrong));
      assert.equal(tested.facts['attested'], undefined);
      const kinds = 'statefulsets,services,jobs,pods,persistentvolumeclaims';
      const selector = `--selector=plinth.dev/operation=${tested.id}`;
      assert.equal((await opened().practice.here(['get', kinds, selector, '--output=name'])).trim(), '');
    });

  it('is not even begun to be tested where the namespace’s quota has no room for it', async () => {
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'team' },
      spec: { hard: { pods: '2' } },
    };
    const { here } = opened().practice;
    await here(['apply', '--filename=-'], JSON.stringify(quota));
    await here(['wait', '--for=jsonpath={.status.used.pods}', '--timeout=60s', 'resourcequota/team']);
    const { plan } = await opened().plan(verifyBackupOperation, { ...given, backup, identity: 'right-key' }, mover);
    assert.match(
      plan.refusals.map(({ evidence }) => evidence).join(),
      /ResourceQuota team: pods: 2 wanted, \d of 2 left/u,
    );
    assert.equal(plan.steps.length, 0);
  });
});
