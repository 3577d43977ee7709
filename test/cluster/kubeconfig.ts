import { readFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { API_PORT, OUTSIDE_API } from './addresses.ts';
import { certificate } from './certificates.ts';
import { inEtc } from './places.ts';
import { writeIfNew } from './write-if-new.ts';

/** Users inside of the node that have a kubeconfig each, beside the person outside. */
const INSIDERS = ['storage', 'controllers', 'scheduler', 'kubelet', 'proxy'] as const;

export const kubeconfigOf = (user: 'admin' | (typeof INSIDERS)[number]): string => inEtc(`${user}.kubeconfig`);

const base64 = async (file: string): Promise<string> => (await readFile(certificate(file))).toString('base64');

async function write(user: 'admin' | (typeof INSIDERS)[number], server: string): Promise<void> {
  const cluster = { server: `https://${server}`, 'certificate-authority-data': await base64('ca.crt') };
  const itself = {
    'client-certificate-data': await base64(`${user}.crt`),
    'client-key-data': await base64(`${user}.key`),
  };
  const text = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'plinth-practice', cluster }],
    users: [{ name: `plinth-practice-${user}`, user: itself }],
    contexts: [{ name: 'plinth-practice', context: { cluster: 'plinth-practice', user: `plinth-practice-${user}` } }],
    'current-context': 'plinth-practice',
  });
  await writeIfNew(kubeconfigOf(user), text, 0o600);
}

/** Writes everybody's kubeconfig: a person's leads over loopback, the others stay inside of the node. */
export async function writeKubeconfigs(): Promise<void> {
  await Promise.all([write('admin', OUTSIDE_API), ...INSIDERS.map((user) => write(user, `127.0.0.1:${API_PORT}`))]);
}
