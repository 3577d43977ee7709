import type { ClientTool } from '../clients/tool.ts';

/** MariaDB's programs under their own names; the `mysql…` names still exist in older images and read the same options. */
export const mariadbClients: readonly ClientTool[] = [
  {
    programs: ['mariadb', 'mariadb-admin', 'mariadb-dump', 'mariadb-check', 'mariadb-show', 'mariadb-backup'],
    host: ['h', 'host'],
    port: ['P', 'port'],
    password: ['p', 'password'],
    attachedOnly: ['p', 'password'],
    passwordVariable: 'MYSQL_PWD',
    source: 'https://mariadb.com/kb/en/mariadb-admin/',
  },
];
