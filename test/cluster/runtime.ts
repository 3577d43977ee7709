import { mkdir } from 'node:fs/promises';
import { POD_RANGE } from './addresses.ts';
import { launchInside, runInside } from './node.ts';
import { inData, inEtc, inLog } from './places.ts';
import { requireRunning } from './processes.ts';
import { until } from './wait.ts';
import { writeIfNew } from './write-if-new.ts';

/** The name under which the image of `pause` is imported. */
export const PAUSE_IMAGE = 'plinth.example/pause:1';

/** The socket, as it is seen inside of the node. */
export const CONTAINERD_SOCKET = '/run/containerd/containerd.sock';

/** containerd's own client, inside of the node. `k8s.io` is the namespace that the kubelet uses. */
export const ctr = (...args: readonly string[]): string[] => ['ctr', '-a', CONTAINERD_SOCKET, '-n', 'k8s.io', ...args];

// containerd 1.6 reads TOML. `restrict_oom_score_adj`: without CAP_SYS_RESOURCE no process may lower its score, and
// containers would not start.
const CONFIGURATION = `version = 2
root = "${inData('containerd')}"
state = "/run/containerd/state"
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
  "io.containerd.internal.v1.opt",
  "io.containerd.tracing.processor.v1.otlp",
]

[grpc]
  address = "${CONTAINERD_SOCKET}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE_IMAGE}"
  stream_server_address = "127.0.0.1"
  disable_apparmor = true
  restrict_oom_score_adj = true
  max_container_log_line_size = 262144

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${inEtc('cni')}"

  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"

    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"

      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
`;

/** Pods hang on a bridge; `hairpinMode` lets a pod reach itself through its Service. */
const NETWORK = {
  cniVersion: '1.0.0',
  name: 'pods',
  plugins: [
    {
      type: 'bridge',
      bridge: 'pods0',
      isGateway: true,
      ipMasq: true,
      hairpinMode: true,
      ipam: {
        type: 'host-local',
        dataDir: '/run/cni',
        ranges: [[{ subnet: POD_RANGE }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
};

/** Starts containerd with a root, a state and a network of its own, and waits until it answers. */
export async function startRuntime(): Promise<void> {
  await mkdir(inEtc('cni'), { recursive: true });
  await writeIfNew(inEtc('containerd.toml'), CONFIGURATION);
  // containerd reads it anew as soon as it is written; half of it is no network.
  await writeIfNew(inEtc('cni/10-pods.conflist'), JSON.stringify(NETWORK, undefined, 2));
  await launchInside('containerd', ['containerd', '-c', inEtc('containerd.toml')]);
  const advice = `${inLog('containerd.log')} says why.`;
  await until('containerd', { seconds: 30, advice }, async () => {
    await requireRunning('containerd');
    return runInside(ctr('version'), 5000);
  });
}
