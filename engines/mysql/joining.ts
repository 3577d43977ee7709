import type { JoiningEngine } from '../model/joining.ts';
import { whyNotCopying } from '../mysql-family/joining.ts';
import { run } from '../mysql-family/switching-script.ts';
import { local } from './switching.ts';

/** What makes a member accept writes after a restart, where all are configured to be read-only: it stands beside the data. */
const NAMES = ['super_read_only', 'read_only'];

/** How a restored MySQL becomes the member of a set that leads: what the primary has persisted about its role. Accounts come with the backup, and members copy all else. */
export const joining: JoiningEngine = {
  engine: 'mysql',
  whyNotCloning: whyNotCopying,
  read: (context) =>
    local(
      context,
      run(
        `SELECT CONCAT('persisted ', VARIABLE_NAME) FROM performance_schema.persisted_variables WHERE VARIABLE_NAME IN (${NAMES.map((name) => `'${name}'`).join(', ')});`,
      ),
    ),
  write: (context) =>
    local(
      context,
      'count=0',
      'while read -r word name; do',
      `  case "$word $name" in ${NAMES.map((name) => `'persisted ${name}'`).join(' | ')}) ;; *) continue ;; esac`,
      String.raw`  printf 'SET PERSIST %s = OFF;\n' "$name" | sql "$@" || exit 1`,
      '  count=$((count + 1))',
      'done',
      'echo "written=$count"',
    ),
  source: 'https://dev.mysql.com/doc/refman/8.4/en/persisted-system-variables.html',
};
