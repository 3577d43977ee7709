import { join } from 'node:path';
import { API_PORT, NODE_ADDRESS, SERVICE_RANGE } from './addresses.ts';
import { certificate } from './certificates.ts';
import { kubeconfigOf } from './kubeconfig.ts';
import { launchInside } from './node.ts';
import { HERE, inData, inLog } from './places.ts';

const ETCD = 'http://127.0.0.1:2379';
const ETCD_PEERS = 'http://127.0.0.1:2380';

/** `--name=value` for each. */
const flags = (values: Readonly<Record<string, string | number | boolean>>): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);

const etcd = flags({
  'data-dir': inData('etcd'),
  'listen-client-urls': ETCD,
  'advertise-client-urls': ETCD,
  'listen-peer-urls': ETCD_PEERS,
  'initial-advertise-peer-urls': ETCD_PEERS,
  'initial-cluster': `default=${ETCD_PEERS}`,
  // A practice cluster may lose its last second when the machine does.
  'unsafe-no-fsync': true,
  'log-level': 'warn',
});

const apiServer = flags({
  'etcd-servers': ETCD,
  'advertise-address': NODE_ADDRESS,
  'secure-port': API_PORT,
  'service-cluster-ip-range': SERVICE_RANGE,
  'client-ca-file': certificate('ca.crt'),
  'tls-cert-file': certificate('apiserver.crt'),
  'tls-private-key-file': certificate('apiserver.key'),
  'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
  'service-account-key-file': certificate('service-accounts.pub'),
  'service-account-signing-key-file': certificate('service-accounts.key'),
  'authorization-mode': 'Node,RBAC',
  'enable-admission-plugins': 'NodeRestriction',
  'allow-privileged': true,
  'kubelet-certificate-authority': certificate('ca.crt'),
  'kubelet-client-certificate': certificate('apiserver-to-kubelet.crt'),
  'kubelet-client-key': certificate('apiserver-to-kubelet.key'),
  'kubelet-preferred-address-types': 'InternalIP',
  'requestheader-client-ca-file': certificate('ca.crt'),
  'requestheader-allowed-names': 'front-proxy-client',
  'requestheader-username-headers': 'X-Remote-User',
  'requestheader-group-headers': 'X-Remote-Group',
  'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
  'proxy-client-cert-file': certificate('front-proxy.crt'),
  'proxy-client-key-file': certificate('front-proxy.key'),
  'audit-policy-file': join(HERE, 'audit-policy.yaml'),
  'audit-log-path': inLog('audit.log'),
  'audit-log-maxsize': 100,
  'audit-log-maxbackup': 1,
  profiling: false,
});

const asUser = (user: 'controllers' | 'scheduler'): string[] =>
  flags({
    kubeconfig: kubeconfigOf(user),
    'authentication-kubeconfig': kubeconfigOf(user),
    'authorization-kubeconfig': kubeconfigOf(user),
    'bind-address': '127.0.0.1',
    'leader-elect': false,
    profiling: false,
  });

const controllers = flags({
  'root-ca-file': certificate('ca.crt'),
  'service-account-private-key-file': certificate('service-accounts.key'),
  'use-service-account-credentials': true,
  'service-cluster-ip-range': SERVICE_RANGE,
  'cluster-signing-cert-file': certificate('ca.crt'),
  'cluster-signing-key-file': certificate('ca.key'),
});

/** Starts etcd and the API server, which waits for it. */
export async function startApi(kubernetes: string): Promise<void> {
  await launchInside('etcd', [join(kubernetes, 'etcd'), ...etcd]);
  await launchInside('kube-apiserver', [join(kubernetes, 'kube-apiserver'), ...apiServer]);
}

/** Starts what works through the API. It must answer by now: the controller manager ends when it does not. */
export async function startControllers(kubernetes: string): Promise<void> {
  const manager = join(kubernetes, 'kube-controller-manager');
  await launchInside('kube-controller-manager', [manager, ...asUser('controllers'), ...controllers]);
  await launchInside('kube-scheduler', [join(kubernetes, 'kube-scheduler'), ...asUser('scheduler')]);
}
