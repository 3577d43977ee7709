import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { missingRequests } from './missing-requests.ts';

const redis = (container = '', pod = '') => exampleSet({ name: 'redis', image: 'redis:7.4', container, pod });
const bare = redis().replace('- name: redis', '- name: ⟦redis⟧');

describeRule(missingRequests, {
  fires: [
    {
      name: 'nothing at all',
      text: bare,
      severity: 'warning',
      message: /^Redis \(container 'redis'\) requests no CPU and no memory, and has no memory limit/u,
      fixed: {
        title: /^Request what Redis needs at least: cpu 100m, memory 128Mi$/u,
        text: redis('resources:\n  requests:\n    cpu: 100m\n    memory: 128Mi\n'),
        // First the request, then a limit to go with it.
        others: ['resources/missing-memory-limit'],
      },
    },
    {
      name: 'CPU alone is missing',
      text: redis('⟦resources⟧:\n  requests: { memory: 1Gi }\n  limits: { memory: 1Gi }\n'),
      message: /requests no CPU: it may land on a busy node/u,
      fixed: { text: redis('resources:\n  requests: { memory: 1Gi, cpu: 100m }\n  limits: { memory: 1Gi }\n') },
    },
    {
      name: 'a CPU limit alone',
      text: redis('⟦resources⟧:\n  limits: { cpu: "1" }\n'),
      message: /requests no memory, and has no memory limit/u,
    },
    { name: 'an empty map', text: redis('⟦resources⟧: {}') },
    {
      name: 'a bare Pod',
      text: 'apiVersion: v1\nkind: Pod\nmetadata: { name: db }\nspec: { containers: [{ name: ⟦db⟧, image: "mysql:8.4" }] }\n',
      fixed: {
        title: /\(only before the pod is created\)$/u,
        text: 'apiVersion: v1\nkind: Pod\nmetadata: { name: db }\nspec: { containers: [{ name: db, image: "mysql:8.4", resources: { requests: { cpu: 250m, memory: 512Mi } } }] }\n',
        others: ['resources/missing-memory-limit'],
      },
    },
  ],
  silent: [
    { name: 'both requested', text: redis('resources: { requests: { cpu: 1, memory: 1Gi } }') },
    { name: 'limits are requests, too', text: redis('resources: { limits: { cpu: 1, memory: 1Gi } }') },
    { name: 'for the whole pod', text: redis('', 'resources: { requests: { cpu: 1, memory: 1Gi } }') },
    { name: 'a template', text: redis('resources: {{ .Values.resources | toJson }}') },
    {
      name: 'a LimitRange fills them in',
      text: `${redis()}---\napiVersion: v1\nkind: LimitRange\nmetadata: { name: all }\nspec: { limits: [{ type: Container, defaultRequest: { cpu: 1 } }] }\n`,
    },
    {
      name: 'the server of a job',
      text: 'apiVersion: batch/v1\nkind: Job\nmetadata: { name: test }\nspec: { template: { spec: { containers: [{ name: db, image: "postgres:17" }] } } }\n',
    },
  ],
});
