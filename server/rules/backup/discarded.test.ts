import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { discarded } from './discarded.ts';
import { exampleJob } from './example-job.ts';

const command = (image: string, ...words: readonly string[]) =>
  exampleJob({ image, container: `command: [${words.join(', ')}]`, pod: '' });
const emptyDir = (text: string) =>
  text.replace('persistentVolumeClaim:\n                claimName: orders-backup', 'emptyDir: {}');
const claim = `---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: orders-dump
spec:
  accessModes:
    - ReadWriteOnce
  resources:
    requests:
      storage: 10Gi
`;
const line = 'pg_dumpall -h orders -f ⟦/backup/a.sql⟧';

describeRule(discarded, {
  fires: [
    {
      name: 'PostgreSQL: nothing is mounted',
      text: command('postgres:18', 'pg_dumpall', '--host=orders', '--file', '⟦/backup/a.sql⟧'),
      severity: 'error',
      message:
        /No volume is mounted where the dump is written: it lies in the container’s own layer, and nothing carries it off/,
      fixed: {
        title: /'orders-dump' \(only with a size that fits\)/,
        text: `${command('postgres:18', 'pg_dumpall', '--host=orders', '--file', '/backup/a.sql')}              volumeMounts:
                - name: backup
                  mountPath: /backup
          volumes:
            - name: backup
              persistentVolumeClaim:
                claimName: orders-dump
${claim}`,
        others: ['backup/no-retention'],
      },
    },
    {
      name: 'MySQL: an emptyDir',
      text: emptyDir(
        scriptJob('mysqldump -h db -A > ⟦/backup/a.sql⟧\nls -l /backup', { image: 'mysql:8.4', name: 'orders-dump' }),
      ),
      message: /The dump lies on an emptyDir \(\/backup\)/,
      fixed: {
        text:
          scriptJob('mysqldump -h db -A > /backup/a.sql\nls -l /backup', {
            image: 'mysql:8.4',
            name: 'orders-dump',
          }).replace('orders-backup', 'orders-dump') + claim,
        others: ['backup/no-retention'],
      },
    },
    { name: 'MongoDB: where it writes without being told', text: command('mongo:8', '⟦mongodump⟧', '--host=db') },
    {
      name: 'MongoDB: a folder beside the claim',
      text: scriptJob('mongodump -h db -o ⟦/tmp/backup⟧\ntar czf backup.tgz /tmp/backup', { image: 'mongo:8' }),
    },
    {
      name: 'Redis: the log',
      text: command('redis:8', '⟦redis-cli⟧', '-h', 'db', '--rdb', '-'),
      message: /goes to the container's log/,
    },
    { name: 'a pipe that ends in a file', text: scriptJob('cd /tmp\npg_dumpall -h orders | gzip > ⟦a.gz⟧') },
    {
      name: 'a dump within the server’s pod, written here',
      text: exampleJob({
        image: 'bitnami/kubectl:1',
        name: 'nightly',
        container: 'command: [sh, -c, "kubectl exec db-0 -- pg_dumpall > ⟦/backup/a⟧"]',
        pod: '',
      }),
    },
    {
      name: 'a bell is no carrier',
      text: scriptJob('pg_dumpall -h orders > ⟦/tmp/a⟧\ncurl -fsS https://ping.example.org/1'),
    },
  ],
  silent: [
    { name: 'a claim', text: scriptJob(line.replace(/[⟦⟧]/gu, '')) },
    {
      name: 'a name of which only the beginning is known',
      text: scriptJob('target="/backup/$(date +%s)"\npg_dumpall -h orders > "$target"'),
    },
    { name: 'an object store', text: scriptJob('pg_dumpall -h orders > /tmp/a\naws s3 cp /tmp/a s3://b/a') },
    {
      name: 'straight to an object store',
      text: command('postgres:18', 'sh', '-c', '"pg_dumpall -h orders | aws s3 cp - s3://b/a"'),
    },
    { name: 'moved onto a claim', text: scriptJob('pg_dumpall -h orders > /tmp/a\nmv /tmp/a "/backup/$(date +%s)"') },
    {
      name: 'read into another server',
      text: command('postgres:18', 'sh', '-c', '"pg_dump -h orders app | psql -h reporting app"'),
    },
    {
      name: 'a program that nobody knows',
      text: scriptJob('pg_dumpall -h orders > /tmp/a\n/opt/ship /tmp/a', { image: 'example.org/tools:1' }),
    },
    {
      name: 'another container carries it off',
      text: emptyDir(exampleJob({}))
        .replace('          containers:', '          initContainers:')
        .replace(
          '          volumes:',
          '          containers:\n            - { name: ship, image: rclone/rclone:1, args: [copy, /backup, "s3:b"] }\n          volumes:',
        ),
    },
    {
      name: 'a dump within the server’s pod, written there',
      text: exampleJob({
        image: 'bitnami/kubectl:1',
        name: 'nightly',
        container: 'command: [kubectl, exec, db-0, --, pg_dumpall, -f, /backup/a]',
        pod: '',
      }),
    },
    {
      name: 'kept in a variable',
      text: scriptJob('all="$(pg_dumpall -h orders --globals-only)"\nprintf %s "$all" > /backup/a'),
    },
    {
      name: 'a template may mount something',
      text: exampleJob({
        container:
          'command: [pg_dumpall, -h, orders, -f, /backup/a]\n{{- with .Values.mounts }}\nvolumeMounts: {{ . }}\n{{- end }}',
      }),
    },
    {
      name: 'a dump within the server’s pod',
      text: exampleJob({
        image: 'bitnami/kubectl:1',
        name: 'pg-dump',
        container:
          'command: [sh, -c, "kubectl exec db-0 -- pg_dumpall > /backup/a"]\nvolumeMounts: [{ name: backup, mountPath: /backup }]',
      }),
    },
  ],
});
