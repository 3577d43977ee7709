/** Source: https://dev.mysql.com/doc/refman/8.4/en/programs-overview.html */
export const clientCommands: readonly string[] = [
  'mysql',
  'mysqladmin',
  'mysqlcheck',
  'mysqlimport',
  'mysqlshow',
  'mysqlslap',
  'mysqlsh',
  'mysql_upgrade',
  'mysql_tzinfo_to_sql',
  'mysqlbinlog',
];

export const backupCommands: readonly string[] = [
  'mysqldump',
  'mysqlpump',
  'mydumper',
  'xtrabackup',
  'innobackupex',
  'mysqlbackup',
];

/** Start scripts of known images, and tools that change nothing about replication or directories. */
export const preparationPrograms: readonly string[] = [
  'run-mysqld',
  'mysql_install_db',
  'mysql_ssl_rsa_setup',
  'my_print_defaults',
  'xbstream',
  'mbstream',
];
