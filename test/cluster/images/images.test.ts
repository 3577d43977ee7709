import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HERE } from '../places.ts';
import { becomes, HOW, isReady, practise, WANTED, type Practice } from '../practice.ts';
import { until } from '../wait.ts';

if (!WANTED) it(`images of the practice cluster: ${HOW}`);
else
  describe('the images of the practice cluster', function () {
    this.timeout('5m');
    let practice: Practice;
    const inPod = (pod: string, ...command: readonly string[]): Promise<string> =>
      practice.here(['exec', pod, '--', ...command]);

    before(async () => {
      practice = await practise('images-test');
      await practice.here(['apply', '--filename=-'], await readFile(join(HERE, 'fixtures/images.yaml'), 'utf8'));
    });

    after(() => practice.leave());

    it('postgres makes the named user and database and runs the scripts', async () => {
      await isReady(practice.here, 'postgres-15');
      const sql = "SELECT tablename FROM pg_tables WHERE tableowner = 'app' ORDER BY 1";
      const tables = await inPod('postgres-15', 'psql', '-U', 'app', '-d', 'shop', '-Atc', sql);
      assert.match(tables, /made_by_sh\nmade_by_sql\n/);
      const remote = "host=127.0.0.1 user=app dbname=shop password='it\\'s'";
      assert.equal(await inPod('postgres-15', 'psql', remote, '-Atc', 'SHOW server_version_num'), '150020\n');
    });

    it('postgres 18 keeps its data in a folder of its version, as any user, with the arguments given', async () => {
      await isReady(practice.here, 'postgres-18');
      const show = (name: string): Promise<string> =>
        inPod('postgres-18', 'psql', '-U', 'postgres', '-Atc', `SHOW ${name}`);
      assert.equal(await show('data_directory'), '/var/lib/postgresql/18/docker\n');
      assert.equal(await show('wal_segment_size'), '4MB\n');
      assert.equal(await show('max_connections'), '20\n');
      assert.equal(await show('unix_socket_directories'), '/var/run/postgresql,/tmp\n');
    });

    it('postgres refuses to start without a password', async () => {
      await becomes(practice.here, ['pod', 'postgres-without-password'], '.status.phase', 'Failed');
      assert.match(await practice.here(['logs', 'postgres-without-password']), /password is not specified/);
    });

    it('redis listens to other pods and keeps an append-only file', async () => {
      await isReady(practice.here, 'redis');
      assert.match(await inPod('redis', 'redis-cli', 'config', 'get', 'protected-mode'), /no/);
      assert.match(await inPod('redis', 'ls', '/data'), /appendonlydir/);
      assert.match(await inPod('redis', 'stat', '--format=%U', '/data/appendonlydir'), /redis/);
    });

    for (const [server, client, version] of [
      ['mariadb', 'mariadb', '10.11'],
      ['mysql', 'mysql', '8.0'],
    ] as const)
      it(`${server} makes the named database and user, and leaves no account without a password`, async () => {
        await isReady(practice.here, server);
        const sql = async (user: string, password: string, text: string): Promise<string> =>
          inPod(server, client, '-h127.0.0.1', `-u${user}`, `-p${password}`, '-NBe', text);
        assert.match(await sql('app', 'practice', 'USE shop_orders; SELECT VERSION()'), new RegExp(`^${version}\\.`));
        const accounts = await sql('root', "it's \\ root", 'SELECT user, host FROM mysql.user');
        assert.match(accounts, /root\t%/);
        assert.doesNotMatch(accounts, /root\t127\.0\.0\.1/);
        await assert.rejects(inPod(server, client, '-uroot', '-e', 'SELECT 1'), /Access denied/);
      });

    it('patroni elects a leader, follows it, and hands over when asked', async () => {
      await practice.here(['apply', '--filename=-'], await readFile(join(HERE, 'fixtures/patroni.yaml'), 'utf8'));
      for (const member of ['ha-0', 'ha-1'])
        await becomes(practice.here, ['pod', member], '.status.containerStatuses[0].ready', 'true');
      const path = '.subsets[0].addresses[0].targetRef.name';
      const advice = 'Look at the logs of ha-0 and ha-1.';
      const first = await until('A leader in the Service', { seconds: 60, advice }, async () => {
        const name = await practice.here(['get', 'endpoints', 'ha', `--output=jsonpath={${path}}`]);
        return name !== '' && name;
      });
      const second = first === 'ha-0' ? 'ha-1' : 'ha-0';
      const control = ['patronictl', '--config-file', '/etc/patroni/patroni.yml', 'switchover', 'ha', '--force'];
      await inPod(first, ...control, '--master', first, '--candidate', second);
      const read = ['psql', '-U', 'postgres', '-Atc', 'SELECT pg_is_in_recovery()'];
      assert.equal(await inPod(second, ...read), 'f\n');
      // The new leader enters itself into the Service in its next round; until then the Service has nobody.
      await becomes(practice.here, ['endpoints', 'ha'], path, second);
    });

    it('node runs programs', async () => {
      await becomes(practice.here, ['pod', 'node'], '.status.phase', 'Succeeded');
      assert.match(await practice.here(['logs', 'node']), /^v22\./);
    });
  });
