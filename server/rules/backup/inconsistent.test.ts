import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleJob } from './example-job.ts';
import { inconsistent } from './inconsistent.ts';

const mysql = (line: string) => scriptJob(`set -e\n${line}`, { image: 'mysql:8.4' });
const mongo = (line: string) => scriptJob(`set -e\n${line}`, { image: 'mongo:8' });

describeRule(inconsistent, {
  fires: [
    {
      name: 'MySQL',
      text: mysql('⟦mysqldump⟧ -h db -A > "/backup/$(date +%s)"'),
      severity: 'warning',
      message: /mysqldump runs without --single-transaction: writers wait while a database is read/,
      fixed: {
        title: /--single-transaction$/,
        text: mysql('mysqldump --single-transaction -h db -A > "/backup/$(date +%s)"'),
      },
    },
    {
      name: 'MariaDB without locks',
      text: scriptJob('⟦mariadb-dump⟧ -h db --skip-lock-tables shop > /backup/a', { image: 'mariadb:11.8' }),
      fixed: {
        text: scriptJob('mariadb-dump --single-transaction -h db --skip-lock-tables shop > /backup/a', {
          image: 'mariadb:11.8',
        }),
      },
    },
    {
      name: 'MongoDB: a replica set',
      text: mongo('⟦mongodump⟧ --host=rs0/db-0.db,db-1.db --out=/backup/a'),
      message: /without --oplog/,
      fixed: { text: mongo('mongodump --oplog --host=rs0/db-0.db,db-1.db --out=/backup/a') },
    },
    {
      name: 'without a shell',
      text: exampleJob({
        image: 'mysql:8.4',
        container: 'command: [⟦mysqldump⟧, -h, db, -A, --result-file=/backup/a]',
      }),
    },
  ],
  silent: [
    { name: 'one transaction', text: mysql('mysqldump -h db --single-transaction -A > /backup/a') },
    { name: 'all tables locked', text: mysql('mysqldump -h db -x -A > /backup/a') },
    { name: 'the schema alone', text: mysql('mysqldump -h db --no-data -A > /backup/a') },
    { name: 'options out of sight', text: mysql('mysqldump $DUMP_OPTS -h db -A > /backup/a') },
    { name: 'an option file', text: mysql('mysqldump --defaults-extra-file=/etc/backup.cnf -A > /backup/a') },
    { name: 'MongoDB: a single server', text: mongo('mongodump --host=db --out=/backup/a') },
    {
      name: 'MongoDB: one database, of which --oplog is refused',
      text: mongo('mongodump --host=rs0/db-0 --db=a --out=/backup/a'),
    },
    { name: 'PostgreSQL', text: scriptJob('pg_dump -h db a > /backup/a') },
  ],
});
