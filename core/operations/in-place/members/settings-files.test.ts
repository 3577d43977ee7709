import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joining } from '../../../../engines/postgresql/joining.ts';
import type { EngineContext } from '../../../../engines/model/engine.ts';
import { stillCluster, topology } from '../../../../test/restart/still-cluster.ts';
import { database, object } from '../../../../test/support/live.ts';
import { readServer } from '../../../procedures/members/server.ts';

describe('what a restored PostgreSQL gets from a member of the set', () => {
  let folder: string;
  let context: EngineContext;
  const data = (member: string, file = ''): string => join(folder, member, file);

  before(async () => {
    const workload = object('StatefulSet', 'orders-db');
    const live = database('orders-db', { workload, container: 'postgresql' });
    const server = await readServer(stillCluster(await topology('postgresql')), live);
    assert.ok(server);
    ({ context } = server.model);
    folder = mkdtempSync(join(tmpdir(), 'plinth-joining-'));
    for (const member of ['old', 'new']) {
      mkdirSync(data(member));
      // A client that knows where the data are.
      writeFileSync(data(member, 'psql'), `#!/bin/sh\necho '${data(member)}'\n`, { mode: 0o755 });
    }
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function run(member: string, script: string, input = ''): string {
    const env = { ...process.env, PATH: `${data(member)}:${process.env['PATH'] ?? ''}` };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { input, env, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout;
  }

  it('is each file as it is there', () => {
    const hba = 'host replication replicator all scram-sha-256 # the word "password" in a remark\n';
    const auto = "primary_conninfo = 'host=orders-primary user=replicator passfile=/credentials/pgpass'\n";
    writeFileSync(data('old', 'pg_hba.conf'), hba);
    writeFileSync(data('old', 'postgresql.auto.conf'), auto);
    writeFileSync(data('new', 'postgresql.auto.conf'), "primary_conninfo = ''\n");
    const said = run('old', joining.read(context));
    assert.equal(run('new', joining.write(context), said), 'written=2\n');
    assert.equal(readFileSync(data('new', 'pg_hba.conf'), 'utf8'), hba);
    assert.equal(readFileSync(data('new', 'postgresql.auto.conf'), 'utf8'), auto);
  });

  for (const [what, line] of [
    ['in a connection string', "primary_conninfo = 'host=a password=hunter2'"],
    ['for LDAP', 'host all all all ldap ldapserver=a ldapbindpasswd=hunter2'],
  ] as const)
    it(`is named, and not carried, where a password stands ${what}`, () => {
      writeFileSync(data('old', 'pg_hba.conf'), `${line}\n`);
      const said = run('old', joining.read(context));
      assert.match(said, /^secret=pg_hba\.conf$/mu);
      assert.ok(!said.includes(Buffer.from('hunter2').toString('base64').slice(0, 6)) && !said.includes('hunter2'));
    });

  it('writes no file of another name', () => {
    assert.equal(run('new', joining.write(context), '../x eHg=\nPG_VERSION eHg=\n'), 'written=0\n');
  });
});
