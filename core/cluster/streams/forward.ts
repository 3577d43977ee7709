import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { openChannels, refusalOf } from './channels.ts';
import type { Client } from '../transport/client.ts';
import type { Forward } from '../connection.ts';
import { podPath, query } from '../requests/paths.ts';
import { ClusterTrouble } from '../trouble.ts';

/** Bytes that may wait for the cluster before the local side is asked to pause. */
const HIGH = 1024 * 1024;

const DATA = 0;
const ERROR = 1;

/**
 * Opens a port on 127.0.0.1 that leads to a pod's. Every local connection gets a web socket of its own, so one that breaks harms no other. Throws
 * where one may not, where there is no such pod, and where the local port is taken.
 */
export async function forward(
  client: Client,
  { namespace, pod, port }: { readonly namespace: string; readonly pod: string; readonly port: number },
  local = 0,
): Promise<Forward> {
  const path = `${podPath(namespace, pod, 'portforward')}${query({ ports: port })}`;
  const refusal = await refusalOf(client, path);
  if (refusal !== undefined) throw refusal;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    void join(client, path, socket).catch(() => socket.destroy());
  });
  server.listen(local, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'is taken; choose another' : 'cannot be used';
    throw new ClusterTrouble('invalid', `The port ${local} of 127.0.0.1 ${why}.`, { cause: error });
  }
  const end = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  const forget = client.transport.keep(end);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      forget();
      const closed = once(server, 'close');
      end();
      await closed;
    },
  };
}

async function join(client: Client, path: string, socket: Socket): Promise<void> {
  socket.pause();
  // Each stream begins with two bytes that repeat the port.
  const begun = new Set<number>();
  const channels = await openChannels(
    client,
    path,
    (stream, data) => {
      const content = begun.has(stream) ? data : data.subarray(2);
      begun.add(stream);
      if (content.length === 0) return;
      if (stream === ERROR) socket.destroy();
      else if (stream === DATA && !socket.write(content)) {
        channels.pause();
        socket.once('drain', () => channels.resume());
      }
    },
    { timeout: client.timeout },
  );
  if (socket.destroyed) channels.close();
  socket.on('close', () => channels.close());
  void channels.ended.then(() => socket.end());
  let waiting = 0;
  socket.on('data', (chunk: Buffer) => {
    waiting += chunk.length;
    if (waiting > HIGH) socket.pause();
    void channels.send(DATA, chunk).then(() => {
      waiting -= chunk.length;
      if (waiting <= HIGH) socket.resume();
    });
  });
  socket.resume();
}
