import assert from 'node:assert/strict';
import { describeOnCluster } from '../cluster/practice.ts';
import { Lab, type ServerPod } from '../live-engines/lab.ts';
import { Bench, countsOf } from './bench.ts';

/** Without blanks and quotes, so that it can be searched for in what processes show. */
const PASSWORD = 'practice$x-4711';

interface Kind {
  readonly name: string;
  readonly image: string;
  readonly port: number;
  readonly data: string;
  readonly env: Readonly<Record<string, string>>;
  readonly ready: readonly string[];
  /** The variable that a client takes the password from. */
  readonly client: string;
  /** A client that reads SQL from standard input and prints bare values. */
  readonly ask: string;
  readonly fill: string;
  /** A question whose answer differs where a row, an account or a view is lost. */
  readonly proof: string;
}

const ROWS = 5000;

const mysqlLike = (name: string, image: string, client: string, variable: string): Kind => ({
  name,
  image,
  port: 3306,
  data: '/var/lib/mysql',
  env: { [variable]: PASSWORD, [variable.replace('ROOT_PASSWORD', 'DATABASE')]: 'shop' },
  ready: ['sh', '-c', `MYSQL_PWD="$${variable}" ${client} -h 127.0.0.1 -uroot -e 'SELECT 1'`],
  client: 'MYSQL_PWD',
  ask: `MYSQL_PWD="$${variable}" ${client} -N -uroot`,
  fill: `
    CREATE DATABASE \`odd name\`; CREATE TABLE \`odd name\`.\`t t\` (b BLOB); INSERT INTO \`odd name\`.\`t t\` VALUES (X'00ff27');
    CREATE TABLE shop.orders (id INT PRIMARY KEY AUTO_INCREMENT, word VARCHAR(80));
    INSERT INTO shop.orders (word) SELECT REPEAT(MD5(a.help_topic_id), 2) FROM (SELECT 1 AS help_topic_id ${' UNION ALL SELECT 2'.repeat(49)}) a, (SELECT 1 ${' UNION ALL SELECT 2'.repeat(99)}) b;
    CREATE USER clerk@'%' IDENTIFIED BY 'clerk'; GRANT SELECT ON shop.* TO clerk@'%';
    CREATE DEFINER=clerk@'%' SQL SECURITY INVOKER VIEW shop.v AS SELECT COUNT(*) AS n FROM shop.orders;
    CREATE PROCEDURE shop.p() SELECT 1;`,
  proof: `SELECT COUNT(*), SUM(CRC32(word)), MAX(id) FROM shop.orders; SELECT n FROM shop.v; SELECT HEX(b) FROM \`odd name\`.\`t t\`; SHOW GRANTS FOR clerk@'%'; CALL shop.p()`,
});

const postgresql = (major: number): Kind => ({
  name: `postgresql-${major}`,
  image: `postgres:${major}`,
  port: 5432,
  data: '/data',
  env: { POSTGRES_PASSWORD: PASSWORD, POSTGRES_DB: 'shop', PGDATA: '/data/pgdata' },
  ready: ['pg_isready', '-h', '127.0.0.1', '-U', 'postgres'],
  client: 'PGPASSWORD',
  ask: 'psql -XAtq -v ON_ERROR_STOP=1 -U postgres shop',
  fill: `
    CREATE ROLE clerk LOGIN PASSWORD 'clerk'; CREATE DATABASE "odd = name";
    CREATE TABLE orders (id serial PRIMARY KEY, word text); INSERT INTO orders (word) SELECT repeat(md5(i::text), 2) FROM generate_series(1, ${ROWS}) i;
    CREATE VIEW v AS SELECT count(*) AS n FROM orders; ALTER VIEW v OWNER TO clerk; GRANT SELECT ON orders TO clerk;
    CREATE TABLE "Odd ""table" (b bytea); INSERT INTO "Odd ""table" VALUES ('\\x00ff27');
    ALTER DATABASE shop SET work_mem = '5MB';`,
  proof: `SELECT count(*), sum(hashtext(word)), max(id) FROM orders; SELECT n FROM v; SELECT b FROM "Odd ""table"; SHOW work_mem; SELECT datname FROM pg_database ORDER BY 1; SELECT rolname, rolpassword FROM pg_authid WHERE rolname = 'clerk'; SELECT nextval('orders_id_seq')`,
});

const KINDS: readonly Kind[] = [
  postgresql(15),
  postgresql(18),
  mysqlLike('mysql', 'mysql:8.0', 'mysql', 'MYSQL_ROOT_PASSWORD'),
  mysqlLike('mariadb', 'mariadb:10.11', 'mariadb', 'MARIADB_ROOT_PASSWORD'),
];

describeOnCluster('dumping to a stream of SQL', function () {
  this.timeout('6m');
  let lab: Lab;
  before(async () => {
    lab = await Lab.open('dumps-logical');
  });
  after(() => lab.close());

  for (const { name, image, port, data, env, ready, client, ask, fill, proof } of KINDS)
    describe(image, () => {
      const [source, target, other, hand] = ['source', 'target', 'other', 'hand'].map((part) => `${name}-${part}`) as [
        string,
        string,
        string,
        string,
      ];
      const server = (pod: string): ServerPod => ({ name: pod, image, env, data, user: 999, ready });
      const worker: ServerPod = {
        name: hand,
        image,
        env,
        data: '/data',
        user: 999,
        args: ['sleep', 'infinity'],
        ready: ['true'],
      };
      const sql = (pod: string, text: string) => lab.run(pod, `${ask} <<'EOF'\n${text}\nEOF`);
      let bench: Bench;
      before(async () => {
        bench = await Bench.open(lab, port, [server(source), server(target), server(other), worker]);
        await sql(source, fill);
      });
      after(() => lab.practice.here(['delete', 'pod', source, target, other, hand, '--now', '--wait=false']));

      const logical = () => bench.engine.methods.find(({ method }) => method === 'logical') ?? assert.fail();

      it('tells of the server what a manifest wants', async () => {
        assert.equal(bench.engine.unable(bench.context, 'logical'), undefined);
        const facts = await bench.facts(source);
        assert.match(facts['version'] ?? '', /^\d+\.\d+/u);
        assert.match(facts['identity'] ?? '', /^[\da-f-]+$/u);
        assert.equal(facts['role'], 'primary');
        assert.equal(facts['busy'], undefined);
        assert.equal(facts['count.rows'], String(ROWS + 1));
        assert.equal(facts['count.tables'], '2');
        assert.deepEqual(countsOf(await bench.around(hand, source)), countsOf(facts), 'the same from another pod');
      });

      it('shows no password to whoever lists processes', async () => {
        const dump = logical().dump(bench.context);
        const watch = `( until [ -e /data/end ]; do cat /proc/[0-9]*/cmdline | tr '\\0' ' '; echo; done > /data/seen 2>/dev/null ) & `;
        await bench.job(hand, source, dump, '> /data/whole; code=$?; touch /data/end; wait; [ $code = 0 ]', watch);
        const seen = await lab.run(hand, 'cat /data/seen');
        assert.match(seen, /dump/u);
        assert.ok(!seen.includes(PASSWORD), 'the password stands on a command line');
        assert.ok(!dump.script.includes(PASSWORD));
      });

      it('is restored row by row into an empty server', async () => {
        await bench.job(hand, target, logical().restore.script(bench.context), '< /data/whole');
        assert.equal(await sql(target, proof), await sql(source, proof));
        const { ok, bad, counts } = await bench.check(target);
        assert.deepEqual(bad, []);
        assert.ok(ok.length > 0);
        const expected = countsOf(await bench.facts(source));
        assert.deepEqual(countsOf(counts), expected);
      });

      it('is not restored over a server that holds tables', async () => {
        const again = bench.job(hand, target, logical().restore.script(bench.context), '< /data/whole');
        await assert.rejects(again, /not empty/u);
      });

      it('fails where the stream is cut, also between two lines', async () => {
        await lab.run(hand, 'head -n $(($(wc -l < /data/whole) - 1)) /data/whole > /data/cut');
        const cut = bench.job(hand, other, logical().restore.script(bench.context), '< /data/cut');
        await assert.rejects(cut, /did not come to the end of the dump/u);
      });

      it('fails on a wrong password, and tells none', async () => {
        const { script } = logical().dump(bench.context);
        const before = `export ${client}=not-the-one`;
        const said = await bench.job(
          hand,
          source,
          { script, inherits: [] },
          '2>&1 >/data/none || echo ended $?',
          before,
        );
        assert.match(said, /password authentication failed|Access denied/u);
        assert.match(said, /ended [1-9]/u);
        for (const secret of ['not-the-one', PASSWORD]) assert.ok(!said.includes(secret), 'the password is told');
      });
    });
});
