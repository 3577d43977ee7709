import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { DNS_SERVICE, NODE_ADDRESS, NODE_NAME, POD_RANGE } from './addresses.ts';
import { certificate } from './certificates.ts';
import { CGROUP } from './cgroups.ts';
import { kubeconfigOf } from './kubeconfig.ts';
import { launchInside } from './node.ts';
import { inData, inEtc, inLog } from './places.ts';
import { CONTAINERD_SOCKET } from './runtime.ts';
import { writeIfNew } from './write-if-new.ts';

export const KUBELET_ROOT = inData('kubelet');

const kubelet = {
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  address: NODE_ADDRESS,
  healthzBindAddress: '127.0.0.1',
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: certificate('ca.crt') },
  },
  authorization: { mode: 'Webhook' },
  tlsCertFile: certificate('kubelet-server.crt'),
  tlsPrivateKeyFile: certificate('kubelet-server.key'),
  containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
  cgroupDriver: 'cgroupfs',
  cgroupRoot: `/${CGROUP}`,
  failCgroupV1: false,
  failSwapOn: false,
  clusterDNS: [DNS_SERVICE],
  clusterDomain: 'cluster.local',
  resolvConf: inEtc('resolv.conf'),
  // No registry has these images: one that is removed does not come back.
  imageGCHighThresholdPercent: 100,
  imageMinimumGCAge: '87600h',
  evictionHard: { 'nodefs.available': '1%', 'imagefs.available': '1%' },
  podLogsDir: inLog('pods'),
  volumePluginDir: inData('volume-plugins'),
  maxPods: 200,
  // A mounted volume grows when its pod is looked at anew, which takes a minute by default.
  syncFrequency: '5s',
};

const proxy = {
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  mode: 'nftables',
  clientConnection: { kubeconfig: kubeconfigOf('proxy') },
  clusterCIDR: POD_RANGE,
  hostnameOverride: NODE_NAME,
  bindAddress: NODE_ADDRESS,
  healthzBindAddress: '127.0.0.1:10256',
  metricsBindAddress: '127.0.0.1:10249',
  nodePortAddresses: ['primary'],
  // The limits of connection tracking belong to the machine.
  conntrack: { maxPerCore: 0, min: 0, tcpCloseWaitTimeout: '0s', tcpEstablishedTimeout: '0s' },
};

/** Starts kubelet and kube-proxy; the API must answer. */
export async function startWorker(kubernetes: string): Promise<void> {
  await mkdir(KUBELET_ROOT, { recursive: true });
  // Names outside of the cluster lead nowhere.
  await writeIfNew(inEtc('resolv.conf'), 'nameserver 127.0.0.1\n');
  await writeIfNew(inEtc('kubelet.yaml'), stringify(kubelet));
  await writeIfNew(inEtc('proxy.yaml'), stringify(proxy));
  await launchInside('kubelet', [
    join(kubernetes, 'kubelet'),
    `--config=${inEtc('kubelet.yaml')}`,
    `--kubeconfig=${kubeconfigOf('kubelet')}`,
    `--root-dir=${KUBELET_ROOT}`,
    `--hostname-override=${NODE_NAME}`,
    `--node-ip=${NODE_ADDRESS}`,
    '--node-labels=topology.kubernetes.io/zone=practice-a,topology.kubernetes.io/region=practice',
  ]);
  await launchInside('kube-proxy', [join(kubernetes, 'kube-proxy'), `--config=${inEtc('proxy.yaml')}`]);
}
