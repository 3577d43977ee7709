import { describeRule } from '../../../test/support/rule-cases.ts';
import { danglingReferenceOfBackup } from './dangling-reference.ts';

describeRule(danglingReferenceOfBackup, {
  fires: [
    {
      name: 'the job names the Secret otherwise than the database',
      text: `apiVersion: v1
kind: Secret
metadata: { name: postgres-secrets }
stringData:
  password: change-me
---
apiVersion: batch/v1
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
              envFrom:
                - secretRef:
                    name: ⟦postgres-secrest⟧
`,
      message: /CronJob 'db-backup' asks for/,
      fixed: {
        title: /Use the Secret/,
        text: `apiVersion: v1
kind: Secret
metadata: { name: postgres-secrets }
stringData:
  password: change-me
---
apiVersion: batch/v1
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
              envFrom:
                - secretRef:
                    name: postgres-secrets
`,
      },
    },
    {
      name: 'the claim for the dumps',
      text: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: db-backups
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 10Gi
---
apiVersion: batch/v1
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
              volumeMounts:
                - name: dumps
                  mountPath: /backup
          volumes:
            - name: dumps
              persistentVolumeClaim:
                claimName: ⟦db-backup⟧
`,
      fixed: {
        title: /Use the Persistent/,
        text: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: db-backups
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 10Gi
---
apiVersion: batch/v1
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
              volumeMounts:
                - name: dumps
                  mountPath: /backup
          volumes:
            - name: dumps
              persistentVolumeClaim:
                claimName: db-backups
`,
      },
    },
    {
      name: 'a key',
      text: `apiVersion: v1
kind: Secret
metadata: { name: db }
stringData:
  password: change-me
---
apiVersion: batch/v1
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
              env:
                - name: PGPASSWORD
                  valueFrom:
                    secretKeyRef:
                      name: db
                      key: ⟦pasword⟧
`,
      fixed: {
        title: /Use the key 'password'/,
        text: `apiVersion: v1
kind: Secret
metadata: { name: db }
stringData:
  password: change-me
---
apiVersion: batch/v1
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
              env:
                - name: PGPASSWORD
                  valueFrom:
                    secretKeyRef:
                      name: db
                      key: password
`,
      },
    },
  ],
  silent: [
    {
      name: 'all there',
      text: `apiVersion: v1
kind: Secret
metadata: { name: db }
stringData:
  password: change-me
---
apiVersion: batch/v1
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
              envFrom:
                - secretRef:
                    name: db
`,
    },
    {
      name: 'made elsewhere',
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
              envFrom:
                - secretRef:
                    name: db
`,
    },
    {
      name: 'an environment of its own',
      text: `apiVersion: v1
kind: Secret
metadata: { name: db-dev }
stringData:
  password: change-me
---
apiVersion: batch/v1
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
              envFrom:
                - secretRef:
                    name: db-prd
`,
    },
  ],
});
