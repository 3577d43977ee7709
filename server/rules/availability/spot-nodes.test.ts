import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { spotNodes } from './spot-nodes.ts';

const postgres = (pod: string) => exampleSet({ name: 'postgres', image: 'postgres:17', pod });
const terms = (...values: readonly string[]) =>
  postgres(`affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
        - matchExpressions:
            - ${values[0] ?? ''}
${values[1] === undefined ? '' : `        - matchExpressions:\n            - ${values[1]}\n`}`);

describeRule(spotNodes, {
  fires: [
    {
      name: 'a node selector',
      text: postgres('nodeSelector: { cloud.google.com/gke-spot: ⟦"true"⟧ }'),
      severity: 'warning',
      message: /'postgres' runs on nodes that the provider takes back at any time \(cloud\.google\.com\/gke-spot\)/u,
    },
    {
      name: 'an affinity',
      text: terms('{ key: karpenter.sh/capacity-type, operator: In, values: [spot] }').replace(
        'key: karpenter.sh/capacity-type',
        '⟦key: karpenter.sh/capacity-type⟧',
      ),
    },
    {
      name: 'a toleration',
      text: postgres(
        'tolerations:\n  - { ⟦key: kubernetes.azure.com/scalesetpriority⟧, operator: Equal, value: spot, effect: NoSchedule }',
      ),
      message: /may run/u,
    },
  ],
  silent: [
    { name: 'other nodes', text: postgres('nodeSelector: { karpenter.sh/capacity-type: on-demand }') },
    {
      name: 'either kind',
      text: terms('{ key: karpenter.sh/capacity-type, operator: In, values: [spot, on-demand] }'),
    },
    {
      name: 'an alternative',
      text: terms(
        '{ key: karpenter.sh/capacity-type, operator: In, values: [spot] }',
        '{ key: disk, operator: Exists }',
      ),
    },
    { name: 'everything is tolerated', text: postgres('tolerations: [{ operator: Exists }]') },
    {
      name: 'a templated value',
      text: postgres('nodeSelector: { karpenter.sh/capacity-type: "{{ .Values.nodes }}" }'),
    },
    {
      name: 'a cache',
      text: exampleSet({
        name: 'redis',
        image: 'redis:7.4',
        container: 'args: [redis-server, --save, "", --appendonly, "no"]',
        pod: 'nodeSelector: { karpenter.sh/capacity-type: spot }',
      }),
    },
  ],
});
