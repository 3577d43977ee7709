import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { singleInstance } from './single-instance.ts';

const postgres = exampleSet({ name: 'postgres', image: 'postgres:17', replicas: 1 });
const marked = postgres.replace('replicas: 1', 'replicas: ⟦1⟧');

describeRule(singleInstance, {
  fires: [
    {
      name: 'one server',
      text: marked,
      severity: 'info',
      message: /StatefulSet 'postgres' is one PostgreSQL server without a replica.*none is in sight/u,
    },
    {
      name: 'by default',
      text: exampleSet({ name: 'mysql', image: 'mysql:8.4' }).replace('kind: StatefulSet', 'kind: ⟦StatefulSet⟧'),
    },
    {
      name: 'with a backup',
      text: `${marked}---
apiVersion: batch/v1
kind: CronJob
metadata: { name: dump }
spec:
  schedule: "@daily"
  jobTemplate:
    spec: { template: { spec: { containers: [{ name: dump, image: 'postgres:17', command: [pg_dump, --host=postgres] }] } } }
`,
      message: /since the last backup \(CronJob 'dump'\)/u,
    },
  ],
  silent: [
    { name: 'two servers', text: postgres.replace('replicas: 1', 'replicas: 2') },
    { name: 'a templated number', text: postgres.replace('replicas: 1', 'replicas: {{ .Values.members }}') },
    {
      name: 'a replica of another',
      text: exampleSet({
        name: 'redis',
        image: 'redis:7.4',
        container: 'args: [redis-server, --replicaof, main, "6379"]',
      }),
    },
    {
      name: 'a cache',
      text: exampleSet({
        name: 'redis',
        image: 'redis:7.4',
        container: 'args: [redis-server, --save, "", --appendonly, "no"]',
      }),
    },
    { name: 'an image that may replicate by itself', text: exampleSet({ name: 'own', image: 'corp/postgres-ha:1' }) },
  ],
});
