import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { exposedService } from './exposed-service.ts';

const set = (container = '', pod = '') => exampleSet({ name: 'db', image: 'postgres:17', container, pod });
const service = (spec: string, metadata = '') => `apiVersion: v1
kind: Service
metadata:
  name: outside
${metadata}spec:
  selector:
    app: db
${spec.replaceAll(/^/gmu, '  ')}
`;
const PORT = 'ports:\n  - port: 5432';

describeRule(exposedService, {
  fires: [
    {
      name: 'a NodePort, with what only such a Service may have',
      text: `${set()}---\n${service('type: ⟦NodePort⟧ # for tests\nexternalTrafficPolicy: Local\nports:\n  - port: 5432\n    nodePort: 30432')}`,
      severity: 'error',
      message: /is a NodePort: PostgreSQL can be reached from outside/u,
      fixed: {
        title: /^Make it a ClusterIP \(/u,
        text: `${set()}---\n${service(`type: ClusterIP # for tests\n${PORT}`)}`,
      },
    },
    {
      name: 'a LoadBalancer for some addresses',
      text: `${set()}---\n${service(`type: ⟦LoadBalancer⟧\nloadBalancerSourceRanges: [10.0.0.0/8]\n${PORT}`)}`,
      severity: 'warning',
      message: /loadBalancerSourceRanges/u,
    },
    {
      name: 'an internal LoadBalancer',
      text: `${set()}---\n${service(`type: ⟦LoadBalancer⟧\n${PORT}`, '  annotations:\n    networking.gke.io/load-balancer-type: Internal\n')}`,
      severity: 'warning',
    },
    { name: 'external addresses', text: `${set()}---\n${service(`⟦externalIPs⟧: [203.0.113.7]\n${PORT}`)}` },
    {
      name: 'an Ingress',
      text: `${set()}---\n${service(PORT)}---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ⟦outside⟧, port: { number: 5432 } } } }] } }]
`,
      message: /The Ingress 'web' leads from outside/u,
    },
    { name: "the node's port", text: set('ports: [{ containerPort: 5432, hostPort: ⟦5432⟧ }]') },
    { name: "the node's network", text: set('', 'hostNetwork: ⟦true⟧') },
  ],
  silent: [
    { name: 'a ClusterIP', text: `${set()}---\n${service(PORT)}` },
    { name: 'a template', text: `${set()}---\n${service(`type: {{ .Values.type }}\n${PORT}`)}` },
    { name: "an exporter's port", text: `${set()}---\n${service('type: NodePort\nports:\n  - port: 9187')}` },
    {
      name: 'a Service of other pods',
      text: `${set()}---\n${service(`type: LoadBalancer\n${PORT}`).replace('app: db', 'app: web')}`,
    },
    { name: "an exporter's port on the node", text: set('ports: [{ containerPort: 9187, hostPort: 9187 }]') },
  ],
});
