import { describeRule } from '../../../test/support/rule-cases.ts';
import { scriptJob } from '../../../test/support/backup-job.ts';
import { exampleSet } from '../example-set.ts';
import { inconsistent, inconsistentCopy } from './inconsistent.ts';

const set = (name: string, image: string, path: string) =>
  `${exampleSet({ name, image, container: `volumeMounts:\n  - name: data\n    mountPath: ${path}` })}  volumeClaimTemplates:\n    - metadata: { name: data }\n      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 9Gi } } }\n---\n`;
const pg = set('orders', 'postgres:18', '/var/lib/postgresql');

/** A job that mounts the data of `orders` at /data and a claim at /backup. */
const copier = (lines: string, claim = 'data-orders-0') =>
  scriptJob(lines, { name: 'files', image: 'busybox:1', more: '  - { name: data, mountPath: /data }' }).replace(
    '          volumes:',
    `          volumes:\n            - { name: data, persistentVolumeClaim: { claimName: ${claim} } }`,
  );
const beside = (words: string) =>
  pg.replace(
    '      containers:\n',
    `      containers:\n        - { name: copy, image: busybox, command: ${words}, volumeMounts: [{ name: data, mountPath: /data }] }\n`,
  );

describe('copies of a running server’s files', () => {
  describeRule(
    { ...inconsistentCopy, examples: inconsistent.examples },
    {
      fires: [
        {
          name: 'PostgreSQL: tar',
          text: pg + copier('⟦tar⟧ czf "/backup/$(date +%s).tgz" /data'),
          severity: 'error',
          message: /tar copies the files of StatefulSet 'orders' while PostgreSQL writes to them/,
        },
        { name: 'PostgreSQL: cp', text: pg + copier('⟦cp⟧ -a /data/. /backup/a') },
        {
          name: 'MySQL: rsync',
          text: set('orders', 'mysql:8.4', '/var/lib/mysql') + copier('⟦rsync⟧ -a /data/ backup@host:/a'),
        },
        { name: 'a sidecar', text: beside('[sh, -c, "while true; do ⟦tar⟧ cf /tmp/a /data; sleep 3600; done"]') },
      ],
      silent: [
        {
          name: 'the server is stopped before',
          text: pg + copier('kubectl scale statefulset orders --replicas=0\ntar czf /backup/a /data'),
        },
        { name: 'another claim', text: pg + copier('tar czf /backup/a /data', 'logs-orders-0') },
        { name: 'something else is copied', text: pg + copier('cp /etc/hosts /data/hosts') },
        { name: 'it is unpacked', text: pg + copier('tar xzf /backup/a -C /data') },
        {
          name: 'Redis, whose snapshot is whole at any time',
          text: set('orders', 'redis:8', '/data') + copier('cp /data/dump.rdb /backup/a'),
        },
      ],
    },
  );
});
