import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { undefinedVariable } from './undefined-variable.ts';

const env = (name: string) => `env:\n  - { name: ${name}, value: a }\n`;
const line = (use: string) => `set -e\npg_dump -h ${use} app > "/backup/$(date +%s)"`;

describeRule(undefinedVariable, {
  fires: [
    {
      name: 'PostgreSQL: a letter is wrong',
      text: scriptJob(line('⟦$DB_HSOT⟧'), { more: env('DB_HOST') }),
      severity: 'error',
      message: /Nothing sets \$DB_HSOT in container 'dump': the shell puts nothing in its place\. \$DB_HOST is set\./,
    },
    {
      name: 'MySQL: several, told once',
      text: scriptJob('mysqldump -h ⟦$HOST⟧ -u$UESR -p"$PASSWORD" ${DB_NAME} > /backup/a', { image: 'mysql:5.7' }),
      message: /Nothing sets \$HOST, \$UESR, \$PASSWORD and \$DB_NAME/,
    },
    {
      name: 'the same name behind another beginning',
      text: scriptJob(line('⟦${DB_HOST}⟧'), { more: env('MYSQL_DB_HOST') }),
      message: /\$MYSQL_DB_HOST is set/,
    },
    {
      name: 'MongoDB: set, but in another container',
      text: scriptJob('mongodump --uri=⟦$URI⟧ --archive=/backup/a', { image: 'mongo:8' }).replace(
        '          volumes:',
        '            - { name: other, image: busybox, env: [{ name: URI, value: a }] }\n          volumes:',
      ),
    },
    {
      name: 'a script of a ConfigMap',
      text: `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: scripts }\ndata:\n  run.sh: |\n    #!/bin/sh\n    pg_dump -h ⟦$DB⟧ a > /backup/a\n---\n${scriptJob('sh /scripts/run.sh', { more: '  - { name: scripts, mountPath: /scripts }' }).replace('          volumes:', '          volumes:\n            - { name: scripts, configMap: { name: scripts } }')}`,
    },
  ],
  silent: [
    { name: 'set by env', text: scriptJob(line('$DB_HOST'), { more: env('DB_HOST') }) },
    { name: 'set by the script', text: scriptJob(`DB=orders\n${line('$DB')}`) },
    { name: 'a default', text: scriptJob(line('${DB:-orders}')) },
    {
      name: 'a Secret taken in whole',
      text: scriptJob(line('$DB'), { more: 'envFrom: [{ secretRef: { name: a } }]' }),
    },
    {
      name: 'an image that may set it',
      text: scriptJob(line('$DB'), { image: 'example.org/postgres-tools:1', name: 'backup' }),
    },
    { name: 'a file that is read in', text: scriptJob(`. /etc/backup.env\n${line('$DB')}`) },
    {
      name: 'what the shell and the cluster set',
      text: scriptJob(line('$ORDERS_SERVICE_HOST') + '-$HOSTNAME-$RANDOM-$PGDATA'),
    },
    { name: 'a variable that it tests for', text: scriptJob(`if [ -n "$DB" ]; then ${line('$DB')}; fi`) },
    { name: 'a manifest that is filled in before', text: scriptJob(line('${DB}'), { name: '${APP}-dump' }) },
  ],
});
