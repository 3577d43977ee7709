import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { doesNothing } from './does-nothing.ts';
import { exampleJob } from './example-job.ts';

const args = (image: string, key: string, ...lines: readonly string[]) =>
  exampleJob({ name: 'nightly', image, container: `${key}:\n${lines.map((line) => `  - ${line}\n`).join('')}` });

describeRule(doesNothing, {
  fires: [
    {
      name: 'PostgreSQL: three lines without a shell',
      text: args(
        'google/cloud-sdk:alpine',
        '⟦args⟧',
        'apk add postgresql',
        'pg_dump -U app > a.bak',
        'gsutil cp a.bak gs://b/',
      ),
      severity: 'error',
      message: /No shell reads these lines: «apk …»/,
    },
    {
      name: 'one line, in an image without an entrypoint for it',
      text: args('mysql:8.4', '⟦command⟧', 'mysqldump -h db -A > /backup/a.sql'),
      message: /«mysqldump …»/,
    },
    {
      name: 'several lines in any image',
      text: args('example.org/tools:1', '⟦args⟧', 'mongodump -h db -o /backup', 'ls -l /backup'),
    },
    {
      name: 'MongoDB: a line behind the script of sh -c',
      text: args('mongo:8', 'args', '/bin/sh', '-c', 'mongodump -h db -o /backup/a', '⟦tar czf a.tgz /backup/a⟧'),
      message: /This line never runs/,
    },
    {
      name: 'MySQL: the client',
      text: scriptJob('⟦mysql⟧ -h db -u root app > /backup/app.sql', { name: 'mysql-backup', image: 'mysql:8.4' }),
      message: /mysql is the client: .* The tool that dumps is mysqldump/,
    },
    {
      name: 'a function that nobody calls',
      text: scriptJob('dump() {\n  ⟦pg_dumpall⟧ -h orders -f /backup/a\n}\necho done'),
      message: /nothing calls/,
    },
    {
      name: 'a tool of another engine',
      text: scriptJob('⟦mysqldump⟧ -h db -A > /backup/a', { image: 'postgres:18' }),
      message: /The image postgres:18 holds no mysqldump/,
    },
    {
      name: 'MariaDB has another name for it',
      text: scriptJob('⟦mysqldump⟧ -h db -A > /backup/a', { image: 'mariadb:11.8' }),
      message: /there it is mariadb-dump/,
    },
    { name: 'a plain Alpine', text: scriptJob('⟦pg_dump⟧ -h db a > /backup/a', { image: 'alpine:3.22' }) },
  ],
  silent: [
    { name: 'a script', text: scriptJob('pg_dumpall -h orders -f /backup/a') },
    {
      name: 'words without a shell',
      text: args('postgres:18', 'command', 'pg_dumpall', '--host=orders', '--file=/backup/a'),
    },
    {
      name: 'a line for an entrypoint of one’s own',
      text: args('example.org/mysql-tools:1', 'args', 'mysqldump -h db -A > /backup/a.sql'),
    },
    {
      name: 'words for a script that asks for them',
      text: args('postgres:18', 'command', 'sh', '-c', '\'pg_dump "$@" > /backup/a\'', 'sh', '-h orders'),
    },
    {
      name: 'the client with a query',
      text: scriptJob('mysql -h db -e "SELECT 1" > /backup/a', { name: 'mysql-backup', image: 'mysql:8.4' }),
    },
    {
      name: 'the client with a pipe',
      text: scriptJob('echo "SELECT 1" | mysql -h db > /backup/a', { name: 'mysql-backup', image: 'mysql:8.4' }),
    },
    {
      name: 'the client beside the dump',
      text: scriptJob('mysql -h db app > /tmp/x\nmysqldump -h db -A > /backup/a', { image: 'mysql:8.4' }),
    },
    { name: 'a function that is called', text: scriptJob('dump() {\n  pg_dumpall -h orders -f /backup/a\n}\ndump') },
    {
      name: 'a function that is called by way of another one',
      text: scriptJob('retry() {\n  "$@" || "$@"\n}\ndump() {\n  pg_dumpall -h orders -f /backup/a\n}\nretry dump'),
    },
    {
      name: 'a tool that is installed',
      text: scriptJob('apk add postgresql-client\npg_dump -h db a > /backup/a', { image: 'alpine:3.22' }),
    },
    { name: 'an old MariaDB', text: scriptJob('mysqldump -h db -A > /backup/a', { image: 'mariadb:10.11' }) },
    { name: 'a dump in a substitution', text: scriptJob('all="$(pg_dumpall -h orders)"\necho "$all" > /backup/a') },
  ],
});
