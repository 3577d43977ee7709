import type { SwitchingEngine } from '../model/switching.ts';
import { CHECK_HOST, endSessions, localOf, run } from '../mysql-family/switching-script.ts';
import { FACTS, judge, lacks } from './switching-facts.ts';

/** A script in the server's own container, with `sql` as its client. */
export const local = localOf({
  clients: ['mysql', '/opt/bitnami/mysql/bin/mysql'],
  passwords: ['MYSQL_ROOT_PASSWORD', 'MYSQL_MASTER_ROOT_PASSWORD'],
});

/** Since 8.0.22 and 8.0.23 the words are others; 8.4 knows only those. https://dev.mysql.com/doc/refman/8.0/en/change-replication-source-to.html */
const WORDS = [
  `version="$(sql "$@" -e 'SELECT VERSION()')" || exit 1`,
  String.raw`number="$(printf '%s' "$version" | sed 's/[^0-9.].*//' | awk -F. '{ print $1 * 10000 + $2 * 100 + $3 }')"`,
  'if [ "$number" -ge 80023 ]; then change="CHANGE REPLICATION SOURCE TO" word=SOURCE replica=REPLICA; else change="CHANGE MASTER TO" word=MASTER replica=SLAVE; fi',
];

/** https://dev.mysql.com/doc/refman/8.4/en/replica-logs-status.html: where the account stands; each line is a clause without the word before it. */
const LINK = `SELECT CONCAT('USER=', QUOTE(User_name)), CONCAT('PASSWORD=', QUOTE(User_password)), CONCAT('SSL=', Enabled_ssl), CONCAT('SSL_VERIFY_SERVER_CERT=', Ssl_verify_server_cert), CONCAT('SSL_CA=', QUOTE(COALESCE(Ssl_ca, ''))), CONCAT('GET=', COALESCE(Get_public_key, 0)) FROM mysql.slave_master_info WHERE Channel_name = '' AND Host <> '';`;

/** Whom it follows, by what {@link SwitchingEngine.link} printed: nothing of it comes onto a command line. */
const FOLLOW = [
  'link="$(cat)"',
  'case "$link" in *USER=*) ;; *) echo "nothing says how the primary is reached" >&2; exit 1 ;; esac',
  CHECK_HOST,
  String.raw`clauses="$(printf '%s\n' "$link" | tr '\t' '\n' | sed -n "s/^GET=/, GET_$word""_PUBLIC_KEY=/p; t; s/^[A-Z_]*=/, $word""_&/p")"`,
  `own="$change $word""_HOST='$HOST', $word""_PORT=$PORT, $word""_AUTO_POSITION=1, $word""_CONNECT_RETRY=1, $word""_RETRY_COUNT=4294967295 $clauses"`,
];

/** Whether the image has the program that reads binary logs. */
const READER = 'if command -v mysqlbinlog > /dev/null; then echo reader=yes; else echo reader=no; fi';

/** How members of a MySQL with GTID replication change roles, from 8.0 on. */
export const switching: SwitchingEngine = {
  engine: 'mysql',
  facts: (context) => local(context, run(FACTS), READER),
  ...judge,
  link: (context) => local(context, run(LINK)),
  // It waits for commits that are under way. https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_super_read_only
  fence: {
    by: 'stays',
    script: (context) =>
      local(
        context,
        ...WORDS,
        ...FOLLOW,
        run('SET SESSION lock_wait_timeout = 10; SET PERSIST super_read_only = ON; SET PERSIST read_only = ON;'),
        `[ -n "$(sql "$@" -e "SELECT HOST FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME = '' AND HOST <> ''")" ] || printf '%s;\\n' "$own" | sql "$@" || exit 1`,
        endSessions(context),
        'end_sessions "$@" || exit 1',
      ),
  },
  unfence: (context) =>
    local(
      context,
      ...WORDS,
      String.raw`printf 'STOP %s; RESET %s ALL; SET PERSIST super_read_only = OFF; SET PERSIST read_only = OFF;\n' "$replica" "$replica" | sql "$@" || exit 1`,
    ),
  isFenced: (facts) => facts['super'] === 'yes' && facts['lasting'] === 'yes',
  lacks,
  promote: (context) =>
    local(
      context,
      ...WORDS,
      String.raw`printf 'STOP %s; RESET %s ALL; SET PERSIST super_read_only = OFF; SET PERSIST read_only = OFF;\n' "$replica" "$replica" | sql "$@" || exit 1`,
    ),
  follow: (context) =>
    local(
      context,
      ...WORDS,
      ...FOLLOW,
      run('SET PERSIST super_read_only = ON; SET PERSIST read_only = ON;'),
      String.raw`{ printf 'STOP %s; %s; START %s;\n' "$replica" "$own" "$replica"; } | sql "$@" || exit 1`,
    ),
  source: 'https://dev.mysql.com/doc/refman/8.4/en/replication-solutions-switch.html',
};
