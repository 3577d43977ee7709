import { Decrypter, Encrypter } from 'age-encryption';
import { Readable, type Duplex } from 'node:stream';
import zlib from 'node:zlib';
import { Obstacle } from './place.ts';

/** Zstandard came to Node with 22.15 (https://nodejs.org/api/zlib.html#zlibcreatezstdcompressoptions); the project's own types are of Node 20. */
interface ZstdOfNode {
  readonly createZstdCompress?: (options: { readonly params: Readonly<Record<number, number>> }) => Duplex;
  readonly createZstdDecompress?: () => Duplex;
  readonly constants: Readonly<Record<string, number | undefined>>;
}

const zstd = zlib as unknown as ZstdOfNode;

const tooOld = (): Obstacle =>
  new Obstacle(`The mover's image has Node ${process.versions.node}; zstd needs 22.15 or newer.`);

/** Level 3 is zstd's own default: about as fast as a dump comes. Each frame carries a checksum. */
export function compressor(): Duplex {
  const { ZSTD_c_compressionLevel: level, ZSTD_c_checksumFlag: checksum } = zstd.constants;
  if (zstd.createZstdCompress === undefined || level === undefined || checksum === undefined) throw tooOld();
  return zstd.createZstdCompress({ params: { [level]: 3, [checksum]: 1 } });
}

export function decompressor(): Duplex {
  if (zstd.createZstdDecompress === undefined) throw tooOld();
  return zstd.createZstdDecompress();
}

/** Encrypts for age's recipients (`age1…`). Throws an {@link Obstacle} for one that is none. */
export function encrypterFor(recipients: readonly string[]): (source: Readable) => Promise<AsyncIterable<Uint8Array>> {
  const encrypter = new Encrypter();
  for (const recipient of recipients)
    try {
      encrypter.addRecipient(recipient);
    } catch {
      throw new Obstacle(`${recipient} is no public key of age.`);
    }
  return async (source) => fromWeb(await encrypter.encrypt(toWeb(source)));
}

/** Decrypts with age's private key (`AGE-SECRET-KEY-1…`), several a line each. The key is in none of the errors' words. */
export function decrypterWith(identity: string | undefined): (source: Readable) => Promise<AsyncIterable<Uint8Array>> {
  const keys = (identity ?? '').split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (keys.length === 0) throw new Obstacle('The backup is encrypted, and no private key was given to open it.');
  const decrypter = new Decrypter();
  try {
    for (const key of keys) decrypter.addIdentity(key.trim());
  } catch {
    throw new Obstacle('The private key that was given is no private key of age.');
  }
  return async (source) => {
    try {
      return fromWeb(await decrypter.decrypt(toWeb(source)));
    } catch (error) {
      // The words of age-encryption for a header that no identity opens.
      if (error instanceof Error && error.message.startsWith('no identity matched'))
        throw new Obstacle('The private key that was given does not open this backup.');
      throw error;
    }
  };
}

const toWeb = (source: Readable): ReadableStream<Uint8Array> => Readable.toWeb(source);

const fromWeb = (stream: ReadableStream<Uint8Array>): Readable => Readable.fromWeb(stream, { objectMode: false });
