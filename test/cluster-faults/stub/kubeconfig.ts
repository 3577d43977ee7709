import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { connect, type ConnectOptions } from '../../../core/cluster/connect.ts';
import type { Connection } from '../../../core/cluster/connection.ts';
import { readContexts } from '../../../core/cluster/kubeconfig/contexts.ts';

/** A folder for one test. `remove` takes it away. */
export async function temporary(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-cluster-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The text of a kubeconfig with one context, `stub`. */
export function kubeconfigOf(cluster: object, user: object = {}, context: object = {}): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'stub', cluster }],
    users: [{ name: 'stub', user }],
    contexts: [{ name: 'stub', context: { cluster: 'stub', user: 'stub', ...context } }],
    'current-context': 'stub',
  });
}

/** Writes a kubeconfig into a folder, and connects to its one context. The connection reads the file when it first needs it. No proxy of the machine's environment is used. */
export async function connectBy(
  folder: string,
  text: string,
  options: ConnectOptions = {},
  name = 'config',
): Promise<Connection> {
  const file = join(folder, name);
  await writeFile(file, text);
  const { contexts } = await readContexts({ env: { KUBECONFIG: file } });
  const [context] = contexts;
  if (context === undefined) throw new Error('The kubeconfig has no context.');
  return connect(context, { env: { PATH: process.env['PATH'] }, ...options });
}
