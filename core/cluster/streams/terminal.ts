import { Duplex } from 'node:stream';
import { openChannels, STREAMS, type Channels } from './channels.ts';
import type { Client } from '../transport/client.ts';
import type { Connection, ExecTarget, RequestOptions } from '../connection.ts';
import { readEnd } from './exec-status.ts';
import { podPath, query } from '../requests/paths.ts';

/** Opens an interactive command with a terminal. The stream ends with the command; destroying it ends the connection. */
export async function terminal(
  client: Client,
  target: ExecTarget,
  command: readonly string[],
  { signal, timeout = client.timeout }: RequestOptions = {},
): ReturnType<Connection['terminal']> {
  const { namespace, pod, container } = target;
  const search = query({ container, command, stdin: true, stdout: true, tty: true });
  // Empty until the web socket is open; the stream is there before.
  const way: { channels?: Channels } = {};
  let status: Buffer | undefined;
  const stream = new Duplex({
    read: () => way.channels?.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      void way.channels?.send(STREAMS.stdin, chunk).then(() => done());
    },
    destroy: (error, done) => {
      way.channels?.close();
      done(error);
    },
  });
  const receive = (kind: number, data: Buffer): void => {
    if (kind === STREAMS.status) status = data;
    else if ((kind === STREAMS.stdout || kind === STREAMS.stderr) && !stream.push(data)) way.channels?.pause();
  };
  const opened = await openChannels(client, `${podPath(namespace, pod, 'exec')}${search}`, receive, {
    timeout,
    ...(signal === undefined ? {} : { signal }),
  });
  way.channels = opened;
  const close = (): void => opened.close();
  signal?.addEventListener('abort', close);
  const ended = opened.ended.then(() => {
    signal?.removeEventListener('abort', close);
    stream.push(null);
    return readEnd(status, target, command);
  });
  // Whoever waits for it hears of it; nobody has to wait.
  ended.catch(() => undefined);
  return {
    stream,
    ended,
    resize: (columns, rows) => {
      void opened.send(STREAMS.resize, Buffer.from(JSON.stringify({ Width: columns, Height: rows })));
    },
  };
}
