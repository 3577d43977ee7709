import type { KubeConfig } from '@kubernetes/client-node';
import { PassThrough } from 'node:stream';
import type { Client } from '../transport/client.ts';
import type { RequestOptions } from '../connection.ts';
import { withDeadline } from '../transport/deadline.ts';
import { troubleOfError } from '../transport/trouble-of-error.ts';
import { troubleOfAnswer } from '../transport/trouble-of-answer.ts';
import { ClusterTrouble } from '../trouble.ts';
import { shown } from '../transport/transport.ts';

/** Numbers of the streams in one web socket. https://pkg.go.dev/k8s.io/apimachinery/pkg/util/remotecommand */
export const STREAMS = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 } as const;

/** The protocol in which the client can say that standard input has ended. Kubernetes has it since 1.30. */
export const WITH_CLOSE = 'v5.channel.k8s.io';

/** What is used of a web socket of the library `ws`. */
interface Socket {
  readonly protocol: string;
  readonly bufferedAmount: number;
  readonly readyState: number;
  onclose: (() => void) | null;
  onerror: ((event: unknown) => void) | null;
  send(data: Buffer, sent: (error?: Error) => void): void;
  close(): void;
  terminate(): void;
  pause(): void;
  resume(): void;
}

/** Several streams in one web socket. */
export interface Channels {
  readonly protocol: string;
  /** Resolves when the web socket has ended, however it came to that. */
  readonly ended: Promise<void>;
  /** Resolves when it is on its way; never rejects, for the end is told by `ended`. */
  send(stream: number, data: Buffer): Promise<void>;
  /** Stops and goes on with reading. */
  pause(): void;
  resume(): void;
  close(): void;
}

/**
 * Opens a web socket for a pod's `exec` or `portforward`. `path` has its query. Throws {@link ClusterTrouble} where the API refuses it, after one
 * refresh of the credentials where they were not taken.
 */
export async function openChannels(
  client: Client,
  path: string,
  receive: (stream: number, data: Buffer) => void,
  options: Required<Pick<RequestOptions, 'timeout'>> & RequestOptions,
): Promise<Channels> {
  const what = path.split('?', 1)[0] ?? path;
  return withDeadline(`Opening ${what}`, options, async (signal) => {
    for (let attempt = 0; ; attempt++) {
      const before = client.transport.refusals;
      try {
        return await open(client, path, receive, signal, options.timeout);
      } catch (error) {
        const refused = error instanceof ClusterTrouble && error.kind === 'unauthenticated';
        if (!refused || attempt > 0) throw error;
        client.transport.refused(before);
      }
    }
  });
}

async function open(
  client: Client,
  path: string,
  receive: (stream: number, data: Buffer) => void,
  signal: AbortSignal,
  timeout: number,
): Promise<Channels> {
  // By its own file: the package's index loads every class of the API, which takes half a second.
  const { WebSocketHandler } = await import('@kubernetes/client-node/dist/web-socket-handler.js');
  const { server, way, credentials } = await client.transport.prepare();
  const config = {
    getCurrentCluster: () => ({ name: '', server, skipTLSVerify: false }),
    applyToHTTPSOptions: (to: object): Promise<void> => {
      const { headers } = credentials;
      Object.assign(to, { agent: way.agent, headers, handshakeTimeout: timeout, perMessageDeflate: false });
      return Promise.resolve();
    },
  } satisfies Pick<KubeConfig, 'getCurrentCluster' | 'applyToHTTPSOptions'>;
  // The handler ends these when the server closes a stream; by default they would be this process' own.
  const unused = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const handler = new WebSocketHandler(config as unknown as KubeConfig, undefined, unused);
  let socket: Socket;
  try {
    socket = (await handler.connect(path, null, (stream, data) => {
      receive(stream, data);
      return true;
    })) as Socket;
  } catch (event) {
    if (signal.aborted) throw new ClusterTrouble('cancelled', 'Cancelled.');
    throw await reasonOf(event, client, path, { server: shown(server), proxy: way.proxy });
  }
  if (signal.aborted) {
    socket.terminate();
    throw new ClusterTrouble('cancelled', 'Cancelled.');
  }
  return overSocket(socket, client);
}

function overSocket(socket: Socket, client: Client): Channels {
  const forget = client.transport.keep(() => socket.terminate());
  const ended = new Promise<void>((resolve) => {
    socket.onclose = () => {
      forget();
      resolve();
    };
  });
  // An error is followed by the close event, which is what counts.
  socket.onerror = () => undefined;
  return {
    protocol: socket.protocol,
    ended,
    send: (stream, data) =>
      new Promise((resolve) => {
        socket.send(Buffer.concat([Buffer.from([stream]), data]), () => resolve());
      }),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => {
      socket.close();
      // The other side may never answer the closing.
      setTimeout(() => socket.terminate(), 1000).unref();
    },
  };
}

async function reasonOf(
  event: unknown,
  client: Client,
  path: string,
  attempt: { readonly server: string; readonly proxy: string | undefined },
): Promise<ClusterTrouble> {
  const { message = '', error } = event as { message?: string; error?: unknown };
  const status = Number(/Unexpected server response: (\d+)/u.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) return troubleOfError(error ?? event, attempt);
  const own = await refusalOf(client, path);
  if (own !== undefined) return own;
  const what = `Opening ${path.split('?', 1)[0] ?? path}`;
  return troubleOfAnswer({
    status,
    contentType: undefined,
    retryAfter: undefined,
    body: '',
    what,
    server: attempt.server,
  });
}

/**
 * What the API has against a web socket, which does not hand on the text of a refusal: the same request without the upgrade is checked alike, and
 * answered by 400 where nothing is wrong; nothing runs. Undefined where it would be let through.
 */
export async function refusalOf(
  client: Client,
  path: string,
  signal?: AbortSignal,
): Promise<ClusterTrouble | undefined> {
  try {
    (await client.transport.open({ path, signal })).destroy();
  } catch (error) {
    if (!(error instanceof ClusterTrouble)) throw error;
    if (error.status !== 400 || !/upgrade/iu.test(error.message)) return error;
  }
  return undefined;
}
