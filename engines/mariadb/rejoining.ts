import { copyingAnew } from '../mysql-family/rejoining.ts';
import { joining } from './joining.ts';
import { roleFile } from './role-file.ts';

/** A replica that has what its primary never had is refused, and made anew: https://mariadb.com/kb/en/gtid/ */
export const rejoining = copyingAnew(joining, 'https://mariadb.com/kb/en/gtid/', roleFile);
