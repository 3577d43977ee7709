import assert from 'node:assert/strict';
import { describeOnCluster } from '../cluster/practice.ts';
import { Lab, type ServerPod } from './lab.ts';

const PASSWORD = 'it\'s "practice" \\ $x';

interface Kind {
  readonly name: string;
  readonly image: string;
  readonly client: string;
  readonly server: string;
  readonly args: readonly string[];
  readonly variable: string;
  /** Statements that make a fresh server a replica of another. */
  readonly follow: (host: string) => string;
  readonly major: number;
  readonly position: RegExp;
  readonly readOnly: string;
}

/** In a statement that a shell reads within double quotes. */
const INNER = `it''s \\"practice\\" \\\\\\\\ \\$x`;

const KINDS: readonly Kind[] = [
  {
    name: 'mysql',
    image: 'mysql:8.0',
    client: 'mysql',
    server: 'mysqld',
    args: ['--gtid-mode=ON', '--enforce-gtid-consistency=ON', '--log-bin=binlog'],
    variable: 'MYSQL_ROOT_PASSWORD',
    follow: (host) =>
      `RESET MASTER; CHANGE MASTER TO MASTER_HOST='${host}', MASTER_USER='root', MASTER_PASSWORD='${INNER}', MASTER_AUTO_POSITION=1, GET_MASTER_PUBLIC_KEY=1, MASTER_CONNECT_RETRY=1; START SLAVE; SET GLOBAL super_read_only=ON`,
    major: 8,
    position: /^[\da-f-]{36}:1-\d+$/u,
    readOnly: 'super_read_only',
  },
  {
    name: 'mariadb',
    image: 'mariadb:10.11',
    client: 'mariadb',
    server: 'mariadbd',
    args: ['--log-bin=binlog', '--gtid-strict-mode=ON'],
    variable: 'MARIADB_ROOT_PASSWORD',
    follow: (host) =>
      `RESET MASTER; SET GLOBAL gtid_slave_pos=''; CHANGE MASTER TO MASTER_HOST='${host}', MASTER_USER='root', MASTER_PASSWORD='${INNER}', MASTER_USE_GTID=slave_pos, MASTER_CONNECT_RETRY=1; START SLAVE; SET GLOBAL read_only=ON`,
    major: 10,
    position: /^0-\d+-\d+$/u,
    readOnly: 'read_only',
  },
];

describeOnCluster('asking MySQL and MariaDB', function () {
  this.timeout('6m');
  let lab: Lab;
  before(async () => {
    lab = await Lab.open('live-engines-mysql');
  });
  after(() => lab.close());

  for (const kind of KINDS)
    describe(kind.image, () => {
      const [first, second] = [`${kind.name}-first`, `${kind.name}-second`];
      const pod = (name: string, id: number): ServerPod => ({
        name,
        image: kind.image,
        args: [`--server-id=${id}`, ...kind.args],
        env: { [kind.variable]: PASSWORD },
        data: '/var/lib/mysql',
        user: 999,
        ready: ['sh', '-c', `MYSQL_PWD="$${kind.variable}" ${kind.client} -h 127.0.0.1 -uroot -e 'SELECT 1'`],
      });
      const sql = (name: string, text: string) =>
        lab.run(name, `MYSQL_PWD="$${kind.variable}" ${kind.client} -uroot -e "${text}"`);

      it('is a primary that stands alone', async () => {
        await lab.start(pod(first, 1), pod(second, 2));
        await sql(first, 'RESET MASTER; CREATE DATABASE shop; CREATE TABLE shop.t (i INT PRIMARY KEY)');
        const answer = await lab.answer(first);
        assert.equal(answer.role, 'primary');
        assert.equal(answer.writable, true);
        assert.equal(answer.version?.major, kind.major);
        assert.match(answer.position ?? '', kind.position);
        assert.deepEqual(answer.followers, []);
        assert.equal(answer.upstream, undefined);
        assert.equal(answer.remarks, undefined);
        // MariaDB has its performance schema switched off by default.
        if (kind.name === 'mysql') assert.ok((answer.flush?.milliseconds ?? 0) > 0);
        else assert.equal(answer.flush, undefined);
      });

      it('has a replica that receives and applies', async () => {
        await sql(second, kind.follow(first));
        await sql(first, 'INSERT INTO shop.t VALUES (1)');
        const answer = await lab.answers(
          second,
          'is level',
          ({ lag, position }) => lag?.bytes === 0 && position !== undefined,
        );
        assert.equal(answer.role, 'replica');
        assert.equal(answer.writable, false);
        assert.equal(answer.upstream, `${first}:3306`);
        assert.equal(answer.streaming, true);
        assert.deepEqual(answer.lag, { bytes: 0, seconds: 0 });
        assert.equal(answer.remarks, undefined);
        const leader = await lab.answers(first, 'has a follower', ({ followers }) => followers?.length === 1);
        assert.equal(leader.followers?.[0]?.state, 'streaming');
        assert.equal((await lab.answer(second)).position, leader.position);
      });

      it('lags by what it has not applied', async () => {
        await sql(second, 'STOP SLAVE SQL_THREAD');
        await sql(first, 'INSERT INTO shop.t VALUES (2); INSERT INTO shop.t VALUES (3)');
        const answer = await lab.answers(second, 'lags', ({ lag }) => (lag?.bytes ?? 0) > 200);
        assert.equal(answer.streaming, true);
        assert.equal(answer.lag?.seconds, undefined);
        assert.deepEqual(answer.remarks, ['it does not apply changes: the applier is stopped']);
        await sql(second, 'START SLAVE SQL_THREAD');
        await lab.answers(second, 'is level', ({ lag }) => lag?.bytes === 0);
      });

      it('says why applying failed, without the data', async () => {
        await sql(
          second,
          `SET GLOBAL ${kind.readOnly}=OFF; SET sql_log_bin=OFF; INSERT INTO shop.t VALUES (4242); SET GLOBAL read_only=ON`,
        );
        await sql(first, 'INSERT INTO shop.t VALUES (4242)');
        const answer = await lab.answers(
          second,
          'fails',
          ({ remarks }) => remarks?.[0]?.startsWith('applying changes failed') === true,
        );
        assert.equal(answer.role, 'replica');
        assert.equal(answer.lag?.seconds, undefined);
        assert.doesNotMatch(answer.remarks?.[0] ?? '', /4242/);
        await sql(
          second,
          'SET GLOBAL read_only=OFF; SET sql_log_bin=OFF; DELETE FROM shop.t WHERE i=4242; STOP SLAVE; START SLAVE',
        );
        const writable = await lab.answers(second, 'applies again', ({ lag }) => lag?.bytes === 0);
        assert.deepEqual([writable.role, writable.writable], ['replica', true]);
        assert.match(writable.remarks?.[0] ?? '', /accepts writes/);
        await sql(second, `SET GLOBAL ${kind.readOnly}=ON`);
      });

      it('hangs, and is asked in vain for no longer than a few seconds', async () => {
        await lab.run(second, `kill -STOP $(pidof ${kind.server})`);
        const begun = Date.now();
        await lab.fails(second, /hangs/);
        assert.ok(Date.now() - begun < 14_000, `${Date.now() - begun} ms`);
        await lab.run(second, `kill -CONT $(pidof ${kind.server})`);
        await lab.answers(second, 'answers again', () => true);
      });

      it('has lost its source: it does not receive, and its lag is not known', async () => {
        await lab.practice.here(['delete', 'pod', first, '--now']);
        const lost = await lab.answers(second, 'has lost it', ({ streaming }) => streaming === false);
        assert.equal(lost.role, 'replica');
        assert.equal(lost.lag, undefined);
        assert.match(lost.remarks?.join('\n') ?? '', /receiving changes failed|tries to reach its source/);
      });

      it('is a primary once someone stopped replication and lets writes in', async () => {
        await sql(second, 'STOP SLAVE; SET GLOBAL read_only=OFF');
        const promoted = await lab.answer(second);
        assert.deepEqual([promoted.role, promoted.writable], ['primary', true]);
        assert.match(promoted.remarks?.[0] ?? '', /still configured/);
        await sql(second, 'RESET SLAVE ALL; SET GLOBAL read_only=ON');
        const still = await lab.answer(second);
        assert.deepEqual([still.role, still.writable, still.remarks], ['primary', false, undefined]);
      });

      it('says that the password is not the server’s', async () => {
        await sql(second, "SET GLOBAL read_only=OFF; ALTER USER root@localhost IDENTIFIED BY 'another'");
        await lab.fails(second, /the password in the container’s variables is not the server’s/);
      });
    });
});
