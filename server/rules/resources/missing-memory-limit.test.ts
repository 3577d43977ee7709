import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { missingMemoryLimit } from './missing-memory-limit.ts';

const postgres = (resources: string, pod = '') =>
  exampleSet({ name: 'postgres', image: 'postgres:17', container: resources, pod });

describeRule(missingMemoryLimit, {
  fires: [
    {
      name: 'requests without limits',
      text: postgres('⟦resources⟧:\n  requests: { cpu: 1, memory: 2Gi } # asked\n'),
      severity: 'warning',
      message: /^PostgreSQL \(container 'postgres'\) has no memory limit/u,
      fixed: {
        title: /^Limit memory to what is requested, 2Gi \(only if the server never uses more\)$/u,
        text: postgres('resources:\n  requests: { cpu: 1, memory: 2Gi } # asked\n  limits:\n    memory: 2Gi\n'),
      },
    },
    {
      name: 'a CPU limit alone',
      text: postgres('resources:\n  requests: { cpu: 1, memory: 2Gi }\n  ⟦limits⟧: { cpu: 2 }\n'),
      fixed: { text: postgres('resources:\n  requests: { cpu: 1, memory: 2Gi }\n  limits: { cpu: 2, memory: 2Gi }\n') },
    },
    { name: 'nothing at all', text: postgres('').replace('- name: postgres', '- name: ⟦postgres⟧') },
  ],
  silent: [
    { name: 'a limit', text: postgres('resources: { limits: { memory: 2Gi } }') },
    { name: 'a limit of the whole pod', text: postgres('', 'resources: { limits: { memory: 2Gi } }') },
    { name: 'a templated limit', text: postgres('resources: { limits: { memory: "{{ .Values.memory }}" } }') },
    {
      name: 'meant to be thrown away',
      text: postgres('').replace(
        '  name: postgres\n',
        '  name: postgres\n  annotations: { plinth.dev/ephemeral: tests }\n',
      ),
    },
  ],
});
