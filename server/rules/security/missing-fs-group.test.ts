import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { missingFsGroup } from './missing-fs-group.ts';

const CLAIM = 'volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]';
const set = (pod: string, container = '', image = 'postgres:17') =>
  exampleSet({
    name: 'db',
    image,
    pod,
    container: `volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]\n${container}`,
  });

describeRule(missingFsGroup, {
  fires: [
    {
      name: "the image's user by the pod's word",
      text: set(`securityContext:\n  runAsUser: ⟦999⟧\n${CLAIM}`),
      severity: 'warning',
      message: /runs as user 999, and no fsGroup/u,
      fixed: {
        title: /^Give the volume to the group 999 \(/u,
        text: set(
          `securityContext:\n  runAsUser: 999\n  fsGroup: 999\n  fsGroupChangePolicy: OnRootMismatch\n${CLAIM}`,
        ),
      },
    },
    {
      name: 'a group of its own',
      text: set(`securityContext:\n  runAsUser: ⟦5000⟧\n  runAsGroup: 6000\n${CLAIM}`),
      fixed: {
        title: /group 6000/u,
        text: set(
          `securityContext:\n  runAsUser: 5000\n  runAsGroup: 6000\n  fsGroup: 6000\n  fsGroupChangePolicy: OnRootMismatch\n${CLAIM}`,
        ),
      },
    },
    { name: "the container's word", text: set(CLAIM, 'securityContext: { runAsUser: ⟦999⟧ }') },
  ],
  silent: [
    { name: 'a group', text: set(`securityContext: { runAsUser: 999, fsGroup: 999 }\n${CLAIM}`) },
    { name: 'root', text: set(`securityContext: { runAsUser: 0 }\n${CLAIM}`) },
    { name: 'no claim', text: set('securityContext: { runAsUser: 999 }\nvolumes: [{ name: data, emptyDir: {} }]') },
    {
      name: 'an init container that hands it over',
      text: set(
        `securityContext: { runAsUser: 999 }\ninitContainers:\n  - name: own\n    image: busybox:1.36\n    command: [chown, -R, '999', /data]\n    volumeMounts: [{ name: data, mountPath: /data }]\n${CLAIM}`,
      ),
    },
    { name: 'a template', text: set(`securityContext: { runAsUser: 999, fsGroup: {{ .Values.group }} }\n${CLAIM}`) },
  ],
});
