// A small API server to try the proxy with: pods, a watch that the test feeds, and an exec that says everything back.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What a request brought to the stub. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface StubApi {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** Sends an event to all watches. */
  emit(name: string): void;
  readonly watches: number;
  close(): Promise<void>;
}

export const eventOf = (name: string): string =>
  `${JSON.stringify({ type: 'ADDED', object: { kind: 'Pod', metadata: { name } } })}\n`;

/** Starts the stub on loopback. Its watches begin with the events «first» and «second». */
export async function startStubApi(): Promise<StubApi> {
  const seen: Seen[] = [];
  const watches = new Set<http.ServerResponse>();
  const streams = new Set<Duplex>();
  const server = http.createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.once('end', () => {
      seen.push({ method, url, authorization: headers.authorization, body });
      response.setHeader('Content-Type', 'application/json');
      if (!url.includes('watch=')) {
        response.end(JSON.stringify({ kind: 'PodList', metadata: { resourceVersion: '7' }, items: [] }));
        return;
      }
      watches.add(response);
      response.once('close', () => watches.delete(response));
      response.write(eventOf('first') + eventOf('second'));
    });
  });
  server.on('upgrade', (request: http.IncomingMessage, socket: Socket) => {
    seen.push({
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization,
      body: '',
    });
    streams.add(socket);
    socket.once('close', () => streams.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhello');
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    emit: (name) => watches.forEach((watch) => watch.write(eventOf(name))),
    get watches() {
      return watches.size;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      for (const stream of streams) stream.destroy();
      await closed;
    },
  };
}
