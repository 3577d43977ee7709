import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ClusterTrouble } from '../trouble.ts';

/** An answer's body, unpacked. */
export function unpacked(answer: IncomingMessage): Readable {
  if (answer.headers['content-encoding'] !== 'gzip') return answer;
  const plain = answer.pipe(createGunzip());
  // `pipe` hands on no errors, and a connection that is cut must not look like an end.
  answer.on('error', (error) => plain.destroy(error));
  answer.on('aborted', () => plain.destroy(Object.assign(new Error('cut'), { code: 'ECONNRESET' })));
  plain.on('close', () => answer.destroy());
  return plain;
}

/** Reads a body as text. What is larger than `largest` bytes is cut, or an error. */
export async function readBody(answer: IncomingMessage, largest: number, beyond: 'cut' | 'error'): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of unpacked(answer) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= largest) continue;
    answer.destroy();
    if (beyond === 'cut') break;
    const megabytes = Math.round(largest / 1024 / 1024);
    throw new ClusterTrouble('broken', `The answer is larger than ${megabytes} MB, so it was not read.`);
  }
  return Buffer.concat(chunks).toString('utf8', 0, beyond === 'cut' ? largest : undefined);
}
