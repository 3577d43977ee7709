import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { partial } from './partial.ts';

const mysql = (line: string) => scriptJob(line, { image: 'mysql:8.4' });

describeRule(partial, {
  fires: [
    {
      name: 'PostgreSQL: a database',
      text: scriptJob('⟦pg_dump⟧ -h orders -Fc shop -f /backup/a'),
      severity: 'info',
      message: /pg_dump dumps here leaves out roles, table spaces and all other databases/,
    },
    {
      name: 'MySQL: a database',
      text: mysql('⟦mysqldump⟧ -h db shop > /backup/a'),
      message: /leaves out all other databases and the accounts/,
    },
    {
      name: 'MySQL: all, but without routines',
      text: mysql('⟦mysqldump⟧ -h db --all-databases --events > /backup/a'),
      message: /leaves out stored procedures and functions \(--routines\)\.$/,
    },
    {
      name: 'MongoDB: a database',
      text: scriptJob('⟦mongodump⟧ -h db --db=shop -o /backup/a', { image: 'mongo:8' }),
      message: /the users/,
    },
  ],
  silent: [
    { name: 'PostgreSQL: all', text: scriptJob('pg_dumpall -h orders -f /backup/a') },
    {
      name: 'PostgreSQL: with the roles beside it',
      text: scriptJob('pg_dumpall -h orders -g -f /backup/roles\npg_dump -h orders shop -f /backup/shop'),
    },
    { name: 'a base backup', text: scriptJob('pg_basebackup -h orders -D /backup/a') },
    { name: 'MySQL: all', text: mysql('mysqldump -h db -A -R -E > /backup/a') },
    {
      name: 'each database in turn',
      text: mysql('for db in $(mysql -h db -e "show databases"); do mysqldump -h db $db > /backup/$db; done'),
    },
    { name: 'options out of sight', text: mysql('mysqldump $DUMP_OPTIONS -h db > /backup/a') },
    { name: 'MongoDB: all', text: scriptJob('mongodump -h db -o /backup/a', { image: 'mongo:8' }) },
    { name: 'Redis', text: scriptJob('redis-cli -h db --rdb /backup/a', { image: 'redis:8' }) },
  ],
});
