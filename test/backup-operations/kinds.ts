// The servers that backups are tried on: how each is set up, filled, written to and asked.

import { quote } from '../../engines/probes/quote.ts';
import type { BackupLab } from './lab.ts';

/** Letters that a shell, YAML and a connection string read in their own ways. */
export const PASSWORD = 'it\'s "practice" \\ $x';

/** A server, in the container `server` of a StatefulSet `orders` unless it says otherwise. Its scripts run there by `sh -c`. */
export interface ServerKind {
  readonly engine: 'postgresql' | 'mysql' | 'mariadb' | 'redis';
  readonly workload?: string;
  readonly container?: string;
  readonly image: string;
  readonly port: number;
  /** Where the volume is mounted. */
  readonly mount: string;
  readonly password: { readonly variable: string; readonly value: string };
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly ready: readonly string[];
  /** Reads statements from standard input, prints bare values. */
  readonly client: string;
  readonly fill: string;
  /** How many rows or keys that makes. */
  readonly filled: number;
  /** Takes all of them away again. */
  readonly empty: string;
  /** What a restored server must answer like its source did when `fill` had run. */
  readonly proof: string;
  /** One that only reads, and whose answer no writer changes. */
  readonly query: string;
  /** The statement that writes row `%s`; its answer comes after it is acknowledged. */
  readonly write: string;
  /** Takes written rows away. */
  readonly unwrite: string;
  /** Prints `<how many>|<least>|<most>` of the rows that were written. */
  readonly written: string;
  readonly counted: 'rows' | 'keys';
}

const mysqlLike = (engine: 'mysql' | 'mariadb', image: string, variable: string, client: string): ServerKind => ({
  engine,
  image,
  port: 3306,
  mount: '/var/lib/mysql',
  password: { variable, value: PASSWORD },
  ready: ['sh', '-c', `MYSQL_PWD="$${variable}" ${client} -h 127.0.0.1 -uroot -e 'SELECT 1'`],
  client: `MYSQL_PWD="$${variable}" ${client} -h 127.0.0.1 -N -n -uroot`,
  fill: `CREATE DATABASE shop; USE shop; CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, word VARCHAR(80));
INSERT INTO orders (word) SELECT REPEAT(MD5(RAND()), 2) FROM (SELECT 1 ${' UNION ALL SELECT 2'.repeat(39)}) a, (SELECT 1 ${' UNION ALL SELECT 2'.repeat(49)}) b;
CREATE TABLE writes (n INT PRIMARY KEY);`,
  filled: 2_000,
  empty: 'DROP DATABASE shop',
  proof: 'SELECT COUNT(*), SUM(CRC32(word)), MAX(id) FROM shop.orders',
  query: 'SELECT COUNT(*), SUM(CRC32(word)), MAX(id) FROM shop.orders',
  write: 'INSERT INTO shop.writes VALUES (%s); SELECT %s;',
  unwrite: 'TRUNCATE shop.writes',
  written: "SELECT CONCAT_WS('|', COUNT(*), COALESCE(MIN(n), 0), COALESCE(MAX(n), 0)) FROM shop.writes",
  counted: 'rows',
});

export const POSTGRESQL: ServerKind = {
  engine: 'postgresql',
  image: 'postgres:16',
  port: 5432,
  mount: '/var/lib/postgresql/data',
  password: { variable: 'POSTGRES_PASSWORD', value: PASSWORD },
  env: { PGDATA: '/var/lib/postgresql/data/pgdata' },
  ready: ['pg_isready', '-h', '127.0.0.1', '-U', 'postgres'],
  client: 'psql -XAtq -v ON_ERROR_STOP=1 -U postgres',
  fill: `CREATE TABLE orders AS SELECT n AS id, md5(n::text) AS text FROM generate_series(1, 2000) n; CREATE INDEX ON orders (text);
CREATE TABLE writes (n int PRIMARY KEY);`,
  filled: 2_000,
  empty: 'DROP TABLE orders, writes',
  proof: `SELECT count(*), md5(string_agg(text, ',' ORDER BY id)) FROM orders`,
  query: `SELECT count(*), md5(string_agg(text, ',' ORDER BY id)) FROM orders`,
  write: 'INSERT INTO writes VALUES (%s); SELECT %s;',
  unwrite: 'TRUNCATE writes',
  written: `SELECT count(*) || '|' || coalesce(min(n), 0) || '|' || coalesce(max(n), 0) FROM writes`,
  counted: 'rows',
};

export const MYSQL = mysqlLike('mysql', 'mysql:8.0', 'MYSQL_ROOT_PASSWORD', 'mysql');
export const MARIADB = mysqlLike('mariadb', 'mariadb:10.11', 'MARIADB_ROOT_PASSWORD', 'mariadb');

/** With `appendonly yes` it does not look at its snapshot when it starts. */
export const redisWith = (appendonly: 'yes' | 'no'): ServerKind => ({
  engine: 'redis',
  image: 'redis:7',
  port: 6379,
  mount: '/data',
  password: { variable: 'REDIS_PASSWORD', value: 'practice-4711' },
  args: ['--requirepass', '$(REDIS_PASSWORD)', '--appendonly', appendonly],
  ready: ['sh', '-c', 'REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli ping | grep -q PONG'],
  client: 'REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli',
  fill: `EVAL "for i = 1, 2000 do redis.call('set', 'key:' .. i, redis.sha1hex(i)) end" 0`,
  filled: 2_000,
  empty: 'FLUSHALL',
  proof: `EVAL "local all = '' for i = 1, 2000 do all = redis.sha1hex(all .. (redis.call('get', 'key:' .. i) or '')) end return all" 0`,
  query: 'GET key:1000',
  write: `EVAL "redis.call('set', 'write:' .. ARGV[1], 1) return ARGV[1]" 0 %s`,
  unwrite: `EVAL "for _, key in ipairs(redis.call('keys', 'write:*')) do redis.call('del', key) end" 0`,
  written: `EVAL "local keys = redis.call('keys', 'write:*') local least, most = 0, 0 for _, key in ipairs(keys) do local n = tonumber(string.sub(key, 7)) if least == 0 or n < least then least = n end if n > most then most = n end end return #keys .. '|' .. least .. '|' .. most" 0`,
  counted: 'keys',
});

/**
 * The script of a writer: one row after the other, each printed once it is acknowledged, until /tmp/enough is there. About 200 a second; it starts few processes, for the
 * machine may be busy.
 */
export function writerScript({ client, write }: ServerKind): string {
  const row = `printf ${quote(`${write}\\n`)}${' "$n"'.repeat(write.split('%s').length - 1)}`;
  return [
    'n=0; { while [ ! -e /tmp/enough ]; do',
    `for _ in 1 2 3 4 5 6 7 8 9 10; do n=$((n + 1)); ${row}; done`,
    'sleep 0.05',
    `done; } | ${client}; rm -f /tmp/enough`,
  ].join('\n');
}

/** Lets a physical backup of PostgreSQL in: its image lets nobody replicate from another pod. */
export async function replicable(lab: BackupLab): Promise<void> {
  if (lab.kind.engine !== 'postgresql') return;
  const { here } = lab.practice;
  const line = 'host replication postgres all scram-sha-256';
  await here(['exec', 'orders-0', '--', 'sh', '-c', `echo '${line}' >> "$PGDATA/pg_hba.conf"`]);
  await lab.ask('SELECT pg_reload_conf()');
}

/** Objects for `kubectl apply`: the server with its password in a Secret, and a claim for backups beside it. */
export function serverSet(kind: ServerKind): object[] {
  const { image, port, mount, password, env = {}, args = [], ready } = kind;
  const labels = { app: 'orders' };
  const storage = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  const secret = { secretKeyRef: { name: 'orders', key: 'password' } };
  const variables = [
    ...Object.entries(env).map(([name, value]) => ({ name, value })),
    { name: password.variable, valueFrom: secret },
  ];
  return [
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'orders' }, stringData: { password: password.value } },
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'backups' }, spec: storage },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'orders' },
      spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: labels, ports: [{ port }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'orders' },
      spec: {
        replicas: 1,
        serviceName: 'orders',
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 10,
            securityContext: { runAsUser: 999, runAsGroup: 999, fsGroup: 999 },
            containers: [
              {
                name: 'server',
                image,
                ...(args.length > 0 && { args }),
                env: variables,
                readinessProbe: { exec: { command: ready }, periodSeconds: 1, timeoutSeconds: 10 },
                volumeMounts: [{ name: 'data', mountPath: mount }],
              },
            ],
          },
        },
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: storage }],
      },
    },
  ];
}
