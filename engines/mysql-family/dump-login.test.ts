import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { contextOf, setOf } from '../../test/support/context.ts';
import { dumpEngineOf } from '../dumps.ts';
import { sqlText } from './dump-login.ts';

const at = (image: string, host: string, variable = 'MYSQL_ROOT_HOST') =>
  contextOf(setOf(`image: ${image}\nenv: [{ name: ${variable}, value: '${host}' }]`)).context;

const mysql = dumpEngineOf('mysql');
const mariadb = dumpEngineOf('mariadb');

describe('by which account MySQL and MariaDB are dumped', () => {
  it('a login of one’s own where root may log in from its own container only, and a restored server lets the load in', () => {
    for (const host of ['localhost', '127.0.0.1', '::1']) {
      assert.match(mysql?.login?.wanted(at('mysql:8.4', host)) ?? '', /own container only/u);
      assert.equal(mysql?.admit?.(at('mysql:8.4', host))?.account, "root@'%'");
    }
    const other = at('mariadb:11', 'localhost', 'MARIADB_ROOT_HOST');
    assert.match(mariadb?.login?.wanted(other) ?? '', /own container only/u);
    assert.equal(mariadb?.admit?.(other)?.account, "root@'%'");
  });

  it('root, elsewhere', () => {
    for (const host of ['%', '10.%']) {
      assert.equal(mysql?.login?.wanted(at('mysql:8.4', host)), undefined);
      assert.equal(mysql?.admit?.(at('mysql:8.4', host)), undefined);
    }
  });

  it('needs to read, and of MariaDB to see replicas, under the name that the version has for it', () => {
    const reading = ['SELECT', 'SHOW VIEW', 'TRIGGER', 'EVENT', 'PROCESS'];
    assert.deepEqual(mysql?.login?.rights(at('mysql:8.4', '%')), reading);
    for (const [image, right] of [
      ['mariadb:10.4', 'REPLICATION CLIENT'],
      ['mariadb:10.5', 'SLAVE MONITOR'],
      ['mariadb:11.4', 'SLAVE MONITOR'],
    ] as const)
      assert.deepEqual(mariadb?.login?.rights(at(image, '%')), [...reading, right]);
  });

  it('is written as people type it, whatever stands in its name', () => {
    const { create, grant } = mysql?.login ?? assert.fail();
    assert.equal(create('backup'), "CREATE USER 'backup'@'%' IDENTIFIED BY '…';");
    assert.equal(
      grant({ user: "o'hara\\", host: '10.%' }, ['SELECT', 'EVENT']),
      "GRANT SELECT, EVENT ON *.* TO 'o''hara\\\\'@'10.%';",
    );
    assert.equal(sqlText("o'é"), 'CONVERT(0x6f27C3A9 USING utf8mb4)');
    assert.ok(!mysql?.login?.look(at('mysql:8.4', '%'), "x'; DROP TABLE y; --").includes('DROP'));
  });

  it('its scripts are ones that a POSIX shell can read', () => {
    for (const engine of [mysql, mariadb]) {
      const context = at('mysql:8.4', 'localhost');
      const { look, open, close } = engine?.admit?.(context) ?? assert.fail();
      for (const script of [look, open, close, engine?.login?.look(context, 'backup') ?? '']) {
        const { status, stderr } = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
        assert.equal(status, 0, `${stderr}\n${script}`);
      }
    }
  });
});

describe('the account of a load', () => {
  const client = (script: string, answer: string) =>
    spawnSync('sh', ['-c', script.replace(/^program=.*$/mu, `program=client; client() { ${answer}; }`)], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], MYSQL_PWD: `a'b\\c"$d\`e` },
    });

  it('has the password of root, whatever letters are in it', () => {
    const { open } = mysql?.admit?.(at('mysql:8.4', 'localhost')) ?? assert.fail();
    assert.equal(client(open, 'cat > /dev/null').status, 0);
    const { stderr } = client(open.replace('2>&1)"', ')"'), 'cat >&2');
    assert.deepEqual(stderr.split('\n'), [
      'SET SESSION sql_log_bin = 0;',
      "SET SESSION sql_mode = '';",
      `CREATE USER IF NOT EXISTS 'root'@'%' IDENTIFIED BY 'a''b\\\\c"$d\`e';`,
      "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;",
      '',
    ]);
  });

  it('tells of a failure by its number alone: a complaint may quote the statement', () => {
    const { open, close } = mysql?.admit?.(at('mysql:8.4', 'localhost')) ?? assert.fail();
    for (const script of [open, close]) {
      const said = 'cat > /dev/null; echo "ERROR 1064 (42000) at line 3: near \'hidden\'"; return 1';
      const { status, stdout, stderr } = client(script, said);
      assert.deepEqual([status, stdout, stderr], [1, '', 'ERROR 1064 (42000)\n']);
    }
  });
});
