import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { evenMembers } from './even-members.ts';

const mongo = (replicas: string, name = 'mongo', args = '[--replSet, rs0]') =>
  exampleSet({ name, image: 'mongo:7.0', replicas: 3, container: `args: ${args}` }).replace(
    'replicas: 3',
    `replicas: ${replicas}`,
  );
const galera = (replicas: string) =>
  exampleSet({
    name: 'galera',
    image: 'mariadb:11.4',
    replicas: 3,
    container: 'args: [--wsrep-on=ON, "--wsrep-cluster-address=gcomm://galera-0.galera,galera-1.galera"]',
  }).replace('replicas: 3', `replicas: ${replicas}`);
const search = (version: string, replicas: string) =>
  exampleSet({
    name: 'search',
    image: `elasticsearch:${version}`,
    replicas: 3,
    container: 'env:\n  - { name: discovery.zen.ping.unicast.hosts, value: search }',
  }).replace('replicas: 3', `replicas: ${replicas}`);

describeRule(evenMembers, {
  fires: [
    {
      name: 'two voters',
      text: mongo('⟦2⟧'),
      severity: 'warning',
      message: /^2 voting members of the replica set of StatefulSet 'mongo' tolerate the loss of none/u,
      fixed: { title: /^Make it 3 members \(only/u, text: mongo('3'), others: ['availability/no-zone-spread'] },
    },
    { name: 'four of Galera', text: galera('⟦4⟧'), message: /^4 members of the Galera cluster.* of 1, as 3 would/u },
    { name: 'old Elasticsearch', text: search('6.8.23', '⟦2⟧'), message: /master-eligible nodes/u },
  ],
  silent: [
    { name: 'three', text: mongo('3') },
    { name: 'no group', text: mongo('2', 'mongo', '[]') },
    { name: 'an arbiter beside them', text: `${mongo('2')}---\n${mongo('1', 'mongo-arbiter')}` },
    { name: 'others of the same group', text: `${mongo('2')}---\n${mongo('1', 'more')}` },
    { name: 'Elasticsearch evens out by itself', text: search('8.15.0', '2') },
    { name: 'more than can vote', text: mongo('8') },
    { name: 'a templated number', text: mongo('{{ .Values.members }}') },
    {
      name: 'a ring without votes',
      text: exampleSet({
        name: 'ring',
        image: 'cassandra:5.0',
        replicas: 4,
        container: 'env: [{ name: CASSANDRA_SEEDS, value: ring-0.ring }]',
      }),
    },
  ],
});
