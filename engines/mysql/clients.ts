import type { ClientTool } from '../clients/tool.ts';

/** MySQL's programs: a password is attached to `-p`; `-p` alone asks for it. */
export const mysqlClients: readonly ClientTool[] = [
  {
    programs: ['mysql', 'mysqladmin', 'mysqldump', 'mysqlcheck', 'mysqlshow', 'mysqlpump'],
    host: ['h', 'host'],
    port: ['P', 'port'],
    password: ['p', 'password'],
    attachedOnly: ['p', 'password'],
    passwordVariable: 'MYSQL_PWD',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/connection-options.html',
  },
];
