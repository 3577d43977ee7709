import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { worldReadable } from './world-readable.ts';

const job = (line: string) => scriptJob(`pg_dumpall -h orders -f /backup/a\n${line}`);
const classed = (options: string) => `${scriptJob('pg_dumpall -h orders -f /backup/a')}---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: orders-backup }
spec: { accessModes: [ReadWriteMany], storageClassName: share, resources: { requests: { storage: 1Gi } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: share }
provisioner: file.csi.azure.com
mountOptions: [${options}]
`;

describeRule(worldReadable, {
  fires: [
    {
      name: 'PostgreSQL: chmod 777',
      text: job('chmod -R ⟦777⟧ /backup'),
      severity: 'warning',
      message: /chmod 777 lets everyone/,
      fixed: { title: /: 770 \(only if/, text: job('chmod -R 770 /backup') },
    },
    { name: 'chmod a+rwx', text: job('chmod ⟦a+rwx⟧ /backup/a') },
    { name: 'umask 000', text: job('umask ⟦000⟧') },
    {
      name: 'a public object',
      text: job('aws s3 cp /backup/a s3://b/a --acl ⟦public-read⟧'),
      message: /for everyone to read/,
    },
    {
      name: 'the class of the claim',
      text: classed('⟦dir_mode=0777⟧, file_mode=0777, uid=0'),
      message: /The class 'share' mounts .*\(dir_mode=0777, file_mode=0777\)/,
      fixed: { text: classed('dir_mode=0770, file_mode=0770, uid=0') },
    },
  ],
  silent: [
    { name: 'the owner alone', text: job('chmod 600 /backup/a') },
    { name: 'others may read a script', text: job('chmod +x /tmp/run; chmod 755 /tmp/run') },
    { name: 'umask 077', text: job('umask 077') },
    { name: 'a private object', text: job('aws s3 cp /backup/a s3://b/a --acl private') },
    { name: 'a class that keeps it closed', text: classed('dir_mode=0770, file_mode=0770') },
  ],
});
