import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { noAntiAffinity } from './no-anti-affinity.ts';

const mongo = (pod = '', replicas = '3') =>
  exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas: 3, container: 'args: [--replSet, rs0]', pod }).replace(
    'replicas: 3',
    `replicas: ${replicas}`,
  );

const zones = `affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
        - matchExpressions:
            - { key: disk, operator: In, values: [ssd] }
`;

const apart = `podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              app: mongo
`;

const spread = (topologyKey: string) => `topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: ${topologyKey}
    whenUnsatisfiable: DoNotSchedule
    labelSelector: { matchLabels: { app: mongo } }
`;

describeRule(noAntiAffinity, {
  fires: [
    {
      name: 'three members of a replica set',
      text: mongo('', '⟦3⟧'),
      severity: 'warning',
      message: /keeps the 3 MongoDB members of StatefulSet 'mongo' on different nodes/u,
      fixed: {
        title: /^Prefer a node of its own for each member$/u,
        text: mongo().replace(
          '    spec:\n',
          `    spec:\n      affinity:\n        ${apart.replaceAll('\n', '\n      ').trimEnd()}\n`,
        ),
      },
    },
    {
      name: 'an affinity to nodes says nothing of the members',
      text: mongo(zones, '⟦3⟧'),
      fixed: { text: mongo(`${zones}  ${apart}`) },
    },
    { name: 'a spread over racks alone', text: mongo(spread('example.com/rack'), '⟦3⟧') },
  ],
  silent: [
    { name: 'one member', text: mongo('', '1') },
    { name: 'kept apart by nodes', text: mongo(`affinity:\n  ${apart}`) },
    { name: 'spread over nodes', text: mongo(spread('kubernetes.io/hostname')) },
    { name: 'spread over zones', text: mongo(spread('topology.kubernetes.io/zone')) },
    { name: 'a templated affinity', text: mongo('affinity: {{ .Values.affinity | toJson }}') },
    { name: 'a topology that is templated', text: mongo(spread('"{{ .Values.topology }}"')) },
    { name: 'the network of the node', text: mongo('hostNetwork: true') },
    {
      name: 'a port of the node',
      text: mongo().replace('args:', 'ports: [{ containerPort: 27017, hostPort: 27017 }]\n          args:'),
    },
    {
      name: 'meant to be thrown away',
      text: mongo().replace('  name: mongo\n', '  name: mongo\n  annotations: { plinth.dev/ephemeral: tests }\n'),
    },
    {
      name: 'servers that know nothing of each other',
      text: exampleSet({ name: 'redis', image: 'redis:7.4', replicas: 3 }),
    },
  ],
});
