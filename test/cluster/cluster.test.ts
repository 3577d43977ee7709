import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { OUTSIDE_API } from './addresses.ts';
import { certificate } from './certificates.ts';
import { foldersOfCgroups } from './cgroups.ts';
import { CommandFailure, run } from './command.ts';
import { down, volumesInUse } from './down.ts';
import { outsideListeners } from './listeners.ts';
import { exclusively } from './lock.ts';
import { runInside } from './node.ts';
import { HERE, inLog, STATE } from './places.ts';
import { becomes, describeOnCluster, isReady, practise, type Practice } from './practice.ts';
import { identify, isAlive, recordedNames } from './processes.ts';
import { ctr } from './runtime.ts';
import { status } from './status.ts';
import { up } from './up.ts';
import { KUBERNETES } from './versions.ts';

const FIXTURE = join(HERE, 'fixtures/postgresql.yaml');

const toolsPod = (name: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      containers: [
        {
          name: 'tools',
          image: 'plinth.example/tools:1',
          command: ['sleep', '3600'],
          envFrom: [{ secretRef: { name: 's3' } }],
        },
      ],
      terminationGracePeriodSeconds: 0,
    },
  });

/** Command lines of the processes that name a path. */
async function programsAt(path: string): Promise<string[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(numbers.map((name) => readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(path));
}

/** Whether somebody answers at an address within a second. */
const answers = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const say = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', say(true)).once('timeout', say(false)).once('error', say(false));
  });

describeOnCluster('the practice cluster', function () {
  this.timeout('5m');
  let practice: Practice;
  const psql = (pod: string, sql: string): Promise<string> =>
    practice.here(['exec', pod, '--', 'psql', '-U', 'postgres', '-d', 'shop', '-Atc', sql]);
  const inTools = (script: string): Promise<string> => practice.here(['exec', 'tools', '--', 'sh', '-ec', script]);

  before(async () => {
    practice = await practise('cluster-test');
    const secret = JSON.parse(
      await practice.kubectl(['get', 'secret', 's3', '--namespace=object-storage', '--output=json']),
    ) as { data: object };
    const copy = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's3' }, data: secret.data };
    await practice.here(['apply', '--filename=-'], JSON.stringify(copy));
    await practice.here(['apply', '--filename=-'], toolsPod('tools'));
    await practice.here(['apply', `--filename=${FIXTURE}`]);
  });

  after(() => practice.leave());

  it('has a Ready node of the pinned version', async () => {
    const path = '--output=jsonpath={.items[*].status.nodeInfo.kubeletVersion}';
    assert.equal(await practice.kubectl(['get', 'nodes', path]), `v${KUBERNETES}`);
    await practice.kubectl(['wait', '--for=condition=Ready', '--timeout=5s', 'node', '--all']);
  });

  it('says in its status that everything runs', async () => {
    const { lines, healthy } = await status();
    assert.ok(healthy, lines.join('\n'));
  });

  it('denies what no role allows, and allows what one does', async () => {
    await practice.here(['create', 'serviceaccount', 'reader']);
    const token = (await practice.here(['create', 'token', 'reader'])).trim();
    const kubectl = join(practice.built.kubernetes, 'kubectl');
    const asReader = (...args: readonly string[]): Promise<string> =>
      run(kubectl, [
        '--kubeconfig=/dev/null',
        `--server=https://${OUTSIDE_API}`,
        `--certificate-authority=${certificate('ca.crt')}`,
        `--token=${token}`,
        `--namespace=${practice.namespace}`,
        ...args,
      ]);
    await assert.rejects(asReader('get', 'pods'), (error) => {
      assert.ok(error instanceof CommandFailure);
      assert.match(error.words, /cannot list resource "pods"/);
      return true;
    });
    await practice.here(['create', 'role', 'reader', '--verb=list', '--resource=pods']);
    const subject = `--serviceaccount=${practice.namespace}:reader`;
    await practice.here(['create', 'rolebinding', 'reader', '--role=reader', subject]);
    assert.match(await asReader('get', 'pods'), /tools/);
    await assert.rejects(asReader('get', 'secrets'), /cannot list resource "secrets"/);
  });

  it('resolves Services and members of StatefulSets', async () => {
    await isReady(practice.here, 'tools');
    await isReady(practice.here, 'orders-0');
    assert.match(await inTools('getent hosts kubernetes.default.svc'), /^10\.96\.0\.1\s/);
    const address = await practice.here(['get', 'pod', 'orders-0', '--output=jsonpath={.status.podIP}']);
    assert.ok((await inTools('getent hosts orders-0.orders')).startsWith(`${address} `));
  });

  it('keeps what PostgreSQL has committed when the server is killed, and when its pod is deleted', async () => {
    await psql('orders-0', 'CREATE TABLE orders AS SELECT generate_series(1, 1000) AS id');
    const path = '--output=jsonpath={.status.containerStatuses[0].containerID}';
    const container = (await practice.here(['get', 'pod', 'orders-0', path])).replace('containerd://', '');
    await runInside(ctr('tasks', 'kill', '--signal=SIGKILL', container));
    await becomes(practice.here, ['pod', 'orders-0'], '.status.containerStatuses[0].restartCount', '1');
    await becomes(practice.here, ['pod', 'orders-0'], '.status.containerStatuses[0].ready', 'true');
    assert.match(await practice.here(['logs', 'orders-0']), /automatic recovery in progress/);
    await practice.here(['delete', 'pod', 'orders-0']);
    await becomes(practice.here, ['pod', 'orders-0'], '.status.containerStatuses[0].ready', 'true');
    assert.equal((await psql('orders-0', 'SELECT count(*) FROM orders')).trim(), '1000');
  });

  it('writes to the audit log who entered which pod', async () => {
    const audit = await readFile(inLog('audit.log'), 'utf8');
    const entry = audit
      .split('\n')
      .find((line) => line.includes('"subresource":"exec"') && line.includes(`"namespace":"${practice.namespace}"`));
    assert.match(entry ?? '', /"username":"admin"/);
  });

  it('takes a snapshot of a running database and restores it into a larger claim', async () => {
    await psql('orders-0', 'CHECKPOINT');
    const snapshot = {
      apiVersion: 'snapshot.storage.k8s.io/v1',
      kind: 'VolumeSnapshot',
      metadata: { name: 'before' },
      spec: { source: { persistentVolumeClaimName: 'data-orders-0' } },
    };
    await practice.here(['apply', '--filename=-'], JSON.stringify(snapshot));
    await becomes(practice.here, ['volumesnapshot', 'before'], '.status.readyToUse', 'true');
    await psql('orders-0', 'DROP TABLE orders');
    // The claim of a second StatefulSet, made beforehand from the snapshot.
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data-restored-0' },
      spec: {
        storageClassName: 'standard',
        accessModes: ['ReadWriteOnce'],
        dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'before' },
        resources: { requests: { storage: '2Gi' } },
      },
    };
    await practice.here(['apply', '--filename=-'], JSON.stringify(claim));
    const manifest = (await readFile(FIXTURE, 'utf8'))
      .replace(/(kind: StatefulSet\nmetadata:\n {2}name: )orders/, '$1restored')
      .replaceAll('app: orders', 'app: restored');
    await practice.here(['apply', '--filename=-'], manifest);
    await becomes(practice.here, ['pod', 'restored-0'], '.status.containerStatuses[0].ready', 'true');
    assert.equal((await psql('restored-0', 'SELECT count(*) FROM orders')).trim(), '1000');
    assert.ok((await sizeOfData('restored-0')) > 1.8 * 1024 * 1024, 'the file system has grown with the claim');
  });

  /** Kibibytes of the file system of a member's data. */
  async function sizeOfData(pod: string): Promise<number> {
    const listing = await practice.here(['exec', pod, '--', 'df', '--output=size', '/var/lib/postgresql/data']);
    return Number(listing.split('\n')[1]);
  }

  it('expands a claim under a running database', async () => {
    const patch = JSON.stringify({ spec: { resources: { requests: { storage: '3Gi' } } } });
    await practice.here(['patch', 'pvc', 'data-orders-0', `--patch=${patch}`]);
    await becomes(practice.here, ['pvc', 'data-orders-0'], '.status.capacity.storage', '3Gi');
    assert.ok((await sizeOfData('orders-0')) > 2.8 * 1024 * 1024);
    assert.equal((await psql('orders-0', 'SELECT 1')).trim(), '1');
  });

  it('keeps the volume of a deleted claim where the class says so, and only there', async () => {
    for (const [storageClass, kept] of [
      ['standard', false],
      ['database-retain', true],
    ] as const) {
      const claim = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: storageClass },
        spec: {
          storageClassName: storageClass,
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '400Mi' } },
        },
      };
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: storageClass },
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'touch',
              image: 'debian:bookworm',
              command: ['touch', '/data/x'],
              volumeMounts: [{ name: 'data', mountPath: '/data' }],
            },
          ],
          volumes: [{ name: 'data', persistentVolumeClaim: { claimName: storageClass } }],
        },
      };
      await practice.here(['apply', '--filename=-'], JSON.stringify(claim));
      await practice.here(['apply', '--filename=-'], JSON.stringify(pod));
      await becomes(practice.here, ['pod', storageClass], '.status.phase', 'Succeeded');
      const volume = await practice.here(['get', 'pvc', storageClass, '--output=jsonpath={.spec.volumeName}']);
      await practice.here(['delete', 'pod', storageClass]);
      await practice.here(['delete', 'pvc', storageClass]);
      if (kept) {
        await becomes(practice.kubectl, ['pv', volume], '.status.phase', 'Released');
        await practice.kubectl(['patch', 'pv', volume, '--patch={"spec":{"persistentVolumeReclaimPolicy":"Delete"}}']);
      }
      await practice.kubectl(['wait', '--for=delete', '--timeout=60s', `pv/${volume}`]);
    }
  });

  it('stores objects from a pod and gives them back', async () => {
    const read = await inTools(`
        s3() { aws --endpoint-url "$AWS_ENDPOINT_URL" s3 "$@"; }
        s3 mb s3://cluster-test > /dev/null
        pg_dump --version | s3 cp - s3://cluster-test/backups/version
        s3 cp s3://cluster-test/backups/version -
        s3 rb --force s3://cluster-test > /dev/null`);
    assert.match(read, /^pg_dump \(PostgreSQL\) 18\./);
  });

  it('listens on loopback only', async () => {
    assert.deepEqual(await outsideListeners(), []);
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const outer = addresses.filter(({ internal, scopeid }) => !internal && !scopeid).map(({ address }) => address);
    for (const address of outer)
      for (const port of [6443, 16443, 7070, 17070, 2379, 10250, 10256])
        assert.equal(await answers(address, port), false, `somebody answers at ${address}, port ${port}`);
    const [host = '', port = ''] = OUTSIDE_API.split(':');
    assert.equal(await answers(host, Number(port)), true, 'the API answers on loopback');
  });

  it('ends only what it has started: a number that another process has by now is let alone', async () => {
    const itself = await identify(process.pid);
    assert.ok(itself && (await isAlive(itself)));
    assert.equal(await isAlive({ ...itself, started: '1' }), false);
    assert.equal(await isAlive({ ...itself, boot: 'another' }), false);
  });

  it('leaves nothing behind when it goes down, and continues where it ended', async () => {
    const silent = (): void => undefined;
    await psql('orders-0', 'CREATE TABLE kept AS SELECT 1 AS id');
    await exclusively(() => down(silent));
    assert.deepEqual(await recordedNames(), []);
    assert.deepEqual(await volumesInUse(), []);
    assert.deepEqual(await programsAt(STATE), []);
    assert.ok(!(await readFile('/proc/self/mountinfo', 'utf8')).includes(STATE));
    assert.doesNotMatch(await run('ip', ['-brief', 'link']), /node0|pods0|veth/);
    assert.deepEqual(await foldersOfCgroups(), []);
    await exclusively(() => up(silent));
    await becomes(practice.here, ['pod', 'orders-0'], '.status.containerStatuses[0].restartCount', '1');
    await isReady(practice.here, 'orders-0');
    assert.equal((await psql('orders-0', 'SELECT id FROM kept')).trim(), '1');
  });
});
