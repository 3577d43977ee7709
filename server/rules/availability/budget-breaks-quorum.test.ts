import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { budgetBreaksQuorum } from './budget-breaks-quorum.ts';

const budget = (name: string, rule: string) => `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${name} }
spec:
  ${rule}
  selector: { matchLabels: { app: ${name} } }
`;

const mongo = (replicas: number, rule: string, args = 'args: [--replSet, rs0]') =>
  exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas, container: args }) + budget('mongo', rule);

const galera = exampleSet({
  name: 'galera',
  image: 'mariadb:11.4',
  replicas: 3,
  container: 'args: [--wsrep-on=ON, "--wsrep-cluster-address=gcomm://galera-0.galera,galera-1.galera,galera-2.galera"]',
});

const search = (version: string) =>
  exampleSet({
    name: 'search',
    image: `elasticsearch:${version}`,
    replicas: 3,
    container: 'env:\n  - { name: discovery.seed_hosts, value: search }',
  });

describeRule(budgetBreaksQuorum, {
  fires: [
    {
      name: 'two of three voters',
      text: mongo(3, 'maxUnavailable: ⟦2⟧'),
      severity: 'warning',
      message:
        /lets 2 of the 3 voting members of the replica set of StatefulSet 'mongo' go at once, and 2 are a majority/u,
      fixed: { text: mongo(3, 'maxUnavailable: 1') },
    },
    {
      name: 'one of five must stay',
      text: mongo(5, 'minAvailable: ⟦1⟧'),
      message: /lets 4 of the 5/u,
      fixed: { text: mongo(5, 'maxUnavailable: 1') },
    },
    { name: 'half of three, rounded up', text: galera + budget('galera', 'maxUnavailable: ⟦50%⟧'), message: /Galera/u },
    { name: 'nodes that elect a master', text: search('8.15.0') + budget('search', 'minAvailable: ⟦1⟧') },
  ],
  silent: [
    { name: 'a majority stays', text: mongo(5, 'maxUnavailable: 2') },
    { name: 'two members: any loss is the majority', text: mongo(2, 'maxUnavailable: 1') },
    { name: 'no votes', text: mongo(3, 'maxUnavailable: 2', '') },
    {
      name: 'a ring without a leader',
      text:
        exampleSet({
          name: 'ring',
          image: 'cassandra:5.0',
          replicas: 3,
          container: 'env: [{ name: CASSANDRA_SEEDS, value: ring-0.ring }]',
        }) + budget('ring', 'maxUnavailable: 2'),
    },
    { name: 'a templated number', text: mongo(3, 'maxUnavailable: {{ .Values.most }}') },
  ],
});
