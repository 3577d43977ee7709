import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { privileged } from './privileged.ts';

const set = (container = '', pod = '') => exampleSet({ name: 'db', image: 'postgres:17', container, pod });

describeRule(privileged, {
  fires: [
    {
      name: 'a privileged server',
      text: set('securityContext:\n  privileged: ⟦true⟧'),
      severity: 'error',
      message: /container 'db' of StatefulSet 'db' has the power over its node/u,
      fixed: { title: /^Take the power away \(/u, text: set() },
    },
    { name: 'a capability', text: set('securityContext: { capabilities: { add: [⟦SYS_ADMIN⟧, IPC_LOCK] } }') },
    { name: "the node's processes", text: set('', 'hostPID: ⟦true⟧') },
    {
      name: 'an init container that tunes the node',
      text: set(
        '',
        'initContainers:\n  - name: tune\n    image: busybox:1.36\n    command: [sysctl, -w, vm.max_map_count=262144]\n    securityContext: { privileged: ⟦true⟧ }',
      ),
      severity: 'info',
    },
  ],
  silent: [
    { name: 'nothing of the kind', text: set() },
    { name: 'a said no', text: set('securityContext: { privileged: false }', 'hostPID: false') },
    { name: 'a small capability', text: set('securityContext: { capabilities: { add: [IPC_LOCK] } }') },
    { name: 'a template', text: set('securityContext: { privileged: {{ .Values.privileged }} }') },
  ],
});
