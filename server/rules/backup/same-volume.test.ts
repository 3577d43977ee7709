import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { sameVolume } from './same-volume.ts';

const claim = (name: string) =>
  `---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: ${name}\nspec:\n  accessModes:\n    - ReadWriteOnce\n  resources:\n    requests:\n      storage: 10Gi\n`;
const set = (name: string, image: string, path: string) =>
  `${exampleSet({ name, image, container: `volumeMounts:\n  - name: data\n    mountPath: ${path}` })}  volumeClaimTemplates:\n    - metadata: { name: data }\n      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 9Gi } } }\n---\n`;
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: events }
spec:
  selector: { matchLabels: { app: events } }
  template:
    metadata: { labels: { app: events } }
    spec:
      containers:
        - { name: mongo, image: 'mongo:8', volumeMounts: [{ name: data, mountPath: /data/db }] }
      volumes: [{ name: data, persistentVolumeClaim: { claimName: events-data } }]
${claim('events-data')}---
`;
const job = (claimName: string, lines: string, image: string) =>
  scriptJob(lines, { image, name: 'nightly-dump' }).replace('claimName: orders-backup', `claimName: ${claimName}`);

describeRule(sameVolume, {
  fires: [
    {
      name: 'PostgreSQL: the claim of a template',
      text:
        set('orders-db', 'postgres:18', '/var/lib/postgresql') +
        job('data-orders-db-0', 'pg_dumpall -h orders-db -f ⟦/backup/a⟧', 'postgres:18'),
      severity: 'error',
      message: /claim 'data-orders-db-0', on which StatefulSet 'orders-db' has its data/,
      fixed: {
        title: /'nightly-dump' \(only with a size that fits\)/,
        text:
          set('orders-db', 'postgres:18', '/var/lib/postgresql') +
          job('nightly-dump', 'pg_dumpall -h orders-db -f /backup/a', 'postgres:18') +
          claim('nightly-dump'),
      },
    },
    {
      name: 'MongoDB: a claim by name',
      text: deployment + job('events-data', 'mongodump -h events -o ⟦/backup/dump⟧', 'mongo:8'),
    },
    {
      name: 'MySQL: through a pipe',
      text:
        set('catalog', 'mysql:8.4', '/var/lib/mysql') +
        job('data-catalog-1', 'mysqldump -h catalog -A | gzip > ⟦"/backup/$(date +%s).gz"⟧', 'mysql:8.4'),
    },
  ],
  silent: [
    {
      name: 'a claim of its own',
      text:
        set('orders-db', 'postgres:18', '/var/lib/postgresql') +
        job('orders-backup', 'pg_dumpall -h orders-db -f /backup/a', 'postgres:18'),
    },
    {
      name: 'a claim of which no database is in sight',
      text: job('data-orders-db-0', 'pg_dumpall -h orders-db -f /backup/a', 'postgres:18'),
    },
    {
      name: 'the claim is only read',
      text: deployment + job('events-data', 'mongodump -h events -o /tmp/dump\naws s3 cp /tmp/dump s3://b', 'mongo:8'),
    },
    {
      name: 'another claim of the same pod',
      text:
        set('orders-db', 'postgres:18', '/var/lib/postgresql') +
        job('logs-orders-db-0', 'pg_dumpall -h orders-db -f /backup/a', 'postgres:18'),
    },
  ],
});
