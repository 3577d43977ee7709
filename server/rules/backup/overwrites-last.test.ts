import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleJob } from './example-job.ts';
import { overwritesLast } from './overwrites-last.ts';

const time = '-$(date -u +%Y%m%dT%H%M%SZ)';
const mysql = (file: string) =>
  scriptJob(`set -e\nmysqldump -h db --single-transaction -A > ${file}`, { image: 'mysql:8.4' });

describeRule(overwritesLast, {
  fires: [
    {
      name: 'MySQL: a redirection',
      text: mysql('⟦/backup/a.sql⟧'),
      severity: 'warning',
      message: /Every run writes '\/backup\/a\.sql': it empties the last backup/,
      fixed: {
        title: /Write the time into the name/,
        text: mysql(`/backup/a${time}.sql`),
        others: ['backup/no-retention'],
      },
    },
    {
      name: 'PostgreSQL: an option, quoted',
      text: scriptJob('pg_dumpall -h orders --file="⟦/backup/all.sql.gz⟧"').replace(
        '--file="⟦/backup/all.sql.gz⟧"',
        '⟦--file="/backup/all.sql.gz"⟧',
      ),
      fixed: {
        text: scriptJob(`pg_dumpall -h orders --file="/backup/all${time}.sql.gz"`),
        others: ['backup/no-retention'],
      },
    },
    {
      name: 'MongoDB: a folder',
      text: scriptJob('mongodump -h db --out=/backup/dump', { image: 'mongo:8' }).replace(
        '--out=/backup/dump',
        '⟦--out=/backup/dump⟧',
      ),
    },
    {
      name: 'a variable that is always the same',
      text: scriptJob('name=orders\npg_dumpall -h orders > "⟦/backup/$name.sql⟧"').replace(
        '"⟦/backup/$name.sql⟧"',
        '⟦"/backup/$name.sql"⟧',
      ),
    },
    {
      name: 'not even kept',
      text: exampleJob({ container: 'command: [pg_dumpall, -h, orders, -f, ⟦/backup/a⟧]', pod: '' }),
      message: /once that is kept/,
    },
    {
      name: 'the old one is removed first',
      text: mysql('⟦/backup/a.sql⟧').replace('mysqldump', 'rm -f /backup/a.sql; mysqldump'),
    },
  ],
  silent: [
    { name: 'the time in the name', text: mysql('"/backup/$(date +%F).sql"') },
    { name: 'in a variable', text: mysql('"$target"').replace('set -e', 'target=/backup/`date +%F`.sql') },
    {
      name: 'moved afterwards',
      text: scriptJob('pg_dumpall -h orders > /backup/a.sql\nmv /backup/a.sql "/backup/$(date +%F).sql"'),
    },
    {
      name: 'uploaded afterwards',
      text: scriptJob('pg_dumpall -h orders > /backup/a.sql\nrclone copy /backup/ s3:b/$(date +%F)'),
    },
    {
      name: 'a Job that runs once',
      text: mysql('/backup/a.sql')
        .replace('kind: CronJob', 'kind: Job')
        .replace(/ {2}schedule[^]*?jobTemplate:\n {4}spec:\n/u, ''),
    },
    {
      name: 'a name that cannot be seen',
      text: scriptJob('pg_dumpall -h orders > "/backup/$NAME"', {
        more: 'env: [{ name: NAME, valueFrom: { secretKeyRef: { name: a, key: b } } }]',
      }),
    },
  ],
});
