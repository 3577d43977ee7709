import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleJob, vacuum } from './example-job.ts';
import { suspended } from './suspended.ts';

const suspend = (value: string) => exampleJob({ spec: `concurrencyPolicy: Forbid\nsuspend: ${value}` });

describeRule(suspended, {
  fires: [
    { name: 'a CronJob', text: suspend('⟦true⟧'), severity: 'warning', message: /CronJob 'orders-dump' is suspended/ },
    {
      name: 'a Job',
      text: 'apiVersion: batch/v1\nkind: Job\nmetadata: { name: dump }\nspec: { suspend: ⟦true⟧, template: { spec: { containers: [{ name: a, image: mongo:8, command: [mongodump, -h, a] }] } } }\n',
    },
    {
      name: 'another engine',
      text: suspend('⟦true⟧')
        .replace('postgres:18', 'redis:8')
        .replace(/pg_dumpall \S+ \S+/u, 'redis-cli --rdb -'),
    },
  ],
  silent: [
    { name: 'false', text: suspend('false') },
    { name: 'nothing', text: exampleJob({}) },
    { name: 'a template', text: suspend('{{ .Values.suspend }}') },
    {
      name: 'a CronJob that backs nothing up',
      text: vacuum(suspend('true')),
    },
  ],
});
