import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { serviceAccountToken } from './service-account-token.ts';

const set = (pod = '', image = 'postgres:17', container = '') => exampleSet({ name: 'db', image, pod, container });
const marked = (text: string) => text.replace('StatefulSet', '⟦StatefulSet⟧');

describeRule(serviceAccountToken, {
  fires: [
    {
      name: 'nothing says',
      text: marked(set('securityContext: { runAsUser: 999 }')),
      severity: 'info',
      message: /hold a token for the API server/u,
      fixed: {
        title: /^Give the pods no token$/u,
        text: set('automountServiceAccountToken: false\nsecurityContext: { runAsUser: 999 }'),
      },
    },
    { name: 'the default account by name', text: marked(set('serviceAccountName: default')) },
    { name: 'asked for', text: set('automountServiceAccountToken: ⟦true⟧', 'redis:7.4') },
  ],
  silent: [
    { name: 'none', text: set('automountServiceAccountToken: false') },
    { name: 'an account of its own', text: set('serviceAccountName: postgres') },
    {
      name: 'an account that gives none',
      text: `${set()}---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: default }\nautomountServiceAccountToken: false\n`,
    },
    { name: 'an image that asks the API server', text: set('', 'ghcr.io/zalando/spilo-16:3.3-p1') },
    { name: 'a script that may', text: set('', 'postgres:17', "command: [sh, -c, 'exec postgres']") },
    { name: 'a template', text: set('automountServiceAccountToken: {{ .Values.token }}') },
  ],
});
