import { createHash } from 'node:crypto';

/** Counts what went by, for progress. */
export class Tally {
  /** Bytes before compression. */
  bytes = 0;
  /** Bytes as stored. */
  stored = 0;
}

/** Passes a stream on, and calls with each piece of it. */
export async function* watched(
  source: AsyncIterable<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    see(chunk);
    yield chunk;
  }
}

/** Counts and hashes the bytes as stored. */
export function stamp(tally: Tally): { readonly see: (chunk: Uint8Array) => void; readonly sha256: () => string } {
  const hash = createHash('sha256');
  return {
    see: (chunk) => {
      tally.stored += chunk.byteLength;
      hash.update(chunk);
    },
    sha256: () => hash.digest('hex'),
  };
}
