// The topologies that survive a failover, and how the witness asks them.

/** How a witness in the namespace speaks to a database. The scripts are bash; every key of the Secret is there as `SECRET_key`. */
export interface SoundDatabase {
  /** Below examples/topologies; also the name in messages. */
  readonly folder: string;
  /** The StatefulSet, which has three members. */
  readonly name: string;
  /** The keys of its Secret, which bears its name. */
  readonly keys: readonly string[];
  readonly container: string;
  /** The headless Service. */
  readonly members: string;
  readonly readWrite: string;
  readonly readOnly: string;
  /** The label of a member's role, and what it says of the primary and of the others. */
  readonly role: { readonly label: string; readonly primary: string; readonly replica: string };
  /**
   * `states HOST` prints every `$EVERY` seconds (200 ms by default) in one session «seconds state»: rw where writes are accepted, ro where not; and ends with the session.
   * `state HOST` prints the first of them alone. `query HOST …` runs a statement or command of the application.
   */
  readonly client: string;
  /** Statements of the application; Redis' are commands. */
  readonly prepare?: string;
  readonly insert: (id: string) => string;
  /** Prints all ids, one a line. */
  readonly list: string;
}

const ROLE = { label: 'plinth.dev/role', primary: 'primary', replica: 'replica' } as const;

const FIRST_STATE = `
state() { timeout 3 bash -c '. /witness/client.sh; states "$0"' "$1" 2> /dev/null | { read -r _ state; echo "$state"; }; }`;

// The time is the server's own, when it evaluated the statement: what comes late was not asked late.
const postgresqlClient = (database: string, replicator: string): string => `
states() {
  echo "SELECT extract(epoch FROM clock_timestamp()), CASE WHEN pg_is_in_recovery() THEN 'ro' ELSE 'rw' END \\watch \${EVERY:-0.2}" |
    PGPASSWORD=$SECRET_replication psql "host=$1 user=${replicator} dbname=postgres connect_timeout=2" -XAtq -F ' ' 2> /dev/null |
    grep --line-buffered 'r[wo]$'
}
query() { PGPASSWORD=$SECRET_app psql "host=$1 user=app dbname=${database} connect_timeout=2" -XAtqc "$2"; }
${FIRST_STATE}`;

const mysqlClient = (database: string, options: string): string => `
states() {
  { while echo "SELECT CONCAT(UNIX_TIMESTAMP(SYSDATE(6)), IF(@@GLOBAL.read_only, ' ro', ' rw'));"; do read -rt \${EVERY:-0.2} <> <(:); done } 2> /dev/null |
    MYSQL_PWD=$SECRET_replication mariadb ${options} --connect-timeout=2 --skip-reconnect --unbuffered -h "$1" -ureplicator -NB 2> /dev/null
}
query() { MYSQL_PWD=$SECRET_app mariadb ${options} --connect-timeout=2 -h "$1" -uapp -NBe "$2" ${database}; }
${FIRST_STATE}`;

const SQL = {
  prepare: 'CREATE TABLE written (id int PRIMARY KEY)',
  insert: (id: string) => `INSERT INTO written VALUES (${id})`,
  list: 'SELECT id FROM written ORDER BY id',
} as const;

export const SOUND: readonly SoundDatabase[] = [
  {
    folder: 'postgresql',
    name: 'orders-db',
    keys: ['password', 'replication', 'app'],
    container: 'postgresql',
    members: 'orders-db',
    readWrite: 'orders-db-primary',
    readOnly: 'orders-db-replicas',
    role: ROLE,
    client: postgresqlClient('orders', 'replicator'),
    ...SQL,
  },
  {
    folder: 'mysql',
    name: 'catalog-db',
    keys: ['root', 'replication', 'app'],
    container: 'mysql',
    members: 'catalog-db',
    readWrite: 'catalog-db-primary',
    readOnly: 'catalog-db-replicas',
    role: ROLE,
    // Its accounts are those of MySQL 8, which want TLS, or a key that this client does not ask for.
    client: mysqlClient('catalog', '--ssl'),
    ...SQL,
  },
  {
    folder: 'mariadb',
    name: 'forum-db',
    keys: ['root', 'replication', 'app'],
    container: 'mariadb',
    members: 'forum-db',
    readWrite: 'forum-db-primary',
    readOnly: 'forum-db-replicas',
    role: ROLE,
    client: mysqlClient('forum', ''),
    ...SQL,
  },
  {
    folder: 'redis',
    name: 'jobs-queue',
    keys: ['password'],
    container: 'redis',
    members: 'jobs-queue',
    readWrite: 'jobs-queue-primary',
    readOnly: 'jobs-queue-replicas',
    role: ROLE,
    // Redis says of itself that it leads even where it takes no writes: so one is tried.
    client: `
export REDISCLI_AUTH=$SECRET_password
states() {
  redis-cli -h "$1" -r 1000000 -i \${EVERY:-0.2} SET probe "$RANDOM" 2> /dev/null | while read -r answer; do
    case $answer in
      OK) echo "$EPOCHREALTIME rw" ;;
      READONLY* | NOREPLICAS*) echo "$EPOCHREALTIME ro" ;;
      *[Cc]onne*) return ;;
    esac
  done
}
query() {
  local answer
  answer=$(timeout 2 redis-cli -e -h "$1" $2) && echo "$answer"
}
${FIRST_STATE}`,
    insert: (id) => `SADD written ${id}`,
    list: 'SMEMBERS written',
  },
  {
    folder: 'patroni',
    name: 'billing-db',
    keys: ['superuser', 'replication', 'app'],
    container: 'patroni',
    members: 'billing-db-members',
    readWrite: 'billing-db',
    readOnly: 'billing-db-replicas',
    role: { label: 'role', primary: 'master', replica: 'replica' },
    client: postgresqlClient('billing', 'standby'),
    ...SQL,
  },
];
