import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { passwordOnCommandLineOfBackup } from './password-on-command-line.ts';

const job = (image: string, script: string) => `apiVersion: batch/v1
kind: CronJob
metadata: { name: dump }
spec:
  schedule: '0 2 * * *'
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: dump
              image: ${image}
              args:
                - sh
                - -c
                - |
                  ${script}
`;
const SIDECAR = `        - name: stats
          image: mysql:8.4
          command: [sh, -c, 'while sleep 60; do mysql -h 127.0.0.1 ⟦-phunter2⟧ -e "SHOW STATUS"; done']
`;

describeRule(passwordOnCommandLineOfBackup, {
  fires: [
    {
      name: 'a dump',
      text: job('mysql:8.4', 'mysqldump -h db -u root ⟦-p"$PASSWORD"⟧ --all-databases > /backup/all.sql'),
      severity: 'warning',
      message: /^A command of the container 'dump' of CronJob 'dump' hands a password to mysqldump/u,
    },
    {
      name: 'a URL',
      text: job('mongo:7.0', 'mongodump ⟦--uri="mongodb://root:hunter2@db:27017"⟧ --archive=/backup/all'),
      message: /^(?!.*hunter2)/u,
    },
    {
      name: 'beside a server, in another container',
      text: `${exampleSet({ name: 'db', image: 'mysql:8.4' })}${SIDECAR}`,
      message: /container 'stats'/u,
    },
  ],
  silent: [
    { name: 'a variable', text: job('postgres:17', 'pg_dump -h db -U root shop > /backup/shop.sql') },
    {
      name: 'a variable before the program',
      text: job('mysql:8.4', 'MYSQL_PWD="$PASSWORD" mysqldump -h db shop > /backup/shop.sql'),
    },
    {
      name: 'an option file',
      text: job('mysql:8.4', 'mysqldump --defaults-extra-file=/etc/dump.cnf shop > /backup/shop.sql'),
    },
    { name: 'a port', text: job('postgres:17', 'pg_dump -h db -p 5432 shop > /backup/shop.sql') },
  ],
});
