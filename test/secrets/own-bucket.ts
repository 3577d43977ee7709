// An S3 server for this test alone: the practice cluster's own has an access key that is met everywhere.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE_ADDRESS } from '../cluster/addresses.ts';
import { programs } from '../cluster/binaries.ts';
import { runInside, requireNode } from '../cluster/node.ts';
import { S3_REGION, type S3Keys } from '../cluster/object-store.ts';
import { inData } from '../cluster/places.ts';
import { until } from '../cluster/wait.ts';

/** Free inside of the node: nothing else has a port of its own there. */
const PORT = 7171;

export interface OwnBucket {
  /** Where pods reach it. */
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** Starts a server with these keys and this bucket, which is a folder. */
export async function openBucket(bucket: string, { access, secret }: S3Keys): Promise<OwnBucket> {
  const { s3 } = await programs(() => undefined);
  const folder = await mkdtemp(inData('buckets-'));
  await mkdir(join(folder, bucket));
  const node = await requireNode();
  const server = spawn(
    'nsenter',
    [
      `--target=${node.pid}`,
      '--net',
      '--',
      ...[join(s3, 'versitygw'), '--port', `${NODE_ADDRESS}:${PORT}`, '--region', S3_REGION, 'posix', folder],
    ],
    { stdio: 'ignore', env: { ...process.env, ROOT_ACCESS_KEY: access, ROOT_SECRET_KEY: secret } },
  );
  const close = async (): Promise<void> => {
    if (server.exitCode === null) {
      server.kill();
      await once(server, 'exit');
    }
    await rm(folder, { recursive: true });
  };
  await until('The S3 server', { seconds: 20, advice: 'Look whether its port is taken.', every: 250 }, () =>
    runInside(['bash', '-c', `: < /dev/tcp/${NODE_ADDRESS}/${PORT}`]).then(
      () => true,
      () => undefined,
    ),
  );
  return { endpoint: `http://${NODE_ADDRESS}:${PORT}`, close };
}
