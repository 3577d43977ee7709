import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import type { Checked } from '../../core/operations/restore/check-step.ts';
import { restoreOperation } from '../../core/operations/restore/restore.ts';
import { verifyBackupOperation } from '../../core/operations/restore/verify-backup.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { BackupLab } from './lab.ts';
import { sideBySide } from './lanes.ts';
import { MARIADB, POSTGRESQL, type ServerKind } from './kinds.ts';
import { realMover } from './real-mover.ts';

interface Set {
  readonly kind?: string;
  readonly spec: { readonly template: { readonly spec: PodSpec } };
}
interface PodSpec {
  volumes?: object[];
  readonly containers: { env: { name: string }[]; volumeMounts: object[] }[];
}

/** The server's objects with its password another way. */
function change({ password }: ServerKind, how: (spec: PodSpec) => void): (objects: object[]) => object[] {
  return (objects) => {
    const copy = structuredClone(objects);
    const { spec } = (copy as Set[]).find(({ kind }) => kind === 'StatefulSet')?.spec.template ?? assert.fail();
    const [container] = spec.containers;
    assert.ok(container);
    container.env = container.env.filter(({ name }) => name !== password.variable);
    how(spec);
    return copy;
  };
}

/** Without blanks, so that it is found as it is in whatever holds it. */
const PLAIN = 'practice$x-4711';

/** How, the server, what is changed of its pods, and the Secrets of an instance that is restored. */
const WAYS: readonly (readonly [string, ServerKind, (spec: PodSpec) => void, readonly string[]])[] = [
  [
    'plain text in the workload',
    {
      ...POSTGRESQL,
      password: { ...POSTGRESQL.password, value: PLAIN },
      // A probe with the password in it, too: Kubernetes puts no variables there.
      ready: ['sh', '-c', `PGPASSWORD='${PLAIN}' psql -h 127.0.0.1 -U postgres -c 'SELECT 1'`],
    },
    ({ containers: [server] }) => server?.env.push({ name: POSTGRESQL.password.variable, value: PLAIN } as never),
    ['secret/again-passwords'],
  ],
  [
    'a file of a Secret',
    {
      ...MARIADB,
      client: MARIADB.client.replace('"$MARIADB_ROOT_PASSWORD"', '"$(cat /run/keys/password)"'),
      ready: MARIADB.ready.map((word) => word.replace('"$MARIADB_ROOT_PASSWORD"', '"$(cat /run/keys/password)"')),
    },
    (spec) => {
      spec.volumes = [{ name: 'keys', secret: { secretName: 'orders', defaultMode: 0o440 } }];
      const [server] = spec.containers;
      server?.env.push({ name: 'MARIADB_ROOT_PASSWORD_FILE', value: '/run/keys/password' } as never);
      server?.volumeMounts.push({ name: 'keys', mountPath: '/run/keys' });
    },
    [],
  ],
];

/** Backs up, tests the backup and restores to a new instance; gives all in which the password might stand. */
async function tried(
  kind: ServerKind,
  how: (spec: PodSpec) => void,
): Promise<{ readonly seen: string; readonly secrets: string; readonly after: readonly string[] }> {
  const lab = await BackupLab.open(`backup-password-${kind.engine}`, kind, change(kind, how));
  try {
    const mover = await realMover();
    const made = await lab.run(backupOperation, { destination: 'here' }, mover);
    assert.equal(made.phase, 'done', JSON.stringify(made));
    const { id: backup } = made.facts['manifest'] as unknown as Manifest;
    const { here } = lab.practice;
    const jobs = await here(['get', 'jobs', '--output=json']);
    const tested = await lab.run(verifyBackupOperation, { destination: 'here', backup }, mover);
    assert.equal(tested.phase, 'done', JSON.stringify(tested));
    assert.equal((tested.facts['outcome'] as unknown as Checked).outcome, 'verified');
    const secrets = (await here(['get', 'secrets', '--output=name'])).trim();
    const restored = await lab.run(restoreOperation, { destination: 'here', backup, name: 'again' }, mover);
    assert.equal(restored.phase, 'done', JSON.stringify(restored));
    const instance = await here(['get', 'statefulset/again', 'pod/again-0', '--output=json']);
    const seen = [jobs, instance, await here(['get', 'configmaps,events,jobs', '--output=json'])].join('\n');
    return { seen, secrets, after: (await here(['get', 'secrets', '--output=name'])).trim().split('\n') };
  } finally {
    await lab.close();
  }
}

describeOnCluster(
  'a password opens the way to backup, restore test and restore, and stands in no Job, new instance, journal or event:',
  function () {
    this.timeout('5m');
    let outcomes: ReadonlyMap<string, ReturnType<typeof tried>> = new Map();
    before(() => {
      outcomes = sideBySide(
        WAYS.map(([what, kind, how]) => [what, () => tried(kind, how)] as const),
        WAYS.length,
      );
    });
    after(() => Promise.allSettled(outcomes.values()));

    for (const [what, kind, , lasting] of WAYS)
      it(`in ${what}`, async () => {
        const { seen, secrets, after } = (await outcomes.get(what)) ?? assert.fail();
        assert.ok(!seen.includes(kind.password.value), 'the password stands there');
        assert.equal(secrets, 'secret/orders', 'the Secret of the operation is gone');
        assert.deepEqual(after, [...lasting, 'secret/orders'], 'a lasting instance keeps its own');
      });
  },
);
