import type { IncomingMessage, ServerResponse } from 'node:http';
import { Answer } from './answer.ts';
import { OF_THE_CONNECTION, withoutHeaders } from './headers.ts';
import type { Fault } from './rules.ts';

/** Streams an answer of the API to the client, with its fault if it has one, and gives the stream, which can be broken off. */
export function pass(from: IncomingMessage, to: ServerResponse, fault: Fault | undefined): Answer {
  // A length that was promised cannot be kept by an answer that ends in the middle.
  const isPlain = fault === undefined && from.headers['content-length'] !== undefined;
  const dropped = isPlain ? OF_THE_CONNECTION : [...OF_THE_CONNECTION, 'content-length'];
  to.writeHead(from.statusCode ?? 502, withoutHeaders(from.headers, dropped));
  to.flushHeaders();
  const answer = new Answer(fault, (how) => {
    from.unpipe(answer);
    from.destroy();
    answer.unpipe(to);
    answer.push(null);
    answer.on('data', (rest: Buffer) => to.write(rest)).resume();
    answer.once('end', () => {
      if (how === 'end') to.end();
      // The bytes first, then the breach: an empty write is done when those before it are.
      else to.socket?.write('', () => to.socket?.destroy());
    });
  });
  to.once('close', () => answer.destroy());
  // The API broke off by itself: so does this.
  from.once('error', () => to.destroy());
  from.pipe(answer).pipe(to);
  return answer;
}
