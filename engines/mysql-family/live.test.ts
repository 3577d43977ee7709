import assert from 'node:assert/strict';
import { contextOf, setOf } from '../../test/support/context.ts';
import { live as mariadb } from '../mariadb/live.ts';
import { UnreadableAnswer } from '../model/live.ts';
import { live as mysql } from '../mysql/live.ts';
import { readAnswer } from './live-answer.ts';

type Values = Readonly<Record<string, string>>;

/** A section as the client's batch mode prints it: a line of columns, then rows. */
const table = (name: string, ...rows: readonly Values[]) => {
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.length === 0 ? [] : [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  return [`plinth:${name}`, `plinth:${name}`, ...lines.map((cells) => cells.join('\t')), ''].join('\n');
};
const pairs = (name: string, values: Values) =>
  table(name, ...Object.entries(values).map(([Variable_name, Value]) => ({ Variable_name, Value })));

const rights = table('rights', { PRIVILEGE_TYPE: 'SUPER' });
const variables = (more: Values = {}) =>
  pairs('variables', { version: '8.4.3', read_only: 'OFF', super_read_only: 'OFF', gtid_mode: 'OFF', ...more });
const readOnly = { read_only: 'ON', super_read_only: 'ON' };

/** MySQL's columns from 8.0.22 on. */
const channel: Values = {
  Source_Host: 'db-0.db',
  Source_Port: '3306',
  Source_Log_File: 'binlog.000003',
  Read_Source_Log_Pos: '900',
  Relay_Source_Log_File: 'binlog.000003',
  Exec_Source_Log_Pos: '900',
  Replica_IO_Running: 'Yes',
  Replica_SQL_Running: 'Yes',
  Seconds_Behind_Source: '0',
  Last_IO_Error: '',
  Last_SQL_Error: '',
  SQL_Delay: '0',
  Channel_Name: '',
};
const replica = (more: Values = {}, own: Values = readOnly) =>
  readAnswer(table('replica', { ...channel, ...more }) + variables(own) + rights);

describe('MySQL and MariaDB: what a running member says', () => {
  it('is a primary, with the transactions that it has and who reads its binary log', () => {
    const set = 'd3d180c6-e696-11f1-bfdc-826169e8b27d:1-12,\\nd3d180c6-e696-11f1-bfdc-826169e8b27e:1-3';
    const answer = readAnswer(
      table('replica') +
        variables({ gtid_mode: 'ON', gtid_executed: set }) +
        table(
          'dumps',
          { HOST: '10.1.0.7:40112', STATE: 'Source has sent all binlog to replica; waiting for more updates' },
          { HOST: 'db-2.db:40113', STATE: 'Sending binlog event to replica' },
        ) +
        table('log_file', { COUNT_MISC: '10', SUM_TIMER_MISC: '25000000000' }) +
        rights,
    );
    assert.deepEqual(answer, {
      role: 'primary',
      writable: true,
      version: { text: '8.4.3', major: 8, minor: 4, patch: 3 },
      position: 'd3d180c6-e696-11f1-bfdc-826169e8b27d:1-12,d3d180c6-e696-11f1-bfdc-826169e8b27e:1-3',
      followers: [
        { name: '10.1.0.7', address: '10.1.0.7', state: 'streaming' },
        { name: 'db-2.db', state: 'catchup' },
      ],
      flush: { milliseconds: 2.5, of: 'mean of 10 syncs of the redo log (its openings among them) since the start' },
    });
  });

  it('is a replica that has applied all that arrived', () => {
    const answer = replica();
    assert.equal(answer.role, 'replica');
    assert.equal(answer.writable, false);
    assert.equal(answer.upstream, 'db-0.db:3306');
    assert.equal(answer.streaming, true);
    assert.deepEqual(answer.lag, { bytes: 0, seconds: 0 });
    assert.equal(answer.remarks, undefined);
  });

  it('is a replica by the old names too, and MariaDB’s', () => {
    const old = Object.fromEntries(
      Object.entries(channel).map(([name, value]) => [
        name.replace('Source', 'Master').replace('Replica', 'Slave'),
        value,
      ]),
    );
    const named = {
      ...old,
      Connection_name: '',
      Relay_Master_Log_File: 'binlog.000003',
      Seconds_Behind_Master: '3',
      Exec_Master_Log_Pos: '500',
    };
    for (const name of ['old_replica', 'replica']) {
      const answer = readAnswer(
        table(name, named) + variables({ read_only: 'ON', gtid_current_pos: '0-1-7083' }) + rights,
      );
      assert.deepEqual(answer.lag, { bytes: 400, seconds: 3 });
      assert.equal(answer.upstream, 'db-0.db:3306');
      assert.equal(answer.position, '0-1-7083');
    }
  });

  it('says no second of lag with bytes outstanding to be none, and none where the receiver stands still', () => {
    assert.deepEqual(replica({ Exec_Source_Log_Pos: '500' }).lag, { bytes: 400, seconds: 1 });
    assert.deepEqual(replica({ Relay_Source_Log_File: 'binlog.000002', Seconds_Behind_Source: '70' }).lag, {
      seconds: 70,
    });
    const lost = replica({
      Replica_IO_Running: 'Connecting',
      Seconds_Behind_Source: 'NULL',
      Last_IO_Error: "Error connecting to source 'repl@db-0.db:3306'. This was attempt 3/86400. Message: Can't connect",
    });
    assert.equal(lost.streaming, false);
    assert.equal(lost.lag, undefined);
    assert.deepEqual(lost.remarks, [
      'receiving changes failed: Error connecting to source «…». This was attempt 3/86400. Message: Can’t connect',
    ]);
  });

  it('tells why the applier stopped, without rows and statements', () => {
    const answer = replica({
      Replica_SQL_Running: 'No',
      Seconds_Behind_Source: 'NULL',
      Last_SQL_Error:
        "Error 'Duplicate entry 'me@example.com' for key 'PRIMARY'' on query. Default database: 'shop'. Query: 'insert into users values (\\'s3cret\\')'",
    });
    assert.equal(answer.streaming, true);
    assert.deepEqual(answer.lag, { bytes: 0 });
    const [remark = ''] = answer.remarks ?? [];
    assert.match(remark, /^applying changes failed: Error /);
    assert.doesNotMatch(remark, /s3cret|insert|example/);
  });

  it('is a replica that accepts writes, and says that this is wrong', () => {
    const answer = replica({}, {});
    assert.equal(answer.writable, true);
    assert.deepEqual(answer.remarks, ['it is a replica and accepts writes (read_only is off)']);
  });

  it('is a primary where someone stopped replication and let writes in; a replica where the applier failed', () => {
    const stopped = { Replica_IO_Running: 'No', Replica_SQL_Running: 'No' };
    const promoted = replica(stopped, {});
    assert.equal(promoted.role, 'primary');
    assert.match(promoted.remarks?.[0] ?? '', /still configured/);
    assert.equal(replica(stopped).role, 'replica');
    assert.equal(replica({ ...stopped, Last_SQL_Error: 'gone' }, {}).role, 'replica');
  });

  it('accepts no writes when read-only in any way, MariaDB’s new words included', () => {
    for (const own of [
      { read_only: 'ON' },
      { read_only: 'NO_LOCK_NO_ADMIN' },
      { innodb_read_only: 'ON' },
      { offline_mode: 'ON' },
    ])
      assert.equal(readAnswer(variables(own) + rights).writable, false, JSON.stringify(own));
  });

  it('is one of many in Galera, and refuses queries outside of the primary component', () => {
    const status = {
      wsrep_cluster_state_uuid: 'a-b',
      wsrep_cluster_status: 'Primary',
      wsrep_ready: 'ON',
      wsrep_local_state_comment: 'Synced',
    };
    const ask = (more: Values) =>
      readAnswer(variables({ wsrep_on: 'ON' }) + pairs('status', { ...status, ...more }) + rights);
    assert.deepEqual([ask({}).role, ask({}).writable, ask({}).identity], ['member', true, 'a-b']);
    const parted = ask({
      wsrep_cluster_status: 'non-Primary',
      wsrep_ready: 'OFF',
      wsrep_local_state_comment: 'Initialized',
    });
    assert.equal(parted.writable, false);
    assert.equal(parted.remarks?.length, 2);
  });

  it('is what its group says', () => {
    const member = (id: string, role: string, state = 'ONLINE') => ({
      MEMBER_ID: id,
      MEMBER_HOST: `db-${id}`,
      MEMBER_STATE: state,
      MEMBER_ROLE: role,
    });
    const ask = (own: Values, ...members: readonly Values[]) =>
      readAnswer(
        variables({
          server_uuid: '1',
          group_replication_group_name: 'g',
          group_replication_single_primary_mode: 'ON',
          ...own,
        }) +
          table('group', ...members) +
          rights,
      );
    const secondary = ask(readOnly, member('0', 'PRIMARY'), member('1', 'SECONDARY'));
    assert.deepEqual([secondary.role, secondary.upstream, secondary.identity], ['replica', 'db-0', 'g']);
    const primary = ask({}, member('0', 'SECONDARY', 'RECOVERING'), member('1', 'PRIMARY'));
    assert.deepEqual(primary.followers, [{ name: 'db-0', state: 'recovering' }]);
    assert.equal(ask({ group_replication_single_primary_mode: 'OFF' }, member('1', 'PRIMARY')).role, 'member');
    assert.equal(ask({}, member('1', '', 'OFFLINE')).role, 'primary');
    assert.equal(ask({}, member('1', 'SECONDARY', 'ERROR')).writable, false);
  });

  it('does not take a user without rights for a primary, nor understand what is no answer', () => {
    assert.throws(() => readAnswer(variables()), /REPLICATION CLIENT/);
    assert.throws(() => readAnswer('ERROR s3cret'), UnreadableAnswer);
    assert.throws(() => readAnswer(rights), /version/);
  });
});

describe('MySQL and MariaDB: how a running member is asked', () => {
  it('has no password on its command line, and ends by itself', () => {
    const { context } = contextOf(setOf('image: mysql:8.4\nenv: [{ name: MYSQL_ROOT_PASSWORD, value: s3cret }]'));
    const { command, stdin } = mysql.ask(context)!;
    assert.doesNotMatch(command.join(' '), /s3cret| -p|--password/);
    assert.match(command[2] ?? '', /MYSQL_PWD="\$\(cat "\$MYSQL_ROOT_PASSWORD_FILE"\)"/);
    assert.match(stdin ?? '', /quit\n$/);
  });

  it('knows where several members may write', () => {
    const single = (container: string) => {
      const { context, recognition } = contextOf(setOf(container));
      return recognition.engine.live?.singleWriter(context);
    };
    assert.equal(single('image: mysql:8.4'), true);
    assert.equal(single('image: mysql:8.4\nargs: [--group-replication-group-name=g]'), true);
    const multi = '--group-replication-group-name=g, --group-replication-single-primary-mode=OFF';
    assert.equal(single(`image: mysql:8.4\nargs: [${multi}]`), false);
    assert.equal(single('image: mysql:8.4\nargs: [--ndbcluster]'), false);
    assert.equal(single('image: mariadb:11.4\nargs: ["--wsrep-on=ON", "--wsrep-cluster-address=gcomm://a"]'), false);
    assert.equal(single('image: mariadb:11.4'), true);
  });

  it('explains failures in words', () => {
    const because = (errors: string, exitCode = 1) => mariadb.explain?.(exitCode, errors);
    assert.match(
      because("ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)") ?? '',
      /not the server’s/,
    );
    assert.match(
      because("ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: NO)") ?? '',
      /no variable/,
    );
    assert.match(because("ERROR 2002 (HY000): Can't connect through socket") ?? '', /no server listens/);
    assert.match(because('ERROR 2013 (HY000): Lost connection at reading initial communication packet') ?? '', /hangs/);
    assert.match(because('', 124) ?? '', /no answer/);
  });

  it('gives a connection string without a password', () => {
    const env =
      '[{ name: MARIADB_USER, value: app }, { name: MARIADB_PASSWORD, value: s3cret }, { name: MARIADB_DATABASE, value: shop }]';
    const { context } = contextOf(setOf(`image: mariadb:11.4\nenv: ${env}`));
    assert.equal(mariadb.connection(context, { host: '127.0.0.1', port: 33060 }), 'mariadb://app@127.0.0.1:33060/shop');
    assert.match(mariadb.client(context)?.join(' ') ?? '', /exec "\$program" "\$@"$/);
  });
});
