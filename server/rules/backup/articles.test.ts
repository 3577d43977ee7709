import assert from 'node:assert/strict';
import { applyEdits, editsOf } from '../../linter/fixing.ts';
import { allFindings, linterOf } from '../../../test/support/workspace.ts';

/** The CronJob that articles on backups print. */
const ARTICLE = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: mysql-backup
spec:
  schedule: "0 2 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: mysql-backup
              image: mysql:8.4.7
              command: ["/bin/sh", "-c"]
              args:
                - mysqldump -u root -p$MYSQL_PASSWORD mydb > /backup/backup.sql
              env:
                - name: MYSQL_PASSWORD
                  valueFrom:
                    secretKeyRef:
                      name: mysql
                      key: password
          restartPolicy: OnFailure
`;

const SERVICE = `---
apiVersion: v1
kind: Service
metadata:
  name: mysql
spec:
  selector:
    app: mysql
  ports:
    - port: 3306
`;

const findings = (text: string) => allFindings(linterOf({ 'a.yaml': text }));
const rulesOf = (text: string) =>
  findings(text)
    .map(({ rule, range }) => `${range.start.line + 1} ${rule}`)
    .sort();

describe('the backup job that articles print', () => {
  it('shows what an expert names, and nothing else', () => {
    assert.deepEqual(rulesOf(ARTICLE + SERVICE), [
      '16 backup/discarded',
      '16 backup/inconsistent',
      '16 backup/no-host',
      '16 backup/overwrites-last',
      '16 backup/partial',
      '16 security/password-on-command-line',
      '5 backup/overlapping',
      '8 backup/no-deadline',
    ]);
  });

  it('and, where it is piped on, that a failure is not seen', () => {
    const piped = ARTICLE.replace('mydb >', 'mydb | gzip >').replace('backup.sql', 'backup.sql.gz');
    assert.ok(rulesOf(piped).includes('16 backup/pipe-hides-failure'));
  });

  it('has a fix for each but two remarks: what it leaves out, and that a fix must not remove old dumps', () => {
    let text = ARTICLE + SERVICE;
    for (let round = 0; round < 20; round += 1) {
      const fix = findings(text).flatMap(({ fixes }) => fixes)[0];
      if (fix === undefined) break;
      const edits = editsOf(fix)?.get('/test/a.yaml');
      assert.ok(edits, fix.title);
      text = applyEdits(text, edits);
    }
    assert.deepEqual(
      rulesOf(text).filter((one) => one.includes(' backup/')),
      ['18 backup/no-retention', '18 backup/partial'],
      text,
    );
  });

  const CLAIM_ALONE = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
spec:
  serviceName: postgres
  selector: { matchLabels: { app: postgres } }
  template:
    metadata: { labels: { app: postgres } }
    spec:
      containers:
        - name: postgres
          image: postgres:18.1
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } }
`;

  it('a claim template and nothing else: that nothing backs it up', () => {
    const found = findings(CLAIM_ALONE).filter(({ rule }) => rule.startsWith('backup/'));
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ['backup/none'],
    );
  });
});
