import { statSync } from 'node:fs';
import { NODE_NAME } from './addresses.ts';
import type { Kubectl } from './kubectl.ts';
import { inLog } from './places.ts';
import { recordedNames, requireRunning, type ProcessRecord } from './processes.ts';
import { until } from './wait.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastHeartbeatTime?: string;
}

interface Node {
  readonly status: { readonly conditions?: readonly Condition[] };
}

interface Pod {
  readonly status: {
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly { readonly state: { readonly running?: { readonly startedAt: string } } }[];
  };
}

const asks = async (kubectl: Kubectl, ...args: readonly string[]): Promise<unknown> =>
  JSON.parse(await kubectl(['get', ...args, '--output=json'])) as unknown;

const isTrue = (conditions: readonly Condition[] | undefined, type: string): Condition | undefined =>
  conditions?.find((condition) => condition.type === type && condition.status === 'True');

/**
 * Waits until the API says that the node, DNS and storage work, of this run: after a restart it still tells for a while
 * how things were before. Kubernetes' times have whole seconds.
 */
export async function waitUntilReady(
  kubectl: Kubectl,
  node: ProcessRecord,
  say: (what: string) => void,
): Promise<void> {
  const since = Math.floor(statSync(`/proc/${node.pid}`).ctimeMs / 1000) * 1000;
  const isNew = (time: string | undefined): boolean => time !== undefined && Date.parse(time) >= since;
  const advice = `${inLog('kubelet.log')} and ${inLog('containerd.log')} say why.`;

  await until('The node', { seconds: 60, advice }, async () => {
    await requireRunning('kubelet', 'containerd', 'kube-controller-manager', 'kube-scheduler');
    const { status } = (await asks(kubectl, 'node', NODE_NAME)) as Node;
    return isNew(isTrue(status.conditions, 'Ready')?.lastHeartbeatTime);
  });
  say('the node is Ready');

  const storageAdvice = `${inLog('csi.log')} and ${inLog('kubelet.log')} say why.`;
  await until('Storage', { seconds: 60, advice: storageAdvice }, async () => {
    await requireRunning('csi');
    const { spec } = (await asks(kubectl, 'csinode', NODE_NAME)) as { spec: { drivers?: readonly object[] } };
    return spec.drivers !== undefined && spec.drivers.length > 0;
  });
  await until('DNS', { seconds: 60, advice }, async () => {
    const { items } = (await asks(kubectl, 'pods', '--namespace=kube-system', '--selector=k8s-app=kube-dns')) as {
      items: readonly Pod[];
    };
    return items.some(
      ({ status }) =>
        isTrue(status.conditions, 'Ready') &&
        status.containerStatuses?.every(({ state }) => isNew(state.running?.startedAt)),
    );
  });
  // Not one of the others has ended meanwhile.
  await requireRunning(...(await recordedNames()));
  say('names and storage work');
}
