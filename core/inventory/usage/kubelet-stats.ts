import type { Json } from '../../../engines/model/object.ts';
import { valueAt } from '../../../engines/model/object.ts';
import type { VolumeKey } from '../databases/sight.ts';
import { claimVolume, podVolume } from '../databases/sight.ts';

export interface Space {
  /** Bytes. */
  readonly used: number;
  readonly available: number | undefined;
}

/** The path at which a node's kubelet tells how full its pods' volumes are. */
export function statsPath(node: string): string {
  return `/api/v1/nodes/${encodeURIComponent(node)}/proxy/stats/summary`;
}

/**
 * Reads a kubelet's summary: used space by claim, and by pod and volume. Anything that is not as documented is passed over.
 * Source: https://kubernetes.io/docs/reference/instrumentation/node-metrics/#summary-api-source, k8s.io/kubelet/pkg/apis/stats/v1alpha1
 */
export function readStats(text: string): ReadonlyMap<VolumeKey, Space> {
  const found = new Map<VolumeKey, Space>();
  for (const pod of listAt(JSON.parse(text) as Json, 'pods')) {
    const uid = textAt(pod, 'podRef', 'uid');
    for (const volume of listAt(pod, 'volume')) {
      const used = valueAt(volume, ['usedBytes']);
      if (typeof used !== 'number') continue;
      const available = valueAt(volume, ['availableBytes']);
      const space = { used, available: typeof available === 'number' ? available : undefined };
      const claim = textAt(volume, 'pvcRef', 'name');
      const namespace = textAt(volume, 'pvcRef', 'namespace') ?? textAt(pod, 'podRef', 'namespace');
      const name = textAt(volume, 'name');
      if (claim !== undefined && namespace !== undefined) found.set(claimVolume(namespace, claim), space);
      if (uid !== undefined && name !== undefined) found.set(podVolume(uid, name), space);
    }
  }
  return found;
}

function listAt(value: Json, key: string): readonly Json[] {
  const found = valueAt(value, [key]);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

function textAt(value: Json, ...path: string[]): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : undefined;
}
