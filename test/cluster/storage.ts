import { join } from 'node:path';
import { NODE_NAME } from './addresses.ts';
import type { Programs } from './binaries.ts';
import { kubeconfigOf } from './kubeconfig.ts';
import { launchInside } from './node.ts';
import { inData } from './places.ts';
import { KUBELET_ROOT } from './worker.ts';

const DRIVER = 'csi.plinth.example';
const SOCKET = join(KUBELET_ROOT, 'plugins', DRIVER, 'csi.sock');
const REGISTRATION = join(KUBELET_ROOT, 'plugins_registry', `${DRIVER}-reg.sock`);

/** Starts the storage driver and the sidecars, which run on the node itself, not in pods. */
export async function startStorage({ csi, addons }: Programs): Promise<void> {
  await launchInside('csi', [
    join(csi, 'csi'),
    `-data=${inData('volumes')}`,
    `-node=${NODE_NAME}`,
    `-socket=${SOCKET}`,
    `-registration=${REGISTRATION}`,
  ]);
  const client = [`--kubeconfig=${kubeconfigOf('storage')}`, '--kube-api-qps=50', '--kube-api-burst=100'];
  const sidecar = (name: string, ...more: readonly string[]): Promise<void> =>
    launchInside(name, [join(addons, name), ...client, ...more], { NODE_NAME });
  await sidecar('csi-provisioner', `--csi-address=${SOCKET}`, '--extra-create-metadata');
  await sidecar('csi-snapshotter', `--csi-address=${SOCKET}`);
  await sidecar('csi-resizer', `--csi-address=${SOCKET}`);
}

/** Starts the controller that binds snapshots; it ends when the snapshot API is not there yet. */
export async function startSnapshots({ addons }: Programs): Promise<void> {
  const client = [`--kubeconfig=${kubeconfigOf('storage')}`, '--kube-api-qps=50', '--kube-api-burst=100'];
  await launchInside('snapshot-controller', [join(addons, 'snapshot-controller'), ...client]);
}
