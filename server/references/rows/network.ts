import { global, one } from '../row.ts';
import type { Row, Target } from '../row.ts';

const BACKEND = ['spec.defaultBackend.service', 'spec.rules.*.http.paths.*.backend.service'];
/** Ingress before networking.k8s.io/v1, gone with Kubernetes 1.22 and still written. */
const OLD_BACKEND = ['spec.backend', 'spec.rules.*.http.paths.*.backend'];
const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'];
const PODS: Target = { is: 'selected', what: 'pods', form: 'selector' };
const ELSEWHERE = { namespace: { field: 'namespace' } } as const;

/**
 * What Services, Ingresses, network policies and routes name.
 * Sources: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/, https://gateway-api.sigs.k8s.io/reference/spec/
 */
export const networkRows: readonly Row[] = [
  { from: ['Service'], at: 'spec.selector', to: { is: 'selected', what: 'pods', form: 'map' } },
  { from: ['Service'], at: 'spec.ports.*.targetPort', to: { is: 'port of selected pods' } },
  ...BACKEND.flatMap((at): Row[] => [
    { from: ['Ingress'], at: `${at}.name`, to: one('Service') },
    { from: ['Ingress'], at: `${at}.port.name`, to: { is: 'port of the Service' } },
  ]),
  ...OLD_BACKEND.map((at): Row => ({ from: ['Ingress'], at: `${at}.serviceName`, to: one('Service') })),
  { from: ['Ingress'], at: 'spec.tls.*.secretName', to: one('Secret') },
  { from: ['Ingress'], at: 'spec.ingressClassName', to: global('IngressClass') },
  { from: ['NetworkPolicy'], at: 'spec.podSelector', to: PODS },
  { from: ['NetworkPolicy'], at: 'spec.ingress.*.from.*.podSelector', to: PODS },
  { from: ['NetworkPolicy'], at: 'spec.egress.*.to.*.podSelector', to: PODS },
  {
    from: ROUTES,
    at: 'spec.rules.*.backendRefs.*.name',
    to: { is: 'object', kind: { field: 'kind', otherwise: 'Service' }, ...ELSEWHERE },
  },
  { from: ROUTES, at: 'spec.parentRefs.*.name', to: one('Gateway', ELSEWHERE) },
  { from: ['Gateway'], at: 'spec.gatewayClassName', to: global('GatewayClass') },
];
