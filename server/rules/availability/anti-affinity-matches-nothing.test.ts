import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { antiAffinityMatchesNothing } from './anti-affinity-matches-nothing.ts';

const mongo = (pod: string, replicas = 3) =>
  exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas, container: 'args: [--replSet, rs0]', pod });

const required = (selector: string) => `affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        ${selector}
`;

const spread = (selector: string) => `topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    ${selector}
`;

describeRule(antiAffinityMatchesNothing, {
  fires: [
    {
      name: 'the old key of a label',
      text: mongo(required('⟦labelSelector⟧: { matchLabels: { app.kubernetes.io/name: mongo } }')),
      severity: 'error',
      message: /selects pods with app\.kubernetes\.io\/name=mongo, and its own pods have app=mongo/u,
      fixed: {
        title: /^Select the pods' own labels \(only if there is a node for each member\)$/u,
        text: mongo(required('labelSelector: { matchLabels: { app: mongo } }')),
      },
    },
    {
      name: 'a spread constraint with the old name',
      text: mongo(spread('⟦labelSelector⟧: { matchLabels: { app: mongodb } }')),
      message: /^The spread constraint of StatefulSet 'mongo' selects pods with app=mongodb/u,
      fixed: {
        title: /^Select the pods' own labels$/u,
        text: mongo(spread('labelSelector: { matchLabels: { app: mongo } }')),
      },
    },
    {
      name: 'an expression over the old key',
      text: mongo(required('⟦labelSelector⟧: { matchExpressions: [{ key: k8s-app, operator: In, values: [mongo] }] }')),
      message: /pods with k8s-app in \(mongo\)/u,
      fixed: { text: mongo(required('labelSelector: { matchLabels: { app: mongo } }')) },
    },
    {
      name: 'no selector at all',
      text: mongo(spread('nodeTaintsPolicy: Honor').replace('maxSkew: 1', '⟦maxSkew: 1⟧')),
      message: /selects no pods at all/u,
    },
  ],
  silent: [
    { name: 'its own labels', text: mongo(required('labelSelector: { matchLabels: { app: mongo } }')) },
    { name: 'everything', text: mongo(required('labelSelector: {}')) },
    { name: 'one member', text: mongo(required('labelSelector: { matchLabels: { app: mongodb } }'), 1) },
    {
      name: 'one of two matches',
      text: mongo(
        required('labelSelector: { matchLabels: { app: mongodb } }') +
          spread('labelSelector: { matchLabels: { app: mongo } }'),
      ),
    },
    {
      name: 'pods of another name, out of sight',
      text: mongo(required('labelSelector: { matchLabels: { app: kafka } }')),
    },
    {
      name: 'another workload in sight',
      text: `${mongo(required('labelSelector: { matchLabels: { app: mongo-web } }'))}---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: mongo-web } }
  template:
    metadata: { labels: { app: mongo-web } }
    spec: { containers: [{ name: web, image: nginx }] }
`,
    },
    {
      name: 'all that are not of its kind',
      text: mongo(required('labelSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [mongo] }] }')),
    },
    {
      name: 'other namespaces',
      text: mongo(required('labelSelector: { matchLabels: { app: mongodb } }\n        namespaces: [other]')),
    },
    {
      name: 'a templated selector',
      text: mongo(required('labelSelector: { matchLabels: { app: "{{ .Values.app }}" } }')),
    },
    {
      name: 'templated labels',
      text: mongo(required('labelSelector: { matchLabels: { app: mongodb } }')).replace(
        /labels:\n {8}app: mongo/u,
        'labels:\n        app: {{ .Values.app }}',
      ),
    },
  ],
});
