import { scriptJob } from '../../../test/support/backup-job.ts';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleJob } from './example-job.ts';
import { failuresForgotten } from './failures-forgotten.ts';

const pg = 'pg_dumpall -h orders -f "/backup/$(date +%s)"';

describeRule(failuresForgotten, {
  fires: [
    {
      name: 'PostgreSQL: echo behind it',
      text: scriptJob(`⟦pg_dumpall⟧ -h orders -f "/backup/$(date +%s)"\necho done`),
      severity: 'warning',
      message: /When pg_dumpall fails, the script goes on and ends as its last command does/,
      fixed: { title: /set -e \(only if no other command may fail\)$/, text: scriptJob(`set -e\n${pg}\necho done`) },
    },
    {
      name: 'MySQL: || true',
      text: scriptJob('⟦mysqldump⟧ -h db -A > /backup/a.sql || true', { image: 'mysql:8.4' }),
      message: /says that it does not matter/,
      fixed: {
        title: /Take '\|\| true' out/,
        text: scriptJob('mysqldump -h db -A > /backup/a.sql', { image: 'mysql:8.4' }),
      },
    },
    {
      name: 'MongoDB: it only says so',
      text: scriptJob('set -e\n⟦mongodump⟧ -h db -o /backup/a || echo "failed"\nls /backup', { image: 'mongo:8' }),
    },
    {
      name: 'set -e does not hold before &&',
      text: scriptJob('set -e\n⟦pg_dump⟧ -h orders a > /backup/a && gzip /backup/a\necho done'),
    },
    {
      name: 'only the last round of a loop counts',
      text: scriptJob('for one in a b; do\n  ⟦pg_dump⟧ -h orders $one > /backup/$one\ndone'),
    },
    {
      name: 'a trap that ends with 0',
      text: scriptJob(`trap 'echo failed; exit 0' ERR\n⟦pg_dumpall⟧ -h orders -f /backup/a`, { shell: 'bash' }),
    },
    {
      name: 'no failed run is kept',
      text: exampleJob({ spec: 'concurrencyPolicy: Forbid\nfailedJobsHistoryLimit: ⟦0⟧' }),
      message: /keeps no failed run/,
      fixed: { text: exampleJob({ spec: 'concurrencyPolicy: Forbid\nfailedJobsHistoryLimit: 1' }) },
    },
    {
      name: 'a script folded into one line',
      text: exampleJob({
        container: 'command: [sh, -c]\nargs:\n  - >\n    ⟦pg_dumpall⟧ -h orders -f /backup/a;\n    echo done;',
      }),
      fixed: {
        text: exampleJob({
          container: 'command: [sh, -c]\nargs:\n  - >\n    set -e; pg_dumpall -h orders -f /backup/a;\n    echo done;',
        }),
      },
    },
  ],
  silent: [
    { name: 'set -e', text: scriptJob(`set -e\n${pg}\necho done`) },
    { name: 'the last command', text: scriptJob(`echo begin\n${pg}`) },
    { name: 'a chain to the end', text: scriptJob(`echo begin && ${pg} && echo done`) },
    { name: '|| exit 1', text: scriptJob(`${pg} || exit 1\necho done`) },
    { name: 'a handler that ends the script', text: scriptJob(`${pg} || { echo failed; exit 2; }\necho done`) },
    { name: 'a question', text: scriptJob(`if ! ${pg}; then exit 1; fi\necho done`) },
    { name: 'a question afterwards', text: scriptJob(`${pg}\nif [ $? -ne 0 ]; then exit 1; fi\necho done`) },
    { name: 'no shell', text: exampleJob({ container: 'command: [pg_dumpall, -h, orders, -f, /backup/a]' }) },
    {
      name: 'failed runs are kept',
      text: exampleJob({ spec: 'concurrencyPolicy: Forbid\nfailedJobsHistoryLimit: 3' }),
    },
  ],
});
