import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { memoryOverLimit } from './memory-over-limit.ts';

const limited = (name: string, image: string, limit: string, container: string) =>
  exampleSet({
    name,
    image,
    container: `${container}\nresources:\n  requests: { cpu: 1, memory: ${limit} }\n  limits: { memory: ${limit} }\n`,
  });

const mounted = (file: string, text: string) => `---
apiVersion: v1
kind: ConfigMap
metadata: { name: conf }
data:
  ${file}: |
${text.replaceAll(/^/gmu, '    ')}
`;
const withFile = (name: string, image: string, limit: string, directory: string, container = '') =>
  exampleSet({
    name,
    image,
    pod: 'volumes: [{ name: conf, configMap: { name: conf } }]',
    container: `${container}
volumeMounts: [{ name: conf, mountPath: ${directory} }]
resources: { requests: { cpu: 1, memory: ${limit} }, limits: { memory: ${limit} } }
`,
  });

const search = (options: string) =>
  limited('search', 'elasticsearch:8.15.0', '2Gi', `env:\n  - name: ES_JAVA_OPTS\n    value: ${options}`);
const mysql = (size: string) =>
  withFile('mysql', 'mysql:8.4', '1Gi', '/etc/mysql/conf.d') +
  mounted('my.cnf', `[mysqld]\nmax_connections = 200\n${size}`);

describeRule(memoryOverLimit, {
  fires: [
    {
      name: 'PostgreSQL: an argument',
      text: limited('pg', 'postgres:17', '1Gi', 'args: [-c, ⟦shared_buffers=2GB⟧]'),
      severity: 'error',
      message: /shared_buffers 2GB is 2 GiB, 200 % of the memory limit of 1 GiB, so nothing is left/u,
      fixed: {
        title: /^Lower shared_buffers to 256 MiB, 25 % of the limit$/u,
        text: limited('pg', 'postgres:17', '1Gi', 'args: [-c, shared_buffers=256MB]'),
      },
    },
    {
      name: 'PostgreSQL: blocks of 8 kB',
      text: limited('pg', 'postgres:17', '1Gi', 'args: [-c, ⟦shared_buffers=131072⟧]'),
      message: /131072 is 1 GiB, 100 %/u,
    },
    {
      name: 'MySQL: a mounted file',
      text: mysql('⟦innodb_buffer_pool_size = 1G⟧'),
      message: /innodb_buffer_pool_size 1G is 1 GiB/u,
      fixed: { text: mysql('innodb_buffer_pool_size = 512M') },
    },
    {
      name: 'MariaDB: nearly all of it',
      text: limited('maria', 'mariadb:11.4', '1Gi', 'args: [⟦--innodb-buffer-pool-size=1000M⟧]'),
      severity: 'warning',
      message: /98 % of the memory limit of 1 GiB, which leaves 24 MiB for all else/u,
      fixed: { text: limited('maria', 'mariadb:11.4', '1Gi', 'args: [--innodb-buffer-pool-size=512M]') },
    },
    {
      name: 'MongoDB',
      text: limited('mongo', 'mongo:7.0', '2Gi', 'args: [--wiredTigerCacheSizeGB, ⟦"4"⟧]'),
      message: /cacheSizeGB 4 is 4 GiB/u,
      fixed: { text: limited('mongo', 'mongo:7.0', '2Gi', 'args: [--wiredTigerCacheSizeGB, "0.5"]') },
    },
    {
      name: 'Redis: the data themselves, so the fix is careful',
      text: limited('redis', 'redis:7.4', '1Gi', 'args: [redis-server, --maxmemory, ⟦2gb⟧]'),
      message: /maxmemory 2gb is 2 GiB/u,
      fixed: {
        title: /\(only if the data fit\)$/u,
        text: limited('redis', 'redis:7.4', '1Gi', 'args: [redis-server, --maxmemory, 614mb]'),
      },
    },
    {
      name: 'Elasticsearch: both ends of the heap',
      text: search('-Xms2g -Xmx⟦2g⟧ -Dfoo=bar'),
      message: /-Xmx 2g is 2 GiB, 100 %/u,
      fixed: { text: search('-Xms1024m -Xmx1024m -Dfoo=bar') },
    },
    {
      name: 'Cassandra',
      text: limited(
        'ring',
        'cassandra:5.0',
        '4Gi',
        'env:\n  - { name: MAX_HEAP_SIZE, value: ⟦8G⟧ }\n  - { name: HEAP_NEWSIZE, value: 800M }',
      ),
      message: /MAX_HEAP_SIZE 8G is 8 GiB/u,
      fixed: {
        text: limited(
          'ring',
          'cassandra:5.0',
          '4Gi',
          'env:\n  - { name: MAX_HEAP_SIZE, value: 1024M }\n  - { name: HEAP_NEWSIZE, value: 256M }',
        ),
      },
    },
  ],
  silent: [
    { name: 'a quarter', text: limited('pg', 'postgres:17', '1Gi', 'args: [-c, shared_buffers=256MB]') },
    { name: 'half', text: mysql('innodb_buffer_pool_size = 512M') },
    { name: 'a comment', text: mysql('# innodb_buffer_pool_size = 8G') },
    {
      name: 'no limit',
      text: exampleSet({ name: 'pg', image: 'postgres:17', container: 'args: [-c, shared_buffers=8GB]' }),
    },
    {
      name: 'a templated limit',
      text: limited('pg', 'postgres:17', '"{{ .Values.memory }}"', 'args: [-c, shared_buffers=8GB]'),
    },
    {
      name: 'a templated size',
      text: limited('pg', 'postgres:17', '1Gi', 'args: [-c, "shared_buffers={{ .Values.buffers }}"]'),
    },
    {
      name: 'huge pages are counted elsewhere',
      text: limited('pg', 'postgres:17', '1Gi', 'args: [-c, shared_buffers=8GB, -c, huge_pages=on]'),
    },
    { name: 'no bound', text: limited('redis', 'redis:7.4', '1Gi', 'args: [redis-server, --maxmemory, "0"]') },
    { name: 'no size', text: limited('redis', 'redis:7.4', '1Gi', 'args: [redis-server, --maxmemory, lots]') },
    {
      name: 'a heap that is commented out in an option file',
      text:
        withFile('search', 'elasticsearch:8.15.0', '2Gi', '/usr/share/elasticsearch/config/jvm.options.d') +
        mounted('heap.options', '# -Xmx4g\n-Xmx1g'),
    },
  ],
});
