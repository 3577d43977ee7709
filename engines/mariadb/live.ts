import type { LiveEngine } from '../model/live.ts';
import { liveOf } from '../mysql-family/live.ts';
import { replication } from './replication.ts';

/** How MariaDB's running members are asked, from 10.4 on. Galera, which writes everywhere, is not exercised here. */
export const live: LiveEngine = liveOf({
  engine: 'mariadb',
  programs: ['mariadb', 'mysql', '/opt/bitnami/mariadb/bin/mariadb', '/opt/bitnami/mariadb/bin/mysql'],
  passwords: [
    'MARIADB_ROOT_PASSWORD',
    'MYSQL_ROOT_PASSWORD',
    'MARIADB_MASTER_ROOT_PASSWORD',
    'MYSQL_MASTER_ROOT_PASSWORD',
  ],
  singleWriter: (context) => replication(context).method !== 'galera',
  source: 'https://mariadb.com/kb/en/mariadb-command-line-client/',
});
