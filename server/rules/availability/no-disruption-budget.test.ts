import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { noDisruptionBudget } from './no-disruption-budget.ts';

const mongo = (replicas: number | string) =>
  exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas: 3, container: 'args: [--replSet, rs0]' }).replace(
    'replicas: 3',
    `replicas: ${replicas}`,
  );

const budget = (selector: string) => `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: mongo
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      ${selector}
`;

describeRule(noDisruptionBudget, {
  fires: [
    {
      name: 'three members without a budget',
      text: mongo('⟦3⟧'),
      severity: 'warning',
      message: /No PodDisruptionBudget selects the 3 MongoDB pods of StatefulSet 'mongo'/u,
      fixed: {
        title: /^Create the PodDisruptionBudget 'mongo' \(only if/u,
        text: mongo(3) + budget('app: mongo'),
      },
    },
    { name: 'a budget of others', text: mongo('⟦3⟧') + budget('app: web') },
    {
      name: 'two members',
      text: exampleSet({
        name: 'redis',
        image: 'redis:7.4',
        container: 'args: [redis-server, --cluster-enabled, "yes"]',
      }).replace('  selector', '  replicas: ⟦2⟧\n  selector'),
    },
  ],
  silent: [
    { name: 'one member', text: mongo(1) },
    { name: 'a budget selects them', text: mongo(3) + budget('app: mongo') },
    { name: 'a budget in another file', text: mongo(3), files: { 'pdb.yaml': budget('app: mongo') } },
    { name: 'a budget with a templated selector', text: mongo(3) + budget('app: {{ .Values.app }}') },
    { name: 'a templated number of members', text: mongo('{{ .Values.members }}') },
    {
      name: 'servers that know nothing of each other',
      text: exampleSet({ name: 'redis', image: 'redis:7.4', replicas: 3 }),
    },
    {
      name: 'an overlay whose base is out of sight',
      text: mongo(3),
      files: { 'kustomization.yaml': 'resources: [https://example.org/base, main.yaml]\n' },
    },
  ],
});
