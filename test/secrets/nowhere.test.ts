import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { writeDestination } from '../../core/backups/destinations.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import { runPlan } from '../../core/runner/index.ts';
import { MYSQL } from '../backup-operations/kinds.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { realMover } from '../backup-operations/real-mover.ts';
import { S3_REGION } from '../cluster/object-store.ts';
import { describeOnCluster, isReady } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { Program } from '../command-line/program.ts';
import { Evidence, type Leak } from './evidence.ts';
import type { Known } from './known.ts';
import { openBucket, type OwnBucket } from './own-bucket.ts';
import { core, plainMysql, postgresqlWith } from './servers.ts';
import { Watch } from './watch.ts';

const NAMESPACE = 'secret';

describeOnCluster('secrets are found nowhere', function () {
  this.timeout('5m');
  const evidence = new Evidence();
  const [inSecret, inPlain, planted] = [core(), core(), core()];
  let known: Known[] = [];
  let recipient: string;
  let lab: BackupLab | undefined;
  let store: OwnBucket | undefined;
  let plinth: Program;
  let watch: Watch | undefined;
  let folder: string;

  const opened = (): BackupLab => lab ?? assert.fail('there is no server');

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'plinth-secrets-'));
    plinth = await Program.build();
    const [access, secret] = [core(), core()];
    const identity = await generateX25519Identity();
    recipient = await identityToRecipient(identity);
    known = [
      { name: 'the password in a Secret', value: inSecret },
      { name: 'the password in plain text', value: inPlain },
      { name: 'the bucket’s access key', value: access },
      { name: 'the bucket’s secret key', value: secret },
      { name: 'the private key', value: identity },
    ];
    const secretOf = (name: string, stringData: object): object => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name },
      stringData,
    });
    lab = await BackupLab.open(NAMESPACE, postgresqlWith(inSecret), (objects) => [
      ...objects,
      ...plainMysql(inPlain),
      secretOf('s3', { accessKeyId: access, secretAccessKey: secret }),
      secretOf('key', { identity }),
    ]);
    watch = new Watch(lab.practice, evidence);
    const { here } = lab.practice;
    await isReady(here, 'plain-0');
    const fill = ['exec', '--stdin', 'plain-0', '--', 'sh', '-c', MYSQL.client];
    await until('plain is filled', { seconds: 60, advice: 'Look at the pod plain-0.', every: 1_000 }, () =>
      here(fill, `${MYSQL.fill}\n`).then(
        () => true,
        () => undefined,
      ),
    );
    store = await openBucket(`${NAMESPACE}s`, { access, secret });
    const place = { endpoint: store.endpoint, region: S3_REGION, pathStyle: true };
    const bucket = { bucket: `${NAMESPACE}s`, prefix: 'kept', secret: 's3', authority: undefined };
    await writeDestination(lab.connection, NAMESPACE, {
      name: 'bucket',
      destination: { kind: 's3', ...place, ...bucket },
    });
  });
  after(async () => {
    watch?.end();
    await lab?.close();
    await store?.close();
    await plinth.remove();
    await rm(folder, { recursive: true });
  });

  /** Backs up, tests the backup, stops and starts; all that is said is kept. */
  async function cycle(name: string, format: 'text' | 'jsonl'): Promise<void> {
    const database = `${NAMESPACE}/${name}`;
    const run = async (args: readonly string[], tell: readonly string[] = ['--format', format]): Promise<string> => {
      const { code, out, err } = await plinth.run([...args, ...tell]);
      evidence.note(`what ${String(args[0])} says of ${name}`, `${out}\n${err}`);
      assert.equal(code, 0, `${args.join(' ')}: ${out}\n${err}`);
      return out;
    };
    const kept = async (operation: string, args: readonly string[]): Promise<void> => {
      const file = path.join(folder, `${operation}-${name}.${format === 'text' ? 'md' : 'json'}`);
      await run([operation, database, ...args, '--export', file]);
      evidence.note(`the exported plan of ${operation} of ${name}`, await readFile(file, 'utf8'));
    };
    await kept('backup', ['--destination', 'bucket', '--recipient', recipient]);
    const { backups } = JSON.parse(await run(['backups', database], ['--format', 'json'])) as {
      backups: { id: string }[];
    };
    const [backup] = backups;
    assert.ok(backup);
    await kept('verify', ['--destination', 'bucket', '--backup', backup.id, '--identity', 'key']);
    await kept('stop', ['--yes', '--confirm', name]);
    await kept('start', ['--yes', '--confirm', name]);
  }

  it('while backups are made, tested, and databases stopped and started by the command line', async () => {
    await Promise.all([cycle('orders', 'jsonl'), cycle('plain', 'text')]);
  });

  it('in what the runner tells while it backs up', async () => {
    const given = { destination: 'bucket', recipients: [recipient] };
    const { plan, id } = await opened().plan(backupOperation, given, await realMover());
    evidence.note('the plan', JSON.stringify(plan));
    const { connection } = opened();
    const onEvent = (event: unknown): void => {
      evidence.note('events', JSON.stringify(event));
    };
    const record = await runPlan({ connection, plan, id, holder: `test-${id}`, by: 'test', onEvent });
    assert.equal(record.phase, 'done', JSON.stringify(record));
    evidence.note('the record', JSON.stringify(record));
  });

  it('as a search shows that finds what is planted', async () => {
    const { here } = opened().practice;
    const plant = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'planted' } };
    const hidden = Buffer.from(`x${planted}`).toString('base64');
    await here(['apply', '--filename=-'], JSON.stringify({ ...plant, data: { hidden } }));
    // By standard input: the command line of kubectl does not have it.
    await here(['exec', '--stdin', 'orders-0', '--', 'sh'], `sh -c 'sleep 2; : ${planted}'\n`);
    await sleep(1_000);
    const found = evidence.leaks([{ name: 'planted', value: planted }]).map(({ place }) => place);
    assert.deepEqual(found.sort(), ['ConfigMap/planted', 'command lines']);
  });

  it('and everything was looked at', () => {
    const places = evidence.places();
    for (const kind of ['ConfigMap', 'Event', 'Job', 'Pod', 'Lease', 'StatefulSet', 'log of', 'what ', 'events'])
      assert.ok(
        places.some((place) => place.startsWith(kind)),
        `no ${kind} was seen`,
      );
    assert.ok(evidence.has('ConfigMap/plinth-run-', /request\.json/u), 'no request of a runner pod was seen');
    assert.ok(evidence.has('command lines', /mover/u), 'no mover was seen at work');
    assert.ok((watch?.rounds ?? 0) > 100);
  });

  const own = /^(?:StatefulSet\/plain|Pod\/plain-0)$/u;
  const isOwn = ({ secret, place }: Leak): boolean => secret === 'the password in plain text' && own.test(place);

  it('but in the workload that has its password in plain text', () => {
    const leaks = evidence.leaks(known);
    assert.ok(leaks.some(isOwn), 'not even that was found');
    assert.deepEqual(
      leaks.filter((leak) => !isOwn(leak)),
      [],
    );
  });
});
