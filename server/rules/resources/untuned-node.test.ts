import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { untunedNode } from './untuned-node.ts';

const search = (pod = '', container = '') =>
  exampleSet({ name: 'search', image: 'elasticsearch:8.15.0', pod, container });
const marked = (text: string) => text.replace('StatefulSet', '⟦StatefulSet⟧');

describeRule(untunedNode, {
  fires: [
    {
      name: 'Elasticsearch',
      text: marked(search()),
      severity: 'info',
      message: /wants vm\.max_map_count ≥ 262144 on its node, and nothing in sight sets it/u,
    },
    {
      name: 'Redis: one of two is set',
      text: marked(
        exampleSet({
          name: 'redis',
          image: 'redis:7.4',
          pod: 'initContainers: [{ name: sysctl, image: busybox, command: [sysctl, -w, vm.overcommit_memory=1] }]',
        }),
      ),
      message: /wants transparent_hugepage\/enabled = never \(or madvise\) on its node, and nothing in sight sets it/u,
    },
    { name: 'MongoDB 7', text: marked(exampleSet({ name: 'mongo', image: 'mongo:7.0' })) },
    { name: 'Cassandra', text: marked(exampleSet({ name: 'ring', image: 'cassandra:5.0' })), message: /1048575/u },
  ],
  silent: [
    {
      name: 'an init container',
      text: search('initContainers: [{ name: s, image: busybox, command: [sysctl, -w, vm.max_map_count=262144] }]'),
    },
    { name: 'chosen nodes', text: search('nodeSelector: { pool: search }') },
    { name: 'nothing is mapped', text: search('', 'env: [{ name: node.store.allow_mmap, value: "false" }]') },
    {
      name: 'a DaemonSet',
      text: `${search()}---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: tune }
spec: { template: { spec: { containers: [{ name: tune, image: busybox, args: [sysctl, -w, vm.max_map_count=262144] }] } } }
`,
    },
    { name: 'MongoDB 8', text: exampleSet({ name: 'mongo', image: 'mongo:8.0' }) },
    { name: 'an engine without such needs', text: exampleSet({ name: 'db', image: 'postgres:17' }) },
    {
      name: 'a cache',
      text: exampleSet({
        name: 'redis',
        image: 'redis:7.4',
        container: 'args: [redis-server, --save, "", --appendonly, "no"]',
      }),
    },
  ],
});
