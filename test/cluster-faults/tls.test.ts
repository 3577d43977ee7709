import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Connection } from '../../core/cluster/connection.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import { startApiServer, type StubApiServer } from './stub/api-server.ts';
import { base64, makeAuthority, type Authority, type Pair } from './stub/certificates.ts';
import { connectBy, kubeconfigOf, temporary } from './stub/kubeconfig.ts';

const PATIENCE = { retries: 0, first: 1, longest: 1, failures: 99, rest: 1 };

/** Requests that came over TLS have such a socket, whatever their type says. */
function tlsOf({ socket }: { readonly socket: unknown }): TLSSocket {
  return socket as TLSSocket;
}

describe('TLS to a cluster', function () {
  // The library for proxies takes seconds to load from its sources.
  this.timeout(30_000);
  let folder: Awaited<ReturnType<typeof temporary>>;
  let authority: Authority;
  let stub: StubApiServer | undefined;
  let connection: Connection | undefined;
  before(async () => {
    folder = await temporary();
    authority = await makeAuthority(folder.folder, 'mine');
  });
  afterEach(async () => {
    connection?.close();
    await stub?.close();
  });
  after(() => folder.remove());

  /** Starts a server with a certificate; it answers with the client's own name. */
  const serve = async ({ cert, key }: Pair, wantsClient = false): Promise<StubApiServer> => {
    const tls = {
      cert,
      key,
      ...(wantsClient ? { requestCert: true, rejectUnauthorized: true, ca: authority.ca } : {}),
    };
    stub = await startApiServer({
      tls,
      also: (request, response) => {
        const { subject } = tlsOf(request).getPeerCertificate() as { subject?: { CN?: string } };
        response.end(JSON.stringify({ gitVersion: `v-${subject?.CN ?? 'nobody'}` }));
        return true;
      },
    });
    return stub;
  };
  const ask = async (cluster: object, user: object = {}): Promise<string> => {
    const text = kubeconfigOf({ server: stub?.url, ...cluster }, user);
    connection = await connectBy(folder.folder, text, { patience: PATIENCE });
    return connection.version();
  };
  const refused = async (promise: Promise<unknown>): Promise<ClusterTrouble> => {
    const error: unknown = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ClusterTrouble, String(error));
    return error;
  };

  it('trusts the authority of the kubeconfig, and shows a client certificate', async () => {
    await serve(await authority.server('good', 'IP:127.0.0.1'), true);
    const { cert, key } = await authority.client('jane');
    const user = { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) };
    assert.equal(await ask({ 'certificate-authority-data': base64(authority.ca) }, user), '-jane');
  });

  it('names an authority that the kubeconfig does not have', async () => {
    await serve(await authority.server('unknown', 'IP:127.0.0.1'));
    const other = await makeAuthority(folder.folder, 'other');
    for (const cluster of [{}, { 'certificate-authority-data': base64(other.ca) }]) {
      const trouble = await refused(ask(cluster));
      assert.equal(trouble.kind, 'certificate');
      assert.match(trouble.message, /authority that the kubeconfig does not name/u);
      connection?.close();
    }
    assert.equal(await ask({ 'insecure-skip-tls-verify': true }), '-nobody');
  });

  it('names a certificate for another host, and follows tls-server-name', async () => {
    await serve(await authority.server('elsewhere', 'DNS:api.shop.example'));
    const cluster = { 'certificate-authority-data': base64(authority.ca) };
    const trouble = await refused(ask(cluster));
    assert.match(trouble.message, /for another name.*tls-server-name/u);
    connection?.close();
    assert.equal(await ask({ ...cluster, 'tls-server-name': 'api.shop.example' }), '-nobody');
  });

  it('names a certificate that has expired', async () => {
    await serve(await authority.server('old', 'IP:127.0.0.1', -1));
    const trouble = await refused(ask({ 'certificate-authority-data': base64(authority.ca) }));
    assert.equal(trouble.kind, 'certificate');
    assert.match(trouble.message, /has expired/u);
  });

  it('says when the client certificate is not taken, or is damaged', async () => {
    await serve(await authority.server('strict', 'IP:127.0.0.1'), true);
    const cluster = { 'certificate-authority-data': base64(authority.ca) };
    const none = await refused(ask(cluster));
    assert.equal(none.kind, 'unauthenticated', none.message);
    assert.match(none.message, /client certificate/u);
    connection?.close();
    const damaged = await refused(
      ask(cluster, { 'client-certificate-data': base64('nonsense'), 'client-key-data': 'AA==' }),
    );
    assert.equal(damaged.kind, 'credentials', damaged.message);
  });

  it('goes through a proxy that sees nothing of it, to the server of the kubeconfig', async () => {
    await serve(await authority.server('proxied', 'DNS:api.shop.example'), true);
    const { cert, key } = await authority.client('jane');
    const seen: string[] = [];
    const proxy = createServer().on('connect', (request, socket: Socket) => {
      seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const onward = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy()).on('close', () => onward.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const cluster = {
      'proxy-url': `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      'certificate-authority-data': base64(authority.ca),
      'tls-server-name': 'api.shop.example',
    };
    const user = { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) };
    try {
      assert.equal(await ask(cluster, user), '-jane');
      assert.deepEqual(seen, [`CONNECT ${stub?.url.slice('https://'.length) ?? ''}`]);
      connection?.close();
      const untrusted = await refused(ask({ ...cluster, 'certificate-authority-data': undefined }, user));
      assert.equal(untrusted.kind, 'certificate', untrusted.message);
    } finally {
      connection?.close();
      proxy.close();
    }
  });

  it('says when a file that the kubeconfig names is gone', async () => {
    await serve(await authority.server('files', 'IP:127.0.0.1'));
    const trouble = await refused(ask({ 'certificate-authority': 'gone.crt' }));
    assert.equal(trouble.kind, 'credentials');
    assert.match(trouble.message, /gone\.crt, which the kubeconfig names, is not there/u);
  });
});
