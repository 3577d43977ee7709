import { describeRule } from '../../../test/support/rule-cases.ts';
import { removedApiOfBackup } from './removed-api.ts';

describeRule(removedApiOfBackup, {
  fires: [
    {
      name: 'a CronJob of the first beta',
      text: `apiVersion: ⟦batch/v1beta1⟧
kind: CronJob
metadata:
  name: db-backup
spec:
  schedule: 0 2 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: dump
              image: postgres:16.4
              command: [sh, -c, pg_dump -h db shop > /backup/shop.sql]
`,
      message: /the backup job is neither created/,
      severity: 'error',
      fixed: {
        title: /Use batch\/v1/,
        text: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: db-backup
spec:
  schedule: 0 2 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: dump
              image: postgres:16.4
              command: [sh, -c, pg_dump -h db shop > /backup/shop.sql]
`,
      },
    },
    {
      name: 'of the alpha',
      text: `apiVersion: ⟦'batch/v2alpha1'⟧
kind: CronJob
metadata:
  name: db-backup
spec:
  schedule: 0 2 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: dump
              image: postgres:16.4
              command: [sh, -c, pg_dump -h db shop > /backup/shop.sql]
`,
      message: /1\.21/,
      fixed: {
        title: /Use batch\/v1/,
        text: `apiVersion: 'batch/v1'
kind: CronJob
metadata:
  name: db-backup
spec:
  schedule: 0 2 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: dump
              image: postgres:16.4
              command: [sh, -c, pg_dump -h db shop > /backup/shop.sql]
`,
      },
    },
    {
      name: 'in a List',
      text: `apiVersion: v1
kind: List
items:
  - apiVersion: ⟦batch/v1beta1⟧
    kind: CronJob
    metadata:
      name: db-backup
    spec:
      schedule: 0 2 * * *
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: OnFailure
              containers:
                - name: dump
                  image: postgres:16.4
                  command: [sh, -c, pg_dump -h db shop > /backup/shop.sql]
`,
      fixed: {
        title: /Use batch\/v1/,
        text: `apiVersion: v1
kind: List
items:
  - apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: db-backup
    spec:
      schedule: 0 2 * * *
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: OnFailure
              containers:
                - name: dump
                  image: postgres:16.4
                  command: [sh, -c, pg_dump -h db shop > /backup/shop.sql]
`,
      },
    },
  ],
  silent: [
    {
      name: 'the current version',
      text: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: db-backup
spec:
  schedule: 0 2 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: dump
              image: postgres:16.4
              command: [sh, -c, pg_dump -h db shop > /backup/shop.sql]
`,
    },
    {
      name: 'a release that still serves it',
      text: `apiVersion: batch/v1beta1
kind: CronJob
metadata:
  name: db-backup
spec:
  schedule: 0 2 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: dump
              image: postgres:16.4
              command: [sh, -c, pg_dump -h db shop > /backup/shop.sql]
`,
      configuration: { kubernetesVersion: 'v1.22.3' },
    },
    {
      name: 'a job that has nothing to do with a database',
      text: `apiVersion: batch/v1beta1
kind: CronJob
metadata:
  name: clock
spec:
  schedule: 0 2 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: clock
              image: busybox:1.36
              command: [date]
`,
    },
  ],
});
