import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { limitOverHalfDefault } from './limit-over-half-default.ts';

const limited = (image: string, limit: string, container = '') =>
  exampleSet({ name: 'db', image, container: `${container}\nresources: { limits: { cpu: 1, memory: ${limit} } }\n` });

describeRule(limitOverHalfDefault, {
  fires: [
    {
      name: 'MongoDB',
      text: limited('mongo:7.0', '⟦4Gi⟧', 'args: [--replSet, rs0]'),
      severity: 'info',
      message: /chooses its cache by itself.*\(1\.5 GB here/u,
      fixed: {
        title: /^Say it: --wiredTigerCacheSizeGB 1\.5$/u,
        text: limited('mongo:7.0', '4Gi', 'args: [--replSet, rs0, --wiredTigerCacheSizeGB, "1.5"]'),
      },
    },
    {
      name: 'MongoDB by a script',
      text: limited('mongo:7.0', '⟦1Gi⟧', 'command: [sh, -c, "exec mongod --replSet rs0"]'),
    },
    {
      name: 'Cassandra',
      text: limited('cassandra:5.0', '⟦4Gi⟧', 'env:\n  - { name: CASSANDRA_SEEDS, value: db-0.db }\n'),
      message: /sizes its heap by the memory of the node/u,
      fixed: {
        title: /^Say it: MAX_HEAP_SIZE=1024M$/u,
        text: limited(
          'cassandra:5.0',
          '4Gi',
          'env:\n  - { name: CASSANDRA_SEEDS, value: db-0.db }\n  - name: MAX_HEAP_SIZE\n    value: 1024M\n  - name: HEAP_NEWSIZE\n    value: 256M\n',
        ),
      },
    },
    { name: 'Elasticsearch 6', text: limited('elasticsearch:6.8.23', '⟦4Gi⟧'), message: /a heap of 1 GB whatever/u },
  ],
  silent: [
    { name: 'no limit', text: exampleSet({ name: 'db', image: 'mongo:7.0' }) },
    { name: 'said', text: limited('mongo:7.0', '4Gi', 'args: [--wiredTigerCacheSizeGB=1]') },
    { name: 'Elasticsearch 8 sees the limit', text: limited('elasticsearch:8.15.0', '4Gi') },
    { name: 'a heap is said', text: limited('cassandra:5.0', '4Gi', 'env: [{ name: MAX_HEAP_SIZE, value: 1G }]') },
    { name: 'a templated limit', text: limited('mongo:7.0', '"{{ .Values.memory }}"') },
    { name: 'another engine', text: limited('postgres:17', '4Gi') },
    {
      name: 'a configuration out of sight',
      text: limited(
        'mongo:7.0',
        '4Gi',
        'args: [--config, /conf/mongod.conf]\nvolumeMounts: [{ name: conf, mountPath: /conf }]',
      ).replace(
        '      containers:',
        '      volumes: [{ name: conf, configMap: { name: elsewhere } }]\n      containers:',
      ),
    },
  ],
});
