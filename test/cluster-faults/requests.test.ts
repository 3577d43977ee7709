import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ConnectOptions } from '../../core/cluster/connect.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { ClusterTrouble, type TroubleKind } from '../../core/cluster/trouble.ts';
import { startApiServer, type StubApiServer, type StubOptions } from './stub/api-server.ts';
import { connectBy, kubeconfigOf, temporary } from './stub/kubeconfig.ts';

const PATIENCE = { retries: 2, first: 1, longest: 3000, failures: 5, rest: 100 };

describe('requests to a cluster', function () {
  // The library for proxies takes seconds to load from its sources.
  this.timeout(30_000);
  let folder: Awaited<ReturnType<typeof temporary>>;
  let stub: StubApiServer | undefined;
  let connection: Connection | undefined;
  before(async () => (folder = await temporary()));
  afterEach(async () => {
    connection?.close();
    await stub?.close();
    stub = undefined;
  });
  after(() => folder.remove());

  /** Starts a stub that answers as given, and connects to it. */
  const start = async (
    also: StubOptions['also'],
    user: object = {},
    options: ConnectOptions = {},
  ): Promise<Connection> => {
    stub = await startApiServer(also === undefined ? {} : { also });
    connection = await connectBy(folder.folder, kubeconfigOf({ server: stub.url }, user), {
      patience: PATIENCE,
      ...options,
    });
    return connection;
  };
  const trouble = async (promise: Promise<unknown>, kind: TroubleKind): Promise<ClusterTrouble> => {
    const error: unknown = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ClusterTrouble, String(error));
    assert.equal(error.kind, kind, error.message);
    return error;
  };
  const answer = (
    response: http.ServerResponse,
    status: number,
    body: string,
    headers: http.OutgoingHttpHeaders = {},
  ): true => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
    return true;
  };
  const VERSION = JSON.stringify({ gitVersion: 'v1.36.3' });

  it('are tried again after a 500, and after a 429 when the server says', async () => {
    let turn = 0;
    const times: number[] = [];
    const it = await start((_request, response) => {
      times.push(performance.now());
      turn++;
      if (turn === 1) return answer(response, 500, '');
      if (turn === 2) return answer(response, 429, '', { 'Retry-After': '1' });
      return answer(response, 200, VERSION);
    });
    assert.equal(await it.version(), '1.36.3');
    assert.equal(turn, 3);
    assert.ok(times[2]! - times[1]! >= 990, `waited ${times[2]! - times[1]!} ms`);
  });

  it('are not tried again where that is of no use, nor writes at all', async () => {
    let turns = 0;
    let status = 403;
    const it = await start((_request, response) => {
      turns++;
      return answer(response, status, JSON.stringify({ kind: 'Status', message: 'no' }));
    });
    await trouble(it.version(), 'forbidden');
    assert.equal(turns, 1);
    status = 500;
    turns = 0;
    await trouble(it.may({ verb: 'list', resource: RESOURCES.pods }), 'server');
    assert.equal(turns, 1);
  });

  it('are tried again when the body breaks off in the middle', async () => {
    let turn = 0;
    const it = await start((_request, response) => {
      if (++turn > 1) return answer(response, 200, VERSION);
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('{"half');
      setTimeout(() => response.destroy(), 5);
      return true;
    });
    assert.equal(await it.version(), '1.36.3');
    assert.equal(turn, 2);
  });

  it('say what is no JSON, and what is a login portal', async () => {
    let type = 'application/json';
    const it = await start((_request, response) =>
      answer(response, 200, '<html>Log in</html>', { 'Content-Type': type }),
    );
    type = 'text/html';
    assert.match((await trouble(it.version(), 'broken')).message, /login portal/u);
  });

  it('end when their time is over, and when nobody wants them', async () => {
    const it = await start(() => true);
    const started = performance.now();
    assert.match((await trouble(it.version({ timeout: 100 }), 'timeout')).message, /no answer within 0\.1 s/u);
    assert.ok(performance.now() - started < 1000);
    const control = new AbortController();
    setTimeout(() => control.abort(), 20);
    await trouble(it.version({ signal: control.signal }), 'cancelled');
  });

  it('to a dead cluster fail at once after a while, and come back when it does', async () => {
    const it = await start((_request, response) => answer(response, 200, VERSION));
    const port = Number(new URL(stub!.url).port);
    await stub!.close();
    for (let turn = 0; turn < 4; turn++) await trouble(it.version(), 'unreachable');
    const started = performance.now();
    assert.match((await trouble(it.version(), 'unreachable')).message, /Nothing listens/u);
    assert.ok(performance.now() - started < 20, 'without an attempt');
    const again = http.createServer((_request, response) => response.end(VERSION)).listen(port, '127.0.0.1');
    await once(again, 'listening');
    stub = undefined;
    await new Promise((resolve) => setTimeout(resolve, 150));
    try {
      assert.equal(await it.version(), '1.36.3');
    } finally {
      again.closeAllConnections();
      again.close();
    }
  });

  it('use one connection, one after the other', async () => {
    const sockets = new Set<unknown>();
    const it = await start((request, response) => {
      sockets.add(request.socket);
      return answer(response, 200, VERSION);
    });
    for (let turn = 0; turn < 5; turn++) await it.version();
    assert.equal(sockets.size, 1);
  });

  it('say as whom one acts', async () => {
    const seen: http.IncomingHttpHeaders[] = [];
    const user = {
      token: 't',
      as: 'jane',
      'as-uid': '7',
      'as-groups': ['dba', 'readers'],
      'as-user-extra': { reason: ['x y'] },
    };
    const it = await start((request, response) => {
      seen.push(request.headers);
      return answer(response, 200, VERSION);
    }, user);
    await it.version();
    const [headers = {}] = seen;
    assert.equal(headers['impersonate-user'], 'jane');
    assert.equal(headers['impersonate-uid'], '7');
    assert.equal(headers['impersonate-group'], 'dba, readers');
    assert.equal(headers['impersonate-extra-reason'], 'x y');
    assert.equal(headers.authorization, 'Bearer t');
  });

  it('read a token file again when it has rotated', async () => {
    const tokenFile = join(folder.folder, 'token');
    await writeFile(tokenFile, 'old\n');
    let wanted = 'old';
    const it = await start(
      (request, response) =>
        request.headers.authorization === `Bearer ${wanted}`
          ? answer(response, 200, VERSION)
          : answer(response, 401, ''),
      { tokenFile },
    );
    await it.version();
    wanted = 'new';
    await writeFile(tokenFile, 'new\n');
    assert.equal(await it.version(), '1.36.3');
    wanted = 'newer';
    const { message } = await trouble(it.version(), 'unauthenticated');
    assert.match(message, /does not know who you are/u);
    assert.doesNotMatch(message, /Bearer|new/u);
  });

  it('read the kubeconfig again when its token is refused', async () => {
    let wanted = 'one';
    const it = await start(
      (request, response) =>
        request.headers.authorization === `Bearer ${wanted}`
          ? answer(response, 200, VERSION)
          : answer(response, 401, ''),
      { token: 'one' },
    );
    await it.version();
    wanted = 'two';
    await writeFile(join(folder.folder, 'config'), kubeconfigOf({ server: stub!.url }, { token: 'two' }));
    assert.equal(await it.version(), '1.36.3');
  });

  it('have their token from an exec plugin that a kubeconfig names', async () => {
    const plugin = join(folder.folder, 'login.sh');
    await writeFile(plugin, `#!/bin/sh\necho '{"kind":"ExecCredential","status":{"token":"from-plugin"}}'\n`);
    await chmod(plugin, 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: './login.sh', interactiveMode: 'Never' };
    const it = await start(
      (request, response) =>
        answer(response, request.headers.authorization === 'Bearer from-plugin' ? 200 : 401, VERSION),
      { exec },
    );
    assert.equal(await it.version(), '1.36.3');
  });

  it('go through the proxy of the kubeconfig, and name it when it refuses', async () => {
    const asked: string[] = [];
    let lets = true;
    const proxy = http.createServer();
    proxy.on('request', (request, response) => {
      asked.push(request.url ?? '');
      if (!lets) return void response.writeHead(407).end();
      const onward = http.request(request.url ?? '', { headers: request.headers }, (answered) => {
        response.writeHead(answered.statusCode ?? 502);
        answered.pipe(response);
      });
      onward.end();
    });
    proxy.on('connect', (request, socket: net.Socket) => {
      asked.push(request.url ?? '');
      if (!lets) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const onward = net.connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    stub = await startApiServer({ also: (_request, response) => answer(response, 200, VERSION) });
    const text = kubeconfigOf({ server: stub.url, 'proxy-url': proxyUrl });
    try {
      connection = await connectBy(folder.folder, text, { patience: { ...PATIENCE, retries: 0 } });
      assert.equal(await connection.version(), '1.36.3');
      assert.equal(asked.length, 1);
      connection.close();
      lets = false;
      connection = await connectBy(folder.folder, text, { patience: { ...PATIENCE, retries: 0 } });
      const { message } = await trouble(connection.version(), 'unreachable');
      assert.match(message, new RegExp(`The proxy ${proxyUrl.slice(7)} answers 407`, 'u'));
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  it('discover by the old way where the server has no aggregated discovery', async () => {
    const it = await start((request, response) => {
      const answers: Record<string, object> = {
        '/api': { kind: 'APIVersions', versions: ['v1'] },
        '/apis': {
          kind: 'APIGroupList',
          groups: [
            {
              name: 'apps',
              versions: [
                { groupVersion: 'apps/v1beta1', version: 'v1beta1' },
                { groupVersion: 'apps/v1', version: 'v1' },
              ],
              preferredVersion: { version: 'v1' },
            },
            { name: 'broken.example', versions: [{ groupVersion: 'broken.example/v1', version: 'v1' }] },
          ],
        },
        '/api/v1': {
          resources: [
            { name: 'pods', kind: 'Pod', namespaced: true },
            { name: 'pods/log', kind: 'Pod', namespaced: true },
          ],
        },
        '/apis/apps/v1': { resources: [{ name: 'statefulsets', kind: 'StatefulSet', namespaced: true }] },
        '/apis/apps/v1beta1': {
          resources: [
            { name: 'statefulsets', kind: 'StatefulSet', namespaced: true },
            { name: 'old', kind: 'Old', namespaced: false },
          ],
        },
      };
      const found = answers[request.url ?? ''];
      return found === undefined ? answer(response, 503, '') : answer(response, 200, JSON.stringify(found));
    });
    const { resources, missing } = await it.discover();
    assert.deepEqual(
      resources.map(({ group, version, plural }) => `${group}/${version}/${plural}`),
      ['/v1/pods', 'apps/v1/statefulsets', 'apps/v1beta1/old'],
    );
    assert.deepEqual(missing, ['broken.example/v1']);
  });

  it('end for good when the connection is closed, watches too', async () => {
    const it = await start(undefined);
    const watch = (async () => {
      for await (const event of it.watch(RESOURCES.pods, undefined, '100')) assert.equal(event.type, 'BOOKMARK');
    })();
    const ended = trouble(watch, 'unreachable').catch(() => trouble(watch, 'cancelled'));
    while (stub!.watches === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    it.close();
    await ended;
    await trouble(it.version(), 'cancelled');
  });

  it('a watch that is silent for too long ends, as one that the server has ended', async () => {
    const it = await start(undefined, {}, { silence: 60 });
    stub!.bookmarks = false;
    const events = it.watch(RESOURCES.pods, undefined, '100')[Symbol.asyncIterator]();
    assert.equal((await events.next()).done, true);
  });
});
