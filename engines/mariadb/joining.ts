import type { JoiningEngine } from '../model/joining.ts';
import { whyNotCopying } from '../mysql-family/joining.ts';
import { quote } from '../probes/quote.ts';
import { roleFile } from './role-file.ts';

const NONE = 'echo "nothing tells its start who leads" >&2; exit 1';

/** How a restored MariaDB becomes the member of a set that leads: the file beside the data that tells its start so. Accounts come with the backup, and members copy all else. */
export const joining: JoiningEngine = {
  engine: 'mariadb',
  whyNotCloning: (context) =>
    whyNotCopying(context) ??
    (roleFile(context) === undefined ? 'no file beside the data tells a member’s start that it leads' : undefined),
  // Only the primary has it, and it is empty: that there is such a place is all that is to be known.
  read: (context) => {
    const file = roleFile(context);
    return file === undefined ? NONE : `[ -d ${quote(file.replace(/\/[^/]*$/u, ''))} ] && echo 'file primary'`;
  },
  write: (context) => {
    const file = roleFile(context);
    if (file === undefined) return NONE;
    return [
      `read -r word name && [ "$word $name" = 'file primary' ] || exit 1`,
      `touch ${quote(file)} && sync || exit 1`,
      'echo written=1',
    ].join('\n');
  },
  source: 'https://mariadb.com/kb/en/server-system-variables/#read_only',
};
