import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { noPriorityClass } from './no-priority-class.ts';

const postgres = (pod = '') => exampleSet({ name: 'postgres', image: 'postgres:17', pod });
const marked = (text: string) => text.replace('StatefulSet', '⟦StatefulSet⟧');

describeRule(noPriorityClass, {
  fires: [
    {
      name: 'none',
      text: marked(postgres()),
      severity: 'info',
      message: /StatefulSet 'postgres' have no priority class/u,
    },
    { name: 'an explicit null', text: marked(postgres('priorityClassName: null')) },
    { name: 'a Deployment', text: marked(postgres()).replace('StatefulSet', 'Deployment') },
  ],
  silent: [
    { name: 'a class', text: postgres('priorityClassName: databases') },
    { name: 'a templated class', text: postgres('priorityClassName: {{ .Values.class }}') },
    {
      name: 'a cache',
      text: exampleSet({
        name: 'redis',
        image: 'redis:7.4',
        container: 'args: [redis-server, --save, "", --appendonly, "no"]',
      }),
    },
    {
      name: 'a patch',
      text: postgres(),
      files: { 'kustomization.yaml': 'patches: [{ path: main.yaml }]\nresources: [https://example.org/base]\n' },
    },
  ],
});
