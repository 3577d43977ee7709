// The scripts by which members of MariaDB change roles, in their order and by hand, on the sound topology.
import assert from 'node:assert/strict';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { MariaLab } from './maria-lab.ts';

const TURNS = 3;

describeOnCluster('MariaDB changes roles by its scripts', function () {
  this.timeout('10m');
  let lab: MariaLab;
  before(async () => {
    lab = await MariaLab.open('switch-maria');
  });
  after(() => lab.close());

  it(`loses no row in ${String(TURNS)} turns, and never has two that accept writes`, async () => {
    await lab.writer.start();
    const leaders = [];
    for (let turn = 0; turn < TURNS; turn++) {
      await lab.writer.more(50);
      leaders.push(await lab.handOver());
    }
    await lab.writer.more(50);
    await lab.audit();
    assert.equal(new Set(leaders).size, TURNS);
  });

  it('stays fenced when the old primary’s server crashes after the fence, and comes back', async () => {
    const { scripts } = lab;
    await lab.writer.start();
    await lab.handOver(async (fenced) => {
      const uptime = async (): Promise<number> =>
        Number(
          await lab.sql(
            fenced,
            "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'UPTIME'",
          ),
        );
      const before = await uptime();
      await scripts.exec(fenced, 'kill -SEGV 1');
      const advice = `Look at the logs of ${fenced}.`;
      await until(`${fenced} starts anew`, { seconds: 120, advice, every: 500 }, async () => (await uptime()) < before);
      assert.ok(scripts.engine.isFenced(await scripts.facts(fenced)));
      const { members } = lab.database;
      const said = await lab.watch.run(`query ${fenced}.${members} "INSERT INTO written VALUES (-5)" 2>&1 || true`);
      assert.match(said, /read-only/u);
    });
    await lab.writer.more(100);
    await lab.audit();
  });

  it('leads again when the fence is taken back', async () => {
    const { scripts } = lab;
    const [leader, candidate, other] = await lab.leader();
    await lab.writer.start();
    for (let twice = 0; twice < 2; twice++) {
      const { exitCode, stderr } = await scripts.fence(leader, candidate, lab.upstream);
      assert.equal(exitCode, 0, stderr);
    }
    assert.ok(scripts.engine.isFenced(await scripts.facts(leader)));
    await scripts.run(leader, 'unfence');
    await scripts.run(leader, 'unfence');
    const leads = await scripts.facts(leader);
    assert.deepEqual([leads['writable'], leads['role'], leads['lasting']], ['yes', 'primary', 'no']);
    for (const member of [candidate, other])
      await scripts.factsWhen(member, 'streams', (facts) => scripts.engine.follows(leads, facts));
    await lab.writer.more(100);
    await lab.audit();
  });

  it('leaves the password of replication in no log of statements', async () => {
    const { scripts } = lab;
    for (const name of lab.members)
      await lab.sql(
        name,
        "SET GLOBAL log_output = 'TABLE'; SET GLOBAL slow_query_log = ON; SET GLOBAL long_query_time = 0; SET GLOBAL general_log = ON",
      );
    const [leader, candidate] = await lab.leader();
    const link = await scripts.run(candidate, 'link');
    const password = /^password=(.+)$/mu.exec(link)?.[1] ?? '';
    assert.ok(password.length > 3);
    await scripts.run(candidate, 'follow', { variables: lab.upstream, stdin: link });
    const leads = await scripts.facts(leader);
    await scripts.factsWhen(candidate, 'follows', (facts) => scripts.engine.follows(leads, facts));
    const logs = await lab.sql(
      candidate,
      'SET GLOBAL general_log = OFF; SET GLOBAL slow_query_log = OFF; SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log; SELECT CONVERT(sql_text USING utf8mb4) FROM mysql.slow_log',
    );
    assert.match(logs, /SET GLOBAL read_only = ON/u);
    assert.ok(!logs.includes(password), 'a log of statements has the password');
  });

  it('refuses a replica that has what its primary never had (R4)', async () => {
    const { scripts } = lab;
    const [leader, candidate] = await lab.leader();
    await lab.sql(
      candidate,
      'SET GLOBAL read_only = OFF; INSERT INTO forum.written VALUES (-1); SET GLOBAL read_only = ON',
    );
    const [primary, replica] = [await scripts.facts(leader), await scripts.facts(candidate)];
    assert.ok(scripts.engine.cannotTakeOver(primary, replica).some(({ id }) => id === 'R4'));
    const stdin = await scripts.run(candidate, 'link');
    await assert.rejects(scripts.run(candidate, 'follow', { variables: lab.upstream, stdin }), /must be made anew/u);
  });
});
