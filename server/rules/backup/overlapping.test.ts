import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleJob, vacuum } from './example-job.ts';
import { overlapping } from './overlapping.ts';

const mysql = (spec: string) =>
  exampleJob({ name: 'catalog-dump', image: 'mysql:8.4', spec }).replace(
    /pg_dumpall \S+ \S+/u,
    'mysqldump -hcatalog -A',
  );

describeRule(overlapping, {
  fires: [
    {
      name: 'no policy: PostgreSQL',
      text: exampleJob({ spec: '' }).replace('spec:', '⟦spec⟧:'),
      severity: 'warning',
      message:
        /CronJob 'orders-dump' starts the next run though the last one still goes on \(concurrencyPolicy is Allow by default\)/,
      fixed: { text: exampleJob({ spec: '' }).replace("* *'\n", "* *'\n  concurrencyPolicy: Forbid\n") },
    },
    {
      name: 'Allow: MySQL',
      text: mysql('concurrencyPolicy: ⟦Allow⟧'),
      fixed: { text: mysql('concurrencyPolicy: Forbid') },
    },
    {
      name: 'Replace',
      text: mysql('concurrencyPolicy: ⟦Replace⟧'),
      message: /kills a run that still goes on when the next is due/,
      fixed: { text: mysql('concurrencyPolicy: Forbid') },
    },
    {
      name: 'an image that says by its name what it does: MongoDB',
      text: exampleJob({
        name: 'nightly',
        image: 'example.org/tools/k8s-mongo-backup:1.2',
        spec: '',
        container: '',
        pod: '',
      }).replace('spec:', '⟦spec⟧:'),
    },
    ...[
      ['Cassandra: a snapshot', 'cassandra:5.0', 'nodetool, -h, ring-0, snapshot'],
      [
        'Elasticsearch: its own interface',
        'curlimages/curl:8',
        'curl, -XPUT, "http://search:9200/_snapshot/nightly/a"',
      ],
      ['Redis: told to save', 'redis:8', 'redis-cli, -h, jobs, BGSAVE'],
      ['by way of the server’s pod', 'bitnami/kubectl:1', 'kubectl, exec, catalog-0, --, xtrabackup, --backup'],
    ].map(([name = '', image = '', words = '']) => ({
      name,
      text: exampleJob({ name: 'nightly', image, spec: '', container: `command: [${words}]` }).replace(
        'spec:',
        '⟦spec⟧:',
      ),
    })),
  ],
  silent: [
    { name: 'Forbid', text: exampleJob({}) },
    { name: 'a policy that is templated', text: exampleJob({ spec: "concurrencyPolicy: '{{ .Values.policy }}'" }) },
    {
      name: 'a CronJob that backs nothing up',
      text: vacuum(exampleJob({ spec: '' })),
    },
    {
      name: 'a Job that runs once',
      text: 'apiVersion: batch/v1\nkind: Job\nmetadata: { name: dump }\nspec: { template: { spec: { containers: [{ name: a, image: postgres:18, command: [pg_dump, -h, a] }] } } }\n',
    },
    {
      name: 'an image that only looks like it',
      text: exampleJob({ name: 'backup', image: 'example.org/web:1', spec: '', container: '', pod: '' }),
    },
  ],
});
