import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { budgetBlocksDrain } from './budget-blocks-drain.ts';

const mongo = (replicas: number) =>
  exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas, container: 'args: [--replSet, rs0, --bind_ip_all]' });

const budget = (rule: string, selector = 'matchLabels: { app: mongo }') => `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: mongo }
spec:
  ${rule}
  selector: { ${selector} }
`;

describeRule(budgetBlocksDrain, {
  fires: [
    {
      name: 'none may ever go',
      text: mongo(3) + budget('maxUnavailable: ⟦0⟧ # never'),
      severity: 'warning',
      message: /'mongo' \(maxUnavailable: 0\) never lets any of the 3 members of StatefulSet 'mongo' go/u,
      fixed: { title: /^Let one member go/u, text: mongo(3) + budget('maxUnavailable: 1 # never') },
    },
    {
      name: 'all must stay',
      text: mongo(3) + budget('minAvailable: ⟦3⟧ # all'),
      message: /minAvailable: 3/u,
      fixed: { text: mongo(3) + budget('maxUnavailable: 1 # all') },
    },
    { name: 'a share that is rounded up to all', text: mongo(3) + budget('minAvailable: ⟦70%⟧') },
    { name: 'the only member must stay', text: mongo(1) + budget('minAvailable: ⟦1⟧'), message: /the only member/u },
    {
      name: 'all of those of several workloads',
      text: mongo(3) + budget('minAvailable: ⟦100%⟧', 'matchExpressions: [{ key: app, operator: Exists }]'),
    },
  ],
  silent: [
    { name: 'one may go', text: mongo(3) + budget('minAvailable: 2') },
    { name: 'half of three is two', text: mongo(3) + budget('minAvailable: 50%') },
    { name: 'a share of a few that is rounded up to one', text: mongo(3) + budget('maxUnavailable: 1%') },
    { name: 'the pods of another workload', text: mongo(3) + budget('maxUnavailable: 0', 'matchLabels: { app: web }') },
    { name: 'a templated number', text: mongo(3) + budget('minAvailable: {{ .Values.least }}') },
    {
      name: 'a number of members that is templated',
      text: mongo(3).replace('replicas: 3', 'replicas: {{ .Values.members }}') + budget('minAvailable: 3'),
    },
    {
      name: 'a number that counts the pods of others too',
      text:
        mongo(3) +
        budget('minAvailable: 3') +
        '---\n' +
        mongo(3).replaceAll('name: mongo\n', 'name: more\n').replace('serviceName: mongo', 'serviceName: more'),
    },
  ],
});
