/** Under their new names and the old ones. Source: https://mariadb.com/kb/en/clients-utilities/ */
export const clientCommands: readonly string[] = [
  'mariadb',
  'mariadb-admin',
  'mariadb-check',
  'mariadb-import',
  'mariadb-show',
  'mariadb-slap',
  'mariadb-upgrade',
  'mariadb-binlog',
  'mysql',
  'mysqladmin',
  'mysqlcheck',
  'mysqlimport',
  'mysqlshow',
  'mysqlslap',
  'mysql_upgrade',
  'mysqlbinlog',
];

export const backupCommands: readonly string[] = [
  'mariadb-dump',
  'mariadb-backup',
  'mariabackup',
  'mysqldump',
  'mydumper',
  'xtrabackup',
];

/** Start scripts of known images, and tools that change nothing about replication or directories. */
export const preparationPrograms: readonly string[] = [
  'run-mysqld',
  'mysql_install_db',
  'mariadb-install-db',
  'my_print_defaults',
  'xbstream',
  'mbstream',
  'healthcheck.sh',
];
