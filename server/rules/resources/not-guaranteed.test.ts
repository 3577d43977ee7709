import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { notGuaranteed } from './not-guaranteed.ts';

const postgres = (request: string, limit: string) =>
  exampleSet({
    name: 'postgres',
    image: 'postgres:17',
    container: `resources:\n  requests: { cpu: 1, memory: ${request} }\n  limits: { memory: ${limit} }\n`,
  });

describeRule(notGuaranteed, {
  fires: [
    {
      name: 'half of it is borrowed',
      text: postgres('⟦1Gi⟧', '2Gi'),
      severity: 'info',
      message: /may use 2 GiB and has only 1 GiB set aside/u,
      fixed: { title: /^Request the whole 2Gi \(only if/u, text: postgres('2Gi', '2Gi') },
    },
    { name: 'other units', text: postgres('⟦512Mi⟧', '1G'), message: /953\.7 MiB and has only 512 MiB/u },
    { name: 'plain bytes', text: postgres('⟦1000000000⟧', '2Gi'), fixed: { text: postgres('2Gi', '2Gi') } },
  ],
  silent: [
    { name: 'equal', text: postgres('2Gi', '2Gi') },
    { name: 'equal in other units', text: postgres('2Gi', '2048Mi') },
    { name: 'a limit alone is the request', text: postgres('1Gi', '2Gi').replace(', memory: 1Gi', '') },
    { name: 'a templated request', text: postgres('"{{ .Values.memory }}"', '2Gi') },
    {
      name: 'a cache',
      text: exampleSet({
        name: 'redis',
        image: 'redis:7.4',
        container: `args: [redis-server, --save, "", --appendonly, "no"]
resources: { requests: { memory: 1Gi }, limits: { memory: 2Gi } }
`,
      }),
    },
  ],
});
