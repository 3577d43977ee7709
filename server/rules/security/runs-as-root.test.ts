import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { runsAsRoot } from './runs-as-root.ts';

const set = (image: string, container = '', pod = '') => exampleSet({ name: 'db', image, container, pod });
const marked = (text: string) => text.replace('- name: db', '- name: ⟦db⟧');
const CLAIM = 'volumeMounts: [{ name: data, mountPath: /data }]';

describeRule(runsAsRoot, {
  fires: [
    {
      name: 'nothing says',
      text: marked(set('postgres:17')),
      severity: 'warning',
      message: /because nothing says otherwise/u,
      fixed: {
        title: /^Run as the image's own user 999 \(only before the first start, or if the data belongs to it\)$/u,
        text: set('postgres:17', 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 999\n  runAsGroup: 999'),
      },
    },
    {
      name: 'Alpine has other numbers, and a claim a group',
      text: marked(
        set('postgres:17-alpine', CLAIM, 'volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]'),
      ),
      fixed: {
        title: /user 70 /u,
        text: set(
          'postgres:17-alpine',
          `securityContext:\n  runAsNonRoot: true\n  runAsUser: 70\n  runAsGroup: 70\n${CLAIM}`,
          'securityContext:\n  fsGroup: 70\n  fsGroupChangePolicy: OnRootMismatch\nvolumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]',
        ),
      },
    },
    {
      name: 'root by number',
      text: set('bitnami/postgresql:17', 'securityContext: { runAsUser: ⟦0⟧ }'),
      message: /is told to run as root/u,
    },
    { name: "root by the pod's word", text: set('mysql:8.4', '', 'securityContext: { runAsUser: ⟦0⟧ }') },
  ],
  silent: [
    { name: 'another user', text: set('postgres:17', 'securityContext: { runAsUser: 999 }') },
    { name: 'the pod is not root', text: set('redis:7.4', '', 'securityContext: { runAsNonRoot: true }') },
    {
      name: 'the container says otherwise than the pod',
      text: set('mongo:7.0', 'securityContext: { runAsUser: 999 }', 'securityContext: { runAsUser: 0 }'),
    },
    { name: 'an image with a user of its own', text: set('bitnami/postgresql:17') },
    { name: 'an image that nobody knows', text: set('corp/our-db:1', 'command: [postgres]') },
    { name: 'a template', text: set('postgres:17', 'securityContext: { runAsUser: {{ .Values.user }} }') },
  ],
});
