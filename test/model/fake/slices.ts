import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { ObjectName } from '../../../core/cluster/connection.ts';
import type { Controller } from './controllers.ts';
import { asPod, isReady } from './kubelet.ts';

/** One EndpointSlice a Service with a selector, with every pod that it selects. https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/ */
export const keepSlices: Controller = ({ store }) => {
  for (const service of store.all(RESOURCES.services)) {
    const { namespace, name, uid } = service.metadata;
    const { selector } = (service['spec'] ?? {}) as { selector?: Record<string, string> };
    if (selector === undefined || Object.keys(selector).length === 0) continue;
    const endpoints = store
      .all(RESOURCES.pods, namespace)
      .map(asPod)
      .filter(({ metadata }) => Object.entries(selector).every(([key, value]) => metadata.labels?.[key] === value))
      .filter(({ status }) => status?.podIP !== undefined)
      .map((pod) => ({
        addresses: [pod.status?.podIP ?? ''],
        conditions: {
          ready: isReady(pod),
          serving: isReady(pod),
          terminating: pod.metadata.deletionTimestamp !== undefined,
        },
        targetRef: { kind: 'Pod', namespace: namespace ?? '', name: pod.metadata.name, uid: pod.metadata.uid ?? '' },
      }));
    const slice: ObjectName = { resource: RESOURCES.endpointSlices, namespace, name: `${name}-slice` };
    const object = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: slice.name,
        labels: { 'kubernetes.io/service-name': name },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name, uid: uid ?? '' }],
      },
      addressType: 'IPv4',
      endpoints,
    };
    if (store.find(slice) === undefined) store.create(object, slice);
    else
      store.change(slice, (draft) => {
        Object.assign(draft, { endpoints });
      });
  }
  return undefined;
};
