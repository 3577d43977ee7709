import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleJob } from './example-job.ts';
import { noHost } from './no-host.ts';

const service = (name: string, port: number, more = '') =>
  `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { ${more}selector: { app: ${name} }, ports: [{ port: ${port} }] }\n`;
const pg = (more = '') => scriptJob('⟦pg_dump⟧ -U app app > "/backup/$(date +%s)"', { more });

describeRule(noHost, {
  fires: [
    {
      name: 'PostgreSQL: the one Service in sight',
      text: pg() + service('orders', 5432) + service('web', 80),
      severity: 'error',
      message: /pg_dump is told no host: it asks its own pod/,
      fixed: {
        title: /Ask the Service 'orders' \(only if/,
        text: pg().replace('⟦pg_dump⟧', 'pg_dump --host=orders') + service('orders', 5432) + service('web', 80),
      },
    },
    {
      name: 'MySQL: a Secret taken in whole cannot tell it',
      text: scriptJob('⟦mysqldump⟧ -u root -p$MYSQL_PASSWORD app > /backup/a', {
        image: 'mysql:8.4',
        more: 'envFrom: [{ secretRef: { name: a } }]',
      }),
    },
    {
      name: 'MongoDB',
      text:
        scriptJob('⟦mongodump⟧ --out=/backup/a', { image: 'mongo:8' }) + service('events', 27017, 'clusterIP: None, '),
      fixed: {
        text:
          scriptJob('mongodump --host=events --out=/backup/a', { image: 'mongo:8' }) +
          service('events', 27017, 'clusterIP: None, '),
      },
    },
    { name: 'Redis', text: scriptJob('⟦redis-cli⟧ --rdb /backup/a', { image: 'redis:8' }) },
    { name: 'two Services: which one nobody knows', text: pg() + service('orders', 5432) + service('other', 5432) },
    { name: 'without a shell', text: exampleJob({ container: 'command: [⟦pg_dumpall⟧, --file=/backup/a]' }) },
  ],
  silent: [
    { name: 'an option', text: scriptJob('pg_dump --host orders app > /backup/a') },
    { name: 'a short option', text: scriptJob('mysqldump -horders app > /backup/a', { image: 'mysql:8.4' }) },
    { name: 'a URL', text: scriptJob('pg_dump postgresql://app@orders/app > /backup/a') },
    { name: 'a connection string', text: scriptJob('pg_dump -d "host=orders dbname=app" > /backup/a') },
    {
      name: 'a URL out of sight',
      text: scriptJob('pg_dump "$DATABASE" > /backup/a', {
        more: 'env: [{ name: DATABASE, valueFrom: { secretKeyRef: { name: a, key: b } } }]',
      }),
    },
    { name: 'PGHOST', text: pg('env: [{ name: PGHOST, value: orders }]').replace(/[⟦⟧]/gu, '') },
    { name: 'PGHOST before the command', text: scriptJob('PGHOST=orders pg_dump app > /backup/a') },
    { name: 'variables out of sight', text: pg('envFrom: [{ configMapRef: { name: a } }]').replace(/[⟦⟧]/gu, '') },
    {
      name: 'an option file',
      text: scriptJob('mysqldump --defaults-extra-file=/etc/a.cnf app > /backup/a', { image: 'mysql:8.4' }),
    },
    {
      name: 'an option file that it writes',
      text: scriptJob('printf "[client]\\nhost=db\\n" > ~/.my.cnf\nmysqldump app > /backup/a', { image: 'mysql:8.4' }),
    },
    {
      name: 'a proxy beside it',
      text: pg()
        .replace(/[⟦⟧]/gu, '')
        .replace(
          '          volumes:',
          '            - { name: proxy, image: gcr.io/cloudsql-docker/gce-proxy:1 }\n          volumes:',
        ),
    },
    {
      name: 'the node’s network',
      text: pg()
        .replace(/[⟦⟧]/gu, '')
        .replace('restartPolicy: Never', 'restartPolicy: Never\n          hostNetwork: true'),
    },
    {
      name: 'within the server’s pod',
      text: exampleJob({
        image: 'bitnami/kubectl:1',
        name: 'pg-dump',
        container: 'command: [sh, -c, "kubectl exec db-0 -- pg_dumpall > /backup/a"]',
      }),
    },
    { name: 'options out of sight', text: scriptJob('pg_dump $PG_OPTS app > /backup/a') },
  ],
});
