import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { OUTSIDE_S3 } from './addresses.ts';
import { S3_REGION, s3Keys } from './object-store.ts';

/** Makes a bucket where there is none, and gives a Secret with the keys for it. */
export async function bucket(name: string): Promise<{ readonly secret: object; readonly secretKey: string }> {
  const { access, secret } = await s3Keys();
  const client = new S3Client({
    endpoint: `http://${OUTSIDE_S3}`,
    region: S3_REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: access, secretAccessKey: secret },
  });
  await client.send(new CreateBucketCommand({ Bucket: name })).catch((error: unknown) => {
    if (!(error instanceof Error) || !error.name.startsWith('BucketAlready')) throw error;
  });
  client.destroy();
  const stringData = { accessKeyId: access, secretAccessKey: secret };
  return { secret: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's3' }, stringData }, secretKey: secret };
}
