import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Readable } from 'node:stream';
import type { Destination } from '../manifest.ts';
import { explained } from './bucket-trouble.ts';
import { Obstacle, type Place, type Stored } from './place.ts';

type Bucket = Extract<Destination, { kind: 's3' }>;

const MIB = 1024 * 1024;

/** S3 takes 10,000 parts an upload (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html); two of them are in memory at a time. */
const PARTS = 10_000;

/** Bytes of a part: enough for 312 GiB where nobody knows how much comes, and for twice what is expected. */
const partSize = (expected: number | undefined): number => Math.max(32 * MIB, Math.ceil((2 * (expected ?? 0)) / PARTS));

function client({ endpoint, region, pathStyle }: Bucket, env: NodeJS.ProcessEnv): S3Client {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'] ?? '';
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'] ?? '';
  const sessionToken = env['AWS_SESSION_TOKEN'];
  if (accessKeyId === '' || secretAccessKey === '')
    throw new Obstacle('The Secret with the keys of the bucket lacks the access key or its secret.');
  return new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint }),
    forcePathStyle: pathStyle,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    maxAttempts: 4,
    // A server that accepts and then says nothing is as good as down.
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 120_000, throwOnRequestTimeout: true },
    // Stores that only speak S3 know nothing of the newer checksums; sizes and sha256 are checked here.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

/** A bucket as a place for backups. Keys come from `env`. */
export function bucketPlace(destination: Bucket, env: NodeJS.ProcessEnv): Place {
  const s3 = client(destination, env);
  const Bucket = destination.bucket;
  const explain = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw explained(error, destination);
    }
  };
  const size = (Key: string): Promise<number> =>
    explain(async () => (await s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength ?? 0);

  async function* list(folder: string): AsyncGenerator<Stored> {
    const Prefix = folder === '' ? undefined : `${folder}/`;
    for (let ContinuationToken: string | undefined; ;) {
      const page = await explain(() => s3.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken })));
      for (const { Key, Size, LastModified } of page.Contents ?? [])
        if (Key !== undefined && !Key.endsWith('/'))
          yield { path: Key, size: Size ?? 0, modified: LastModified?.getTime() ?? 0 };
      ContinuationToken = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      if (ContinuationToken === undefined) return;
    }
  }

  async function write(Key: string, source: AsyncIterable<Uint8Array>, expected?: number): Promise<void> {
    let sent = 0;
    let broken: unknown;
    async function* counted(): AsyncGenerator<Uint8Array> {
      try {
        for await (const chunk of source) {
          sent += chunk.byteLength;
          yield chunk;
        }
      } catch (error) {
        broken = error;
        throw error;
      }
    }
    // Parts of a broken-off upload are taken back by the library, so that nobody pays for them.
    const upload = new Upload({
      client: s3,
      params: { Bucket, Key, Body: Readable.from(counted()) },
      partSize: partSize(expected),
      queueSize: 2,
      leavePartsOnError: false,
    });
    try {
      await upload.done();
    } catch (error) {
      throw broken instanceof Error ? broken : explained(error, destination);
    }
    const stored = await size(Key);
    if (stored === sent) return;
    await explain(() => s3.send(new DeleteObjectCommand({ Bucket, Key })));
    throw new Obstacle(`The bucket kept ${stored} of ${sent} bytes of ${Key}.`);
  }

  /** Ends uploads that nobody will finish. Stores that cannot list them have nothing to tidy that could be reached. */
  async function tidy(folder: string): Promise<void> {
    const Prefix = `${folder}/`;
    const { Uploads = [] } = await explain(() => s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix })));
    for (const { Key, UploadId } of Uploads)
      if (Key?.startsWith(Prefix) === true)
        await explain(() => s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })));
  }

  return {
    write,
    size,
    list,
    tidy,
    read: (Key) =>
      explain(async () => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        if (!(Body instanceof Readable)) throw new Obstacle(`The bucket gave no content for ${Key}.`);
        return Body;
      }),
    remove: (Key) =>
      explain(async () => {
        await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      }),
  };
}
