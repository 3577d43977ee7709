import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { API_PORT, NODE_ADDRESS, OUTSIDE_API, OUTSIDE_S3, S3_PORT } from './addresses.ts';
import { programs, type Programs } from './binaries.ts';
import { makeCertificates } from './certificates.ts';
import { makeCgroups } from './cgroups.ts';
import { startApi, startControllers } from './control-plane.ts';
import { installPackages, requireHost } from './host.ts';
import { imageContent } from './images/content.ts';
import { beginWithImages, importImages } from './images/import.ts';
import { writeKubeconfigs } from './kubeconfig.ts';
import { kubectlOf, type Kubectl } from './kubectl.ts';
import { mendLeftovers } from './mending.ts';
import { startNode } from './node.ts';
import { s3Keys, S3_REGION, startObjectStore } from './object-store.ts';
import { HERE, inEtc, inLog } from './places.ts';
import { launch, requireRunning } from './processes.ts';
import type { Progress } from './progress.ts';
import { waitUntilReady } from './ready.ts';
import { startRuntime } from './runtime.ts';
import { startSnapshots, startStorage } from './storage.ts';
import { until } from './wait.ts';
import { startWorker } from './worker.ts';

const manifest = (name: string): string => join(HERE, 'manifests', `${name}.yaml`);
const apply = (...files: readonly string[]): string[] => [
  'apply',
  '--server-side',
  '--force-conflicts',
  ...files.map((file) => `--filename=${file}`),
];

/** Lets this machine's loopback reach the API and the S3 server. */
async function startForwarding({ forward }: Programs, node: number): Promise<void> {
  const pairs = [`${OUTSIDE_API}=127.0.0.1:${API_PORT}`, `${OUTSIDE_S3}=${NODE_ADDRESS}:${S3_PORT}`];
  await launch('forward', [join(forward, 'forward'), '-namespace', `/proc/${node}/ns/net`, ...pairs]);
}

async function applyManifests(kubectl: Kubectl, { definitions }: Programs): Promise<void> {
  const snapshots = (await readdir(definitions)).map((file) => join(definitions, file));
  await kubectl(apply(...snapshots, manifest('dns'), manifest('storage'), manifest('object-storage')));
  const { access, secret } = await s3Keys();
  // Under the names that S3 clients read from their environment.
  const keys = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's3', namespace: 'object-storage' },
    stringData: {
      AWS_ACCESS_KEY_ID: access,
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_DEFAULT_REGION: S3_REGION,
      AWS_ENDPOINT_URL: 'http://s3.object-storage:9000',
    },
  };
  await kubectl(apply('-'), stringify(keys));
  await kubectl(['wait', '--for=condition=Established', '--timeout=30s', 'crd', '--all']);
  await kubectl(apply(manifest('snapshots')));
}

/** Brings the cluster up: what is missing is installed and built, what does not run is started. */
export async function up(progress: Progress): Promise<void> {
  await requireHost();
  await installPackages(progress);
  const built = await programs(progress);
  const images = await imageContent(built, progress);
  const kubectl = kubectlOf(built);

  await mkdir(inEtc(), { recursive: true, mode: 0o700 });
  await makeCertificates();
  await writeKubeconfigs();
  await makeCgroups();
  const node = await startNode(join(built.kubernetes, 'pause'));
  progress('the namespaces are there');
  // What needs no API must be mended before anything is waited for; the rest is tried again at the end.
  await mendLeftovers().catch(() => undefined);
  await startApi(built.kubernetes);
  await startForwarding(built, node.pid);
  await startObjectStore(built);
  await beginWithImages(images);
  await startRuntime();
  progress('containerd answers');
  await importImages(images, progress);
  const apiAdvice = `${inLog('kube-apiserver.log')}, ${inLog('etcd.log')} and ${inLog('forward.log')} say why.`;
  await until('The API server', { seconds: 90, advice: apiAdvice }, async () => {
    await requireRunning('forward', 'etcd', 'kube-apiserver');
    return kubectl(['get', '--raw', '/readyz']);
  });
  progress('the API answers');
  await Promise.all([startControllers(built.kubernetes), startWorker(built.kubernetes)]);
  await Promise.all([startStorage(built), applyManifests(kubectl, built)]);
  await startSnapshots(built);
  await waitUntilReady(kubectl, node, progress);
  for (const what of await mendLeftovers()) progress(`mended what a test has left: ${what}`);
}
