import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Fault } from './rules.ts';
import type { Dial } from './upstream.ts';

/** An upgraded stream between a client and the API: exec, attach, port-forward. */
export interface Tunnel {
  /** Breaks it off on both sides, without a word. */
  cut(): void;
}

/** The first line and the headers of an answer, as bytes. */
function head(answer: IncomingMessage): string {
  const lines: string[] = [`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`];
  for (let at = 0; at < answer.rawHeaders.length; at += 2)
    lines.push(`${answer.rawHeaders[at] ?? ''}: ${answer.rawHeaders[at + 1] ?? ''}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Passes bytes from the API on until the limit, then calls `cut`. */
function relay(from: Duplex, to: Duplex, limit: number, cut: () => void): void {
  let left = limit;
  from.on('data', (chunk: Buffer) => {
    const part = chunk.subarray(0, left);
    left -= part.length;
    // What was let through shall arrive before the end does.
    const flushed = to.write(part, () => left <= 0 && cut());
    if (!flushed) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  });
  from.once('end', () => to.end());
}

/**
 * Passes an upgrade request on and joins the two streams. `told` learns the answer's code; `joined` gets the tunnel, `left` is called when it has
 * ended. An answer that is no upgrade, such as a refusal, is passed on as it is.
 */
export function tunnel(
  dial: Dial,
  request: IncomingMessage,
  client: Duplex,
  firstBytes: Buffer,
  options: {
    /** What the API is told. */
    readonly headers: OutgoingHttpHeaders;
    readonly fault: Fault | undefined;
    readonly asItself: boolean;
    readonly told: (code: number) => void;
    readonly joined: (tunnel: Tunnel) => void;
    readonly left: (tunnel: Tunnel) => void;
  },
): void {
  const { headers, fault, asItself, told, joined, left } = options;
  const upstream = dial.request(request.method ?? 'GET', request.url ?? '/', headers, asItself);
  upstream.once('error', () => client.destroy());
  client.once('error', () => upstream.destroy());
  upstream.once('response', (answer) => {
    told(answer.statusCode ?? 502);
    client.write(head(answer));
    answer.pipe(client);
  });
  upstream.once('upgrade', (answer, server, serverBytes) => {
    told(answer.statusCode ?? 101);
    client.write(head(answer));
    const both = [client, server] as const;
    const itself: Tunnel = { cut: () => both.forEach((stream) => stream.destroy()) };
    const cut = fault?.kind === 'cut' ? fault : undefined;
    const limit = cut ? (cut.afterBytes ?? (cut.afterMs === undefined ? 0 : Infinity)) : Infinity;
    for (const stream of both) {
      stream.on('error', () => itself.cut());
      stream.once('close', () => itself.cut());
    }
    client.once('close', () => left(itself));
    if (cut?.afterMs !== undefined) {
      const timer = setTimeout(() => itself.cut(), cut.afterMs);
      client.once('close', () => clearTimeout(timer));
    }
    joined(itself);
    relay(server, client, limit, () => itself.cut());
    relay(client, server, Infinity, () => undefined);
    if (serverBytes.length > 0) server.unshift(serverBytes);
    if (firstBytes.length > 0) client.unshift(firstBytes);
    if (limit === 0) itself.cut();
  });
  upstream.end();
}
