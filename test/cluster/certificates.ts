import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { API_SERVICE, NODE_ADDRESS, NODE_NAME } from './addresses.ts';
import { run } from './command.ts';
import { inEtc } from './places.ts';

const FOLDER = inEtc('certificates');

/** Where a certificate or key lies, such as `ca.crt`. */
export const certificate = (file: string): string => join(FOLDER, file);

interface Identity {
  readonly name: string;
  /** Who it is: Kubernetes reads the organisation as group and the common name as user. */
  readonly subject: string;
  /** For servers: the names and addresses under which they answer. Without them it is a client. */
  readonly answersTo?: readonly string[];
}

const SERVICE_NAMES = ['', '.default', '.default.svc', '.default.svc.cluster.local'].map((rest) => `kubernetes${rest}`);

const IDENTITIES: readonly Identity[] = [
  {
    name: 'apiserver',
    subject: '/CN=kube-apiserver',
    answersTo: [
      ...[...SERVICE_NAMES, 'localhost'].map((name) => `DNS:${name}`),
      ...[API_SERVICE, '127.0.0.1', NODE_ADDRESS].map((address) => `IP:${address}`),
    ],
  },
  {
    name: 'kubelet-server',
    subject: `/O=system:nodes/CN=system:node:${NODE_NAME}`,
    answersTo: [`DNS:${NODE_NAME}`, `IP:${NODE_ADDRESS}`],
  },
  { name: 'admin', subject: '/O=system:masters/CN=admin' },
  { name: 'storage', subject: '/O=system:masters/CN=plinth:storage' },
  { name: 'controllers', subject: '/CN=system:kube-controller-manager' },
  { name: 'scheduler', subject: '/CN=system:kube-scheduler' },
  { name: 'kubelet', subject: `/O=system:nodes/CN=system:node:${NODE_NAME}` },
  { name: 'proxy', subject: '/CN=system:kube-proxy' },
  { name: 'apiserver-to-kubelet', subject: '/O=system:masters/CN=apiserver-to-kubelet' },
  { name: 'front-proxy', subject: '/CN=front-proxy-client' },
];

const newKey = (file: string): Promise<string> =>
  run('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', file]);

async function issue({ name, subject, answersTo }: Identity, folder: string): Promise<void> {
  const file = (ending: string): string => join(folder, `${name}.${ending}`);
  await newKey(file('key'));
  await run('openssl', ['req', '-new', '-key', file('key'), '-subj', subject, '-out', file('csr')]);
  const usage = answersTo
    ? `extendedKeyUsage=serverAuth\nsubjectAltName=${answersTo.join(',')}\n`
    : 'extendedKeyUsage=clientAuth\n';
  await writeFile(file('ext'), usage);
  const authority = ['-CA', join(folder, 'ca.crt'), '-CAkey', join(folder, 'ca.key')];
  const request = ['-in', file('csr'), '-out', file('crt'), '-extfile', file('ext'), '-days', '3650'];
  await run('openssl', ['x509', '-req', ...authority, ...request]);
  await rm(file('csr'));
  await rm(file('ext'));
}

/** Makes the cluster's own authority and everybody's certificate, once. Nothing outside of the cluster trusts it. */
export async function makeCertificates(): Promise<void> {
  if (existsSync(FOLDER)) return;
  const folder = `${FOLDER}.unfinished`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const authority = join(folder, 'ca');
  await newKey(`${authority}.key`);
  const itself = ['-key', `${authority}.key`, '-subj', '/CN=plinth-practice-cluster', '-out', `${authority}.crt`];
  await run('openssl', ['req', '-x509', '-new', '-days', '3650', ...itself]);
  await Promise.all(IDENTITIES.map((identity) => issue(identity, folder)));
  const accounts = join(folder, 'service-accounts');
  await newKey(`${accounts}.key`);
  await run('openssl', ['pkey', '-in', `${accounts}.key`, '-pubout', '-out', `${accounts}.pub`]);
  await rename(folder, FOLDER);
}
