// The other side of the proxy in its tests: requests as a client of the API makes them.
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { ApiProxy } from './proxy.ts';

/** What came back of a request, to its end. */
export interface Reply {
  readonly code: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** Whether the answer was whole; false where it broke off in the middle. */
  readonly whole: boolean;
}

interface Sent {
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** Is given the answer's text as it grows. */
  readonly onText?: (text: string) => void;
}

function open(proxy: ApiProxy, path: string, { method = 'GET', headers, signal }: Sent): http.ClientRequest {
  const options = { method, agent: false, ...(headers && { headers }), ...(signal && { signal }) };
  const url = new URL(path, proxy.url);
  return proxy.authority === undefined
    ? http.request(url, options)
    : https.request(url, { ...options, ca: proxy.authority });
}

/** Sends a request and waits for the end of its answer. Rejects where there is no answer at all. */
export function send(proxy: ApiProxy, path: string, sent: Sent = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = open(proxy, path, sent);
    request.once('error', reject);
    request.once('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        sent.onText?.(text);
      });
      const over = (): void =>
        resolve({ code: answer.statusCode ?? 0, headers: answer.headers, text, whole: answer.complete });
      answer.once('error', over).once('close', over);
    });
    request.end(sent.body);
  });
}

/** Asks for an upgraded stream. Gives the stream, or the code of the answer that refuses it. */
export function upgrade(proxy: ApiProxy, path: string): Promise<{ stream?: Duplex; code: number }> {
  return new Promise((resolve, reject) => {
    const request = open(proxy, path, { headers: { Connection: 'Upgrade', Upgrade: 'echo' } });
    request.once('error', reject);
    request.once('response', (answer) => {
      answer.resume();
      resolve({ code: answer.statusCode ?? 0 });
    });
    request.once('upgrade', (answer, stream, first) => {
      if (first.length > 0) stream.unshift(first);
      resolve({ stream, code: answer.statusCode ?? 0 });
    });
    request.end();
  });
}

/** All that a stream says until it ends, and how many milliseconds that took. */
export async function listen(stream: Duplex): Promise<{ text: string; ms: number }> {
  const since = performance.now();
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await new Promise((resolve) => stream.once('close', resolve).once('error', resolve));
  return { text, ms: performance.now() - since };
}
