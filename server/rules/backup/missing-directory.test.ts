import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { missingDirectory } from './missing-directory.ts';

const up = 'aws s3 cp /dumps/a s3://b/a';

describeRule(missingDirectory, {
  fires: [
    {
      name: 'PostgreSQL: carried off, but never written',
      text: scriptJob(`pg_dumpall -h orders > ⟦/dumps/a⟧\n${up}`),
      severity: 'error',
      message: /The folder \/dumps is neither in the image nor mounted/,
      fixed: {
        title: /^Make it: mkdir -p \/dumps$/,
        text: scriptJob(`mkdir -p /dumps\npg_dumpall -h orders > /dumps/a\n${up}`),
      },
    },
    {
      name: 'MySQL: below a folder of the image',
      text: scriptJob('mysqldump -h db -A > ⟦/tmp/dumps/a⟧\nrclone copy /tmp/dumps s3:b', { image: 'mysql:8.4' }),
    },
    {
      name: 'Redis',
      text: scriptJob('redis-cli -h db --rdb ⟦/snapshots/a⟧\nmv /snapshots/a "/backup/$(date +%s)"', {
        image: 'redis:8',
      }),
    },
  ],
  silent: [
    { name: 'made by the script', text: scriptJob(`mkdir -p /dumps\npg_dumpall -h orders > /dumps/a\n${up}`) },
    { name: 'a folder of the image', text: scriptJob('pg_dumpall -h orders > /tmp/a\naws s3 cp /tmp/a s3://b/a') },
    { name: 'mounted', text: scriptJob('pg_dumpall -h orders > /backup/a') },
    {
      name: 'an image that may have it',
      text: scriptJob(`pg_dumpall -h orders > /dumps/a\n${up}`, { image: 'example.org/tools:1' }),
    },
    {
      name: 'mongodump makes its own',
      text: scriptJob('mongodump -h db -o /dumps/a\naws s3 cp /dumps/a s3://b', { image: 'mongo:8' }),
    },
    { name: 'nothing keeps it anyway', text: scriptJob('pg_dumpall -h orders > /dumps/a') },
    {
      name: 'a folder that only the pod knows',
      text: scriptJob('pg_dumpall -h orders > "$DIR/a"\naws s3 cp "$DIR/a" s3://b', {
        more: 'env: [{ name: DIR, valueFrom: { secretKeyRef: { name: a, key: b } } }]',
      }),
    },
  ],
});
