import { PassThrough, type Readable } from 'node:stream';
import type { Client } from '../transport/client.ts';
import type { Connection, ExecTarget } from '../connection.ts';
import { podPath, query } from '../requests/paths.ts';

/** A container's log as a stream of text. With `follow` it goes on until the container ends, or the stream is destroyed. */
export async function logs(
  client: Client,
  { namespace, pod, container }: ExecTarget,
  { follow, tailLines, previous, signal, timeout }: NonNullable<Parameters<Connection['logs']>[1]> = {},
): Promise<Readable> {
  const path = `${podPath(namespace, pod, 'log')}${query({ container, follow, tailLines, previous })}`;
  const { stream } = await client.stream(path, { signal, timeout }, '*/*');
  const told = new PassThrough();
  stream.on('error', (error) => told.destroy(client.trouble(error, signal)));
  told.on('close', () => stream.destroy());
  return stream.pipe(told);
}
