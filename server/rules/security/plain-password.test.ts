import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { plainPassword } from './plain-password.ts';

const set = (env: string, image = 'postgres:17') =>
  exampleSet({ name: 'db', image, container: `env:\n${env.replaceAll(/^/gmu, '  ')}` });

describeRule(plainPassword, {
  fires: [
    {
      name: 'a password of the image, which the fix moves and no title tells',
      text: set('- name: POSTGRES_PASSWORD\n  value: ⟦tiger⟧ # of all'),
      severity: 'error',
      message: /^The variable POSTGRES_PASSWORD of the container 'db' of StatefulSet 'db'(?!.*tiger)/u,
      fixed: {
        title: /^Move it to a Secret 'db-postgres-password' \(only if the cluster has none of that name\)$/u,
        text: `${set(`- name: POSTGRES_PASSWORD
  valueFrom:
    secretKeyRef:
      name: db-postgres-password
      key: value`)}---
apiVersion: v1
kind: Secret
metadata:
  name: db-postgres-password
stringData:
  value: tiger
`,
        others: ['security/secret-in-manifest'],
      },
    },
    {
      name: 'a URL',
      text: set('- name: DATABASE_URL\n  value: ⟦postgresql://app:hunter2@db:5432/app⟧'),
      message: /^(?!.*hunter2)/u,
    },
    {
      name: "an exporter's data source",
      text: `${exampleSet({ name: 'db', image: 'mysql:8.4' })}        - name: exporter
          image: prom/mysqld-exporter:v0.15.1
          env:
            - name: DATA_SOURCE_NAME
              value: ⟦exporter:hunter2@tcp(127.0.0.1:3306)/⟧
`,
      message: /container 'exporter'/u,
    },
    {
      name: 'a number in quotes, and a key of S3',
      text: set(
        '- { name: REDIS_PASSWORD, value: ⟦"1234"⟧ }\n- { name: AWS_SECRET_ACCESS_KEY, value: ⟦wJalrX⟧ }',
        'redis:7.4',
      ),
    },
  ],
  silent: [
    {
      name: 'a Secret',
      text: set('- name: POSTGRES_PASSWORD\n  valueFrom: { secretKeyRef: { name: db, key: password } }'),
    },
    { name: 'a file', text: set('- { name: POSTGRES_PASSWORD_FILE, value: /run/secrets/password }') },
    { name: 'a switch', text: set('- { name: MYSQL_RANDOM_ROOT_PASSWORD, value: "yes" }', 'mysql:8.4') },
    { name: 'nothing', text: set('- { name: MYSQL_ROOT_PASSWORD, value: "" }', 'mysql:8.4') },
    {
      name: 'a reference within a URL',
      text: set(
        '- name: PASSWORD\n  valueFrom: { secretKeyRef: { name: db, key: password } }\n- { name: DATABASE_URL, value: "postgresql://app:$(PASSWORD)@db/app" }',
      ),
    },
    { name: 'a template', text: set('- { name: POSTGRES_PASSWORD, value: {{ .Values.password }} }') },
    { name: 'a place to fill in', text: set('- { name: POSTGRES_PASSWORD, value: <your password> }') },
    { name: 'a URL without a password', text: set('- { name: DATABASE_URL, value: "postgresql://app@db:5432/app" }') },
  ],
});
