import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE_ADDRESS, S3_PORT } from './addresses.ts';
import type { Programs } from './binaries.ts';
import { launchInside } from './node.ts';
import { inData, inEtc } from './places.ts';

export const S3_REGION = 'us-east-1';

/** Keys of the S3 server's one account. */
export interface S3Keys {
  readonly access: string;
  readonly secret: string;
}

/** The keys, made up the first time. */
export async function s3Keys(): Promise<S3Keys> {
  const file = inEtc('s3-keys.json');
  if (!existsSync(file)) {
    const keys: S3Keys = { access: 'plinth', secret: randomBytes(20).toString('hex') };
    await writeFile(file, JSON.stringify(keys), { mode: 0o600 });
  }
  return JSON.parse(await readFile(file, 'utf8')) as S3Keys;
}

/** Starts the S3 server, which keeps buckets as folders; its keys come by the environment, not the command line. */
export async function startObjectStore({ s3 }: Programs): Promise<void> {
  const { access, secret } = await s3Keys();
  await mkdir(inData('buckets'), { recursive: true });
  await mkdir(inData('bucket-versions'), { recursive: true });
  const server = [join(s3, 'versitygw'), '--port', `${NODE_ADDRESS}:${S3_PORT}`, '--region', S3_REGION];
  const folders = ['posix', '--versioning-dir', inData('bucket-versions'), inData('buckets')];
  const keys = { ROOT_ACCESS_KEY: access, ROOT_SECRET_KEY: secret };
  await launchInside('versitygw', [...server, ...folders], keys);
}
