import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { noZoneSpread } from './no-zone-spread.ts';

const mongo = (pod = '', replicas = '3') =>
  exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas: 3, container: 'args: [--replSet, rs0]', pod }).replace(
    'replicas: 3',
    `replicas: ${replicas}`,
  );

const constraint = (topologyKey: string, when: string) => `  - maxSkew: 1
    topologyKey: ${topologyKey}
    whenUnsatisfiable: ${when}
    labelSelector:
      matchLabels:
        app: mongo
`;
const hosts = `topologySpreadConstraints:\n${constraint('kubernetes.io/hostname', 'DoNotSchedule')}`;
const zone = 'topology.kubernetes.io/zone';

describeRule(noZoneSpread, {
  fires: [
    {
      name: 'spread over nodes only',
      text: mongo(hosts, '⟦3⟧'),
      severity: 'info',
      message: /spreads the 3 MongoDB members of StatefulSet 'mongo' over zones/u,
      fixed: { title: /^Spread the members/u, text: mongo(hosts + constraint(zone, 'ScheduleAnyway')) },
    },
    { name: 'not spread at all', text: mongo('', '⟦5⟧') },
    {
      name: 'a cluster with two zones',
      text: mongo('', '⟦3⟧'),
      cluster: { context: 'kind', zones: ['a', 'b'] },
    },
  ],
  silent: [
    { name: 'two members', text: mongo('', '2') },
    { name: 'spread over zones', text: mongo(`topologySpreadConstraints:\n${constraint(zone, 'DoNotSchedule')}`) },
    {
      name: 'under the old name',
      text: mongo(
        `topologySpreadConstraints:\n${constraint('failure-domain.beta.kubernetes.io/zone', 'DoNotSchedule')}`,
      ),
    },
    { name: 'a zone of its own choice', text: mongo(`nodeSelector: { ${zone}: eu-west-1a }`) },
    { name: 'a cluster with one zone', text: mongo(), cluster: { context: 'kind', zones: ['a'] } },
    { name: 'templated constraints', text: mongo('topologySpreadConstraints: {{ .Values.spread | toJson }}') },
  ],
});
