import type { Nightly, NightlyDump } from '../model/nightly.ts';

/** All databases as of one moment (InnoDB), with what a plain dump leaves out. */
function dumpBy(program: string, passwords: readonly string[], source: string): NightlyDump {
  return {
    suffix: 'sql.gz',
    lines: [
      `${program} --host="$DB_HOST" --user=root --all-databases --single-transaction --routines --events --triggers > "$target.part"`,
      'gzip "$target.part"',
      'mv "$target.part.gz" "$target"',
    ],
    variables: [
      { name: 'DB_HOST', holds: 'host', from: [] },
      { name: 'MYSQL_PWD', holds: 'password', from: passwords },
    ],
    source,
  };
}

export const nightlyOfMysql: Nightly = () =>
  dumpBy(
    'mysqldump',
    ['MYSQL_PWD', 'MYSQL_ROOT_PASSWORD', 'MYSQL_MASTER_ROOT_PASSWORD'],
    'https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html',
  );

/** From 11.0 on the images have no `mysqldump`, before 10.5 none but that. https://mariadb.com/kb/en/mariadb-dump/ */
export const nightlyOfMariadb: Nightly = ({ version }) => {
  const isOld = version !== undefined && (version.major < 10 || (version.major === 10 && (version.minor ?? 5) < 5));
  return dumpBy(
    isOld ? 'mysqldump' : 'mariadb-dump',
    ['MYSQL_PWD', 'MARIADB_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'MARIADB_MASTER_ROOT_PASSWORD'],
    'https://mariadb.com/kb/en/mariadb-dump/',
  );
};
