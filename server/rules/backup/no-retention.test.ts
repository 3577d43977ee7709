import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { noRetention } from './no-retention.ts';

const pg = 'pg_dumpall -h orders -f ⟦"/backup/$(date +%F)"⟧';
const plain = pg.replace(/[⟦⟧]/gu, '');

describeRule(noRetention, {
  fires: [
    {
      name: 'PostgreSQL',
      text: scriptJob(pg),
      severity: 'info',
      message: /Every run adds a file to \/backup, and nothing removes old ones/,
    },
    {
      name: 'MySQL: the name in a variable',
      text: scriptJob('DUMP=/backup/`date +%F`.sql;\nmysqldump -h db -A > ⟦$DUMP⟧;\nls /backup', {
        image: 'mysql:8.4',
      }),
    },
    {
      name: 'MongoDB: a folder each',
      text: scriptJob('mongodump -h db -o ⟦/backup/$(date +%F)⟧', { image: 'mongo:8' }),
    },
  ],
  silent: [
    { name: 'find -delete', text: scriptJob(`${plain}\nfind /backup -mtime +7 -delete`) },
    { name: 'rm at the end of a pipe', text: scriptJob(`${plain}\nls -t /backup | tail -n +8 | xargs rm`) },
    { name: 'a program that nobody knows', text: scriptJob(`${plain}\n/opt/tidy /backup`) },
    { name: 'one file for all', text: scriptJob('pg_dumpall -h orders -f /backup/a') },
    { name: 'an object store', text: scriptJob('pg_dumpall -h orders | aws s3 cp - "s3://b/$(date +%F)"') },
    {
      name: 'another job mounts the claim',
      text: `${scriptJob(plain)}---\n${scriptJob('find /backup -mtime +7 -delete', { name: 'tidy', image: 'busybox' })}`,
    },
    {
      name: 'an init container tidies up',
      text: scriptJob(plain).replace(
        '          containers:',
        "          initContainers:\n            - { name: tidy, image: busybox, command: [find, /backup, -mtime, '+7', -delete] }\n          containers:",
      ),
    },
  ],
});
