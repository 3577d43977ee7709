import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleJob } from './example-job.ts';
import { pipeHidesFailure } from './pipe-hides-failure.ts';

const pg = 'pg_dumpall --host=orders | gzip > "/backup/$(date +%s).sql.gz"';
const marked = (line: string) => line.replace(/^\w+/u, '⟦$&⟧');

describeRule(pipeHidesFailure, {
  fires: [
    {
      name: 'PostgreSQL: sh of Debian gives way to bash',
      text: scriptJob(marked(pg)),
      severity: 'warning',
      message: /When pg_dumpall fails half-way, the pipe still ends well/,
      fixed: { title: /set -o pipefail in bash$/, text: scriptJob(`set -o pipefail; ${pg}`, { shell: 'bash' }) },
    },
    {
      name: 'PostgreSQL on Alpine, whose sh knows it',
      text: scriptJob(marked(pg), { image: 'postgres:18-alpine' }),
      fixed: { text: scriptJob(`set -o pipefail; ${pg}`, { image: 'postgres:18-alpine' }) },
    },
    {
      name: 'MySQL: the script goes on behind the pipe',
      text: scriptJob('⟦mysqldump⟧ -h db -A --single-transaction | gzip > /backup/a.gz\necho done', {
        image: 'mysql:8.4',
      }),
      fixed: {
        title: /set -eo pipefail \(only if no other command may fail\)$/,
        text: scriptJob('set -eo pipefail\nmysqldump -h db -A --single-transaction | gzip > /backup/a.gz\necho done', {
          image: 'mysql:8.4',
        }),
      },
    },
    {
      name: 'MongoDB straight to a bucket, in a line',
      text: exampleJob({
        image: 'mongo:8',
        container: "command: [bash, -ec, '⟦mongodump⟧ -h db --archive | aws s3 cp - s3://b/$(date +%s)']",
      }),
      fixed: {
        text: exampleJob({
          image: 'mongo:8',
          container:
            "command: [bash, -ec, 'set -o pipefail; mongodump -h db --archive | aws s3 cp - s3://b/$(date +%s)']",
        }),
      },
    },
    {
      name: 'an image of which nobody knows the shells',
      text: scriptJob(marked(pg), { image: 'example.org/tools:1' }),
    },
    {
      name: 'within a function and a condition',
      text: scriptJob(`run() {\n  ${marked(pg)}\n}\nif run; then echo; fi`),
    },
    {
      name: 'a dump within the server’s pod, piped on here',
      text: scriptJob('kubectl exec db-0 -- ⟦mysqldump⟧ -A --single-transaction | gzip > /backup/a.gz', {
        image: 'bitnami/kubectl:1',
      }),
    },
    {
      name: 'in a script of a ConfigMap',
      text: `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: scripts }\ndata:\n  run.sh: |\n    #!/bin/bash\n    set -e\n    ⟦pg_dumpall⟧ -h orders | gzip > /backup/a.gz\n---\n${exampleJob({ container: 'command: [/scripts/run.sh]\nvolumeMounts: [{ name: scripts, mountPath: /scripts }]', pod: 'volumes: [{ name: scripts, configMap: { name: scripts, defaultMode: 0555 } }]' })}`,
    },
  ],
  silent: [
    { name: 'pipefail', text: scriptJob(`set -euo pipefail\n${pg}`, { shell: 'bash' }) },
    {
      name: 'pipefail among the shell’s own options',
      text: exampleJob({
        container: `command: [bash, -eo, pipefail, -c, 'pg_dumpall -h orders | gzip > /backup/a.gz']`,
      }),
    },
    {
      name: 'a shebang with pipefail',
      text: `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: scripts }\ndata:\n  run.sh: |\n    #!/bin/bash -eo pipefail\n    pg_dumpall -h orders | gzip > /backup/a.gz\n---\n${exampleJob({ container: 'command: [/scripts/run.sh]\nvolumeMounts: [{ name: scripts, mountPath: /scripts }]', pod: 'volumes: [{ name: scripts, configMap: { name: scripts } }]' })}`,
    },
    { name: 'each part is asked', text: scriptJob(`${pg}\n[ "\${PIPESTATUS[0]}" = 0 ] || exit 1`, { shell: 'bash' }) },
    {
      name: 'a pipe within the server’s pod, whose shell cannot be seen here',
      text: scriptJob("kubectl exec db-0 -- sh -c 'mysqldump -A | gzip > /tmp/a'", { image: 'bitnami/kubectl:1' }),
    },
    { name: 'no pipe', text: scriptJob('pg_dumpall -h orders -f /backup/a.sql') },
    { name: 'a pipe that leads to the dump', text: scriptJob('echo x | pg_dumpall -h orders -f /backup/a.sql') },
  ],
});
