import type { DumpTool } from '../model/dump-tool.ts';

/** The dump programs of MySQL and MariaDB: they read nothing but options and option files. */
export const mysqlFamilyDumpTools: readonly DumpTool[] = [
  {
    engines: ['mysql', 'mariadb'],
    programs: ['mysqldump', 'mariadb-dump', 'mysqlpump'],
    host: ['h', 'host'],
    port: ['P', 'port'],
    password: ['p', 'password'],
    attachedOnly: ['p', 'password'],
    otherValues: ['u', 'user', 'r', 'result-file', 'S', 'socket', 'w', 'where', 'ignore-table'],
    flags: 'A B C E F K Q R T V X a c d e f k n t v x Y y'.split(' '),
    // The manual names it for the client alone; programs of MariaDB read it, too.
    hostVariables: ['MYSQL_HOST'],
    hostElsewhere: ['defaults-file', 'defaults-extra-file', 'login-path', 'S', 'socket'],
    hostOption: '--host=',
    output: ['r', 'result-file', 'tab', 'T'],
    moment: {
      options: [
        'single-transaction',
        'lock-all-tables',
        'x',
        'master-data',
        'source-data',
        'dump-slave',
        'dump-replica',
      ],
      add: '--single-transaction',
      unless: ['no-data', 'd', 'defaults-file', 'defaults-extra-file', 'login-path'],
      without:
        'writers wait while a database is read (or, with --skip-lock-tables, change it under the dump), and two databases come from two moments',
      source: 'https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html#option_mysqldump_single-transaction',
    },
    whole: ['A', 'all-databases'],
    leavesOut: 'all other databases and the accounts',
    // Triggers are in it by default.
    besides: [
      { options: ['routines', 'R'], holds: 'stored procedures and functions' },
      { options: ['events', 'E'], holds: 'events' },
    ],
    source: 'https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html',
  },
];
