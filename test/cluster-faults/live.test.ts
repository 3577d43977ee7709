import assert from 'node:assert/strict';
import { readFile, writeFile, chmod } from 'node:fs/promises';
import { once } from 'node:events';
import net from 'node:net';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Connection } from '../../core/cluster/connection.ts';
import { openMirror } from '../../core/cluster/mirrors/mirror.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { openScope, type Scope } from '../../core/cluster/mirrors/scope.ts';
import { ClusterTrouble, type TroubleKind } from '../../core/cluster/trouble.ts';
import { startProxy } from '../chaos/api-proxy/proxy.ts';
import { upstreamOf } from '../chaos/api-proxy/upstream.ts';
import { ALL, makeUser, READ } from '../chaos/users.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { describeOnCluster, isReady, practise, type Practice } from '../cluster/practice.ts';
import { connectBy, temporary } from './stub/kubeconfig.ts';

const SERVER = `require('net').createServer((s) => s.on('error', () => 0).pipe(s)).listen(7000); setInterval(() => console.log('tick'), 200)`;

const SHELL = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'shell' },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'main', image: 'node:22', command: ['node', '-e', SERVER] }],
  },
};

describeOnCluster('The way to a real cluster', function () {
  this.timeout(60_000);
  let practice: Practice;
  let folder: Awaited<ReturnType<typeof temporary>>;
  let admin: Connection;
  let files = 0;
  const open: { close(): void }[] = [];
  const keep = <T extends { close(): void }>(one: T): T => {
    open.push(one);
    return one;
  };
  before(async () => {
    practice = await practise('cluster-live');
    folder = await temporary();
    admin = await connectBy(folder.folder, await readFile(KUBECONFIG, 'utf8'));
    await practice.here(['apply', '--filename=-'], JSON.stringify(SHELL));
    await isReady(practice.here, 'shell');
  });
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });
  after(async () => {
    admin.close();
    await folder.remove();
    await practice.leave();
  });

  const shell = () => ({ namespace: practice.namespace, pod: 'shell', container: 'main' });
  const as = async (kubeconfig: string): Promise<Connection> =>
    keep(await connectBy(folder.folder, kubeconfig, {}, `config-${++files}`));
  const trouble = async (promise: Promise<unknown>, kind: TroubleKind, words: RegExp): Promise<void> => {
    const error: unknown = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ClusterTrouble, String(error));
    assert.deepEqual([error.kind, words.test(error.message)], [kind, true], error.message);
  };
  const until = async (what: string, holds: () => boolean, ms = 60_000): Promise<void> => {
    const end = performance.now() + ms;
    while (!holds()) {
      if (performance.now() > end) throw new Error(`Waited in vain for: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it('tells version and resources', async () => {
    assert.match(await admin.version(), /^1\.\d+\.\d+$/u);
    const { resources, missing } = await admin.discover();
    assert.deepEqual(missing, []);
    const find = (plural: string) => resources.find((one) => one.plural === plural);
    assert.deepEqual(find('statefulsets'), RESOURCES.statefulSets);
    assert.deepEqual(find('persistentvolumes'), RESOURCES.volumes);
    assert.equal(find('volumesnapshots')?.group, 'snapshot.storage.k8s.io');
  });

  it('mirrors what happens, and tells it soon', async () => {
    const mirror = keep(openMirror(admin, RESOURCES.configMaps, practice.namespace));
    await until('live', () => mirror.state.phase === 'live');
    const late: number[] = [];
    for (let turn = 0; turn < 20; turn++) {
      const name = `measure-${turn}`;
      let told: number | undefined;
      const stop = mirror.onChange(({ changed }) => {
        if (changed.some(({ metadata }) => metadata.name === name)) told = performance.now();
      });
      const watch = admin.watch(RESOURCES.configMaps, practice.namespace, versionOf(mirror.objects.values()));
      // A watch of its own says when the API tells it, without the mirror's batches.
      const heard = (async () => {
        for await (const event of watch) if (event.object.metadata.name === name) return performance.now();
        return Number.NaN;
      })();
      await practice.here(['create', 'configmap', name]);
      const first = await heard;
      await until(name, () => told !== undefined, 5000);
      stop();
      late.push(told! - first);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    late.sort((a, b) => a - b);
    const [median = 0, p95 = 0] = [late[10], late[18]];
    console.log(
      `      from the API's event to the change told: median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
    );
    assert.ok(p95 < 500);
    await practice.here(['delete', 'configmap', 'measure-0']);
    await until('gone', () => ![...mirror.objects.values()].some(({ metadata }) => metadata.name === 'measure-0'));
  });

  it('runs commands: exit code, both outputs, input to its end, limits', async () => {
    const script = 'cat; echo e >&2; exit 3';
    assert.deepEqual(await admin.exec(shell(), ['sh', '-c', script], { stdin: 'in\n' }), {
      exitCode: 3,
      stdout: 'in\n',
      stderr: 'e\n',
    });
    await trouble(admin.exec(shell(), ['sleep', '9'], { timeout: 500 }), 'timeout', /no answer within 0\.5 s/u);
    await trouble(admin.exec(shell(), ['sh', '-c', 'yes | head -c 3000000']), 'broken', /more than 1048576 bytes/u);
    await trouble(admin.exec(shell(), ['no-such-thing']), 'missing', /no program «no-such-thing»/u);
    await trouble(admin.exec({ ...shell(), container: 'no' }, ['true']), 'invalid', /container no is not valid/u);
    await trouble(admin.exec({ ...shell(), pod: 'no' }, ['true']), 'missing', /pods "no" not found/u);
  });

  it('does not know how a command ended whose stream broke off', async () => {
    const proxy = await startProxy(upstreamOf(KUBECONFIG));
    try {
      const connection = await as(proxy.kubeconfig());
      const running = connection.exec(shell(), ['sh', '-c', 'echo begun; sleep 20; echo done']);
      // Long enough for the first output on a busy machine; the command itself takes longer.
      await new Promise((resolve) => setTimeout(resolve, 3000));
      assert.equal(proxy.cutTunnels(), 1);
      assert.deepEqual(await running, { exitCode: undefined, stdout: 'begun\n', stderr: '' });
    } finally {
      await proxy.close();
    }
  });

  it('opens a terminal of the size that it is told', async () => {
    const opened = await admin.terminal(shell(), ['sh']);
    const { stream, ended } = opened;
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    opened.resize(133, 37);
    await new Promise((resolve) => setTimeout(resolve, 100));
    stream.write('stty size; exit 4\n');
    assert.equal(await ended, 4);
    assert.match(text, /37 133/u);
  });

  it('follows a log', async () => {
    const log = await admin.logs(shell(), { follow: true, tailLines: 1 });
    let text = '';
    for await (const chunk of log as AsyncIterable<Buffer>) {
      text += chunk.toString();
      if (text.split('\n').length > 4) break;
    }
    assert.match(text, /^(tick\n){4}/u);
    await trouble(admin.logs({ ...shell(), container: 'no' }), 'invalid', /container no is not valid/u);
  });

  it('forwards a port of 127.0.0.1: many connections, one of them broken, until it is closed', async () => {
    const proxy = await startProxy(upstreamOf(KUBECONFIG));
    const connection = await as(proxy.kubeconfig());
    const forward = await connection.forward({ namespace: practice.namespace, pod: 'shell', port: 7000 });
    const echo = async (bytes: number): Promise<number> => {
      const socket = net.connect(forward.port, '127.0.0.1');
      let got = 0;
      socket.on('data', (chunk: Buffer) => {
        got += chunk.length;
        if (got === bytes) socket.end();
      });
      socket.on('error', () => undefined);
      socket.write(Buffer.alloc(bytes, 'x'));
      await closed(socket);
      return got;
    };
    try {
      // Ready is the pod as soon as its process runs, and that is before it listens.
      while ((await echo(1)) === 0) await new Promise((resolve) => setTimeout(resolve, 100));
      assert.deepEqual(await Promise.all([5, 3_000_000, 17].map(echo)), [5, 3_000_000, 17]);
      const broken = net.connect(forward.port, '127.0.0.1');
      broken.on('error', () => undefined).resume();
      // Again and again: the tunnels of earlier connections may still be closing, and are cut as well.
      await until('the cut', () => proxy.cutTunnels() >= 0 && broken.closed, 20_000);
      assert.equal(await echo(9), 9);
    } finally {
      await forward.close();
      await proxy.close();
    }
    const refused = net.connect(forward.port, '127.0.0.1');
    const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  });

  it('says what the server would make of an object, and changes nothing', async () => {
    const name = { resource: RESOURCES.configMaps, namespace: practice.namespace, name: 'dry' };
    const made = await admin.dryRun({ metadata: { name: 'dry' }, data: { a: 'b' } }, name);
    assert.deepEqual(made['data'], { a: 'b' });
    assert.ok(made.metadata.uid);
    await trouble(admin.read(name), 'missing', /"dry" not found/u);
    await trouble(
      admin.dryRun({ metadata: { name: 'dry' }, data: [] }, name),
      'invalid',
      /does not understand ConfigMap dry.*\.data: expected map/u,
    );
  });

  it('with a role that only reads: everything but entering', async () => {
    const user = await makeUser(practice, 'reader', READ, 'cluster');
    try {
      const connection = await as(user.kubeconfig);
      const scope: Scope = keep(openScope(connection));
      const pods = scope.mirror(RESOURCES.pods);
      await until('whole', () => pods.state.whole);
      assert.equal(pods.state.namespaces, undefined);
      assert.deepEqual(pods.state.refused, []);
      await trouble(connection.exec(shell(), ['true']), 'forbidden', /pods\/shell\/exec/u);
      await trouble(
        connection.forward({ namespace: practice.namespace, pod: 'shell', port: 7000 }),
        'forbidden',
        /pods\/shell\/portforward/u,
      );
      const right = { verb: 'create', resource: RESOURCES.pods, subresource: 'exec', namespace: practice.namespace };
      assert.equal((await connection.may(right)).allowed, false);
      assert.equal((await admin.may(right)).allowed, true);
    } finally {
      await user.forget();
    }
  });

  it('with rights in one namespace: that one whole; without any: nothing, and it says so; rights come and go', async () => {
    const local = await makeUser(practice, 'local', ALL);
    const nobody = await makeUser(practice, 'nobody');
    const one = keep(
      openScope(await as(local.kubeconfig), { pace: { batch: 50, first: 200, longest: 1000, refused: 500 } }),
    );
    const pods = one.mirror(RESOURCES.pods);
    await until('whole', () => pods.state.whole);
    assert.deepEqual(pods.state.namespaces, [practice.namespace]);
    assert.deepEqual(
      [...pods.objects.values()].map(({ metadata }) => metadata.name),
      ['shell'],
    );
    const nodes = one.mirror(RESOURCES.nodes);
    await until('whole', () => nodes.state.whole);
    assert.equal(nodes.state.refused, 'all');
    const none = keep(openScope(await as(nobody.kubeconfig))).mirror(RESOURCES.pods);
    await until('whole', () => none.state.whole);
    assert.equal(none.state.refused, 'all');
    assert.equal(none.objects.size, 0);
    await practice.here(['delete', 'rolebinding', 'local']);
    // A watch that runs goes on; a new one is refused.
    const again = keep(
      openScope(await as(local.kubeconfig), { pace: { batch: 50, first: 200, longest: 1000, refused: 500 } }),
    ).mirror(RESOURCES.pods);
    await until('refused', () => again.state.refused === 'all');
    await makeUser(practice, 'local', ALL);
    await until('back', () => again.state.refused !== 'all' && again.objects.size === 1, 20_000);
  });

  it('acts as somebody else', async () => {
    const config = parse(await readFile(KUBECONFIG, 'utf8')) as { users: { user: Record<string, unknown> }[] };
    const [first] = config.users;
    assert.ok(first);
    Object.assign(first.user, { as: 'jane', 'as-groups': ['dba'] });
    const connection = await as(stringify(config));
    await trouble(
      connection.read({ resource: RESOURCES.nodes, namespace: undefined, name: 'plinth' }),
      'forbidden',
      /User "jane"/u,
    );
  });

  it('has its credentials from an exec plugin', async () => {
    const user = await makeUser(practice, 'plugged', READ);
    const plugin = join(folder.folder, 'fake-login');
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: user.token },
    };
    await writeFile(plugin, `#!/bin/sh\ncat <<'END'\n${JSON.stringify(credential)}\nEND\n`, { mode: 0o700 });
    await chmod(plugin, 0o700);
    const config = parse(user.kubeconfig) as { users: { user: Record<string, unknown> }[] };
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: './fake-login', interactiveMode: 'Never' };
    config.users[0]!.user = { exec };
    const connection = await as(stringify(config));
    const { metadata } = await connection.read({
      resource: RESOURCES.pods,
      namespace: practice.namespace,
      name: 'shell',
    });
    assert.equal(metadata.name, 'shell');
    config.users[0]!.user = { token: 'nobody.knows.this' };
    const wrong = await as(stringify(config));
    await trouble(wrong.version(), 'unauthenticated', /does not know who you are/u);
  });
});

/** Whether it ended well or by an error. */
const closed = (socket: net.Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

const versionOf = (objects: Iterable<{ readonly metadata: { readonly resourceVersion?: string } }>): string =>
  String(Math.max(0, ...[...objects].map(({ metadata }) => Number(metadata.resourceVersion ?? 0))));
