import { NODE_NAME } from './addresses.ts';
import { nodeProcess } from './node.ts';
import { inLog, KUBECONFIG, STATE } from './places.ts';
import { running } from './processes.ts';
import { describeListener, outsideListeners } from './listeners.ts';

/** What every program of the cluster does, in the words of somebody who misses it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  node: 'namespaces that hold everything else',
  forward: 'way from this machine to the API and the S3 server',
  etcd: 'memory of the API server',
  'kube-apiserver': 'API server',
  'kube-controller-manager': 'controllers',
  'kube-scheduler': 'scheduler',
  containerd: 'container runtime',
  kubelet: 'kubelet, which runs pods',
  'kube-proxy': 'addresses of Services',
  csi: 'storage driver',
  'csi-provisioner': 'makes volumes for claims',
  'csi-resizer': 'expands volumes',
  'csi-snapshotter': 'takes snapshots',
  'snapshot-controller': 'binds snapshots',
  versitygw: 'S3 server',
};

export interface Status {
  readonly lines: readonly string[];
  /** Whether everything runs that should. */
  readonly healthy: boolean;
}

/** Says what runs and what does not. */
export async function status(): Promise<Status> {
  if (!(await nodeProcess()))
    return { lines: ['The practice cluster does not run. Start it with `npm run cluster -- up`.'], healthy: false };
  const lines: string[] = [];
  let healthy = true;
  for (const [name, what] of Object.entries(PROGRAMS)) {
    const process = await running(name);
    if (!process) healthy = false;
    const fate = process ? `runs (process ${process.pid})` : `does not run; ${inLog(`${name}.log`)} says why`;
    lines.push(`${name.padEnd(24)} ${fate.padEnd(24)} ${what}`);
  }
  const outside = await outsideListeners();
  for (const listener of outside) lines.push(`Reachable from outside: ${describeListener(listener)}.`);
  if (outside.length === 0) lines.push('Nothing listens outside of loopback.');
  lines.push(
    healthy
      ? `Node ${NODE_NAME} is up. State is in ${STATE}. export KUBECONFIG=${KUBECONFIG}`
      : 'Not everything runs: `npm run cluster -- up` starts what is missing.',
  );
  return { lines, healthy: healthy && outside.length === 0 };
}
