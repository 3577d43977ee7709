import { describeRule } from '../../../test/support/rule-cases.ts';
import { missesRpo } from './misses-rpo.ts';

const orders = (annotations: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
  annotations:
    ${annotations}
spec:
  serviceName: orders
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec:
      containers:
        - name: postgres
          image: postgres:18
`;

const cronJob = (schedule: string, more = '', host = 'orders') => `---
apiVersion: batch/v1
kind: CronJob
metadata: { name: dump }
spec:
  schedule: ${JSON.stringify(schedule)}
  ${more}
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - { name: dump, image: postgres:18, command: [pg_dump, --host=${host}] }
`;

const rpo = (goal: string) => orders(`plinth.dev/rpo: ${goal}`);

describeRule(missesRpo, {
  fires: [
    {
      name: 'a schedule that leaves the weekend out',
      text: rpo('⟦24h⟧') + cronJob('0 3 * * MON-FRI'),
      severity: 'warning',
      message: /may lose 24h of data at most \(plinth\.dev\/rpo\), and CronJob dump pauses for 3d between two runs/,
    },
    { name: 'a pause over night', text: rpo('⟦4h⟧') + cronJob('*/30 9-17 * * *'), message: /pauses for 15h30m/ },
    { name: 'a run a year', text: rpo('⟦7d⟧') + cronJob('@yearly'), message: /more than a year|pauses for 365d/ },
    { name: 'no backup at all', text: rpo('⟦24h⟧'), message: /nothing in sight backs it up on a schedule/ },
    {
      name: 'a backup of another database',
      text: rpo('⟦24h⟧') + cronJob('@daily', '', 'accounts'),
      message: /nothing in sight/,
    },
    { name: 'a schedule that is suspended', text: rpo('⟦24h⟧') + cronJob('@daily', 'suspend: true') },
    { name: 'no duration', text: rpo('⟦1 day⟧') + cronJob('@daily'), message: /'1 day' is no duration/ },
    {
      name: 'no duration to restore',
      text: orders('plinth.dev/rto: ⟦soon⟧'),
      message: /'soon' is no duration, so nothing is held against plinth\.dev\/rto/,
    },
    {
      name: 'the rarer of two would do, the more frequent one does not',
      text: rpo('⟦30m⟧') + cronJob('@daily') + cronJob('@hourly').replace('name: dump', 'name: often'),
      message: /CronJob often pauses for 1h/,
    },
  ],
  silent: [
    { name: 'no goal', text: orders('team: shop') },
    { name: 'a goal that is kept to the minute', text: rpo('24h') + cronJob('15 2 * * *') },
    { name: 'the more frequent of two keeps to it', text: rpo('1h') + cronJob('@daily') + cronJob('@hourly') },
    { name: 'a schedule that is templated', text: rpo('1h') + cronJob('{{ .Values.schedule }}') },
    { name: 'a goal that is templated', text: rpo('"{{ .Values.rpo }}"') },
    { name: 'a schedule that Kubernetes would refuse', text: rpo('1h') + cronJob('whenever') },
    {
      name: 'an operator’s own schedule',
      text: `${rpo('1h')}---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata: { name: nightly }
spec: { schedule: "0 0 3 * * *", cluster: { name: orders } }
`,
    },
    {
      name: 'a Velero Schedule of all namespaces that keeps to it',
      text: `${rpo('24h')}---
apiVersion: velero.io/v1
kind: Schedule
metadata: { name: all, namespace: velero }
spec: { schedule: "0 1 * * *", template: {} }
`,
    },
    {
      name: 'an overlay whose base is out of sight',
      text: rpo('24h'),
      files: { 'kustomization.yaml': 'resources: [https://example.org/base, main.yaml]\n' },
    },
    { name: 'a goal for restores alone', text: orders('plinth.dev/rto: 1h') },
  ],
});
