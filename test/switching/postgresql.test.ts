// The scripts by which members of PostgreSQL change roles, in their order and by hand: on the sound topology, and on a set as people write it.
import assert from 'node:assert/strict';
import { describeOnCluster } from '../cluster/practice.ts';
import { ended, handOver } from './hand-over.ts';
import { PLAIN } from './plain-set.ts';
import { SwitchingLab } from './switching-lab.ts';

const TURNS = 3;

for (const kind of ['plain', 'sound'] as const)
  describeOnCluster(`PostgreSQL changes roles by its scripts: ${kind}`, function () {
    this.timeout('15m');
    let lab: SwitchingLab;
    before(async () => {
      lab = await SwitchingLab.open(kind, `switch-pg-${kind}`);
    });
    after(() => lab.close());

    it(`loses no row in ${String(TURNS)} turns, and never has two that accept writes`, async () => {
      await lab.writer.start();
      const leaders = [];
      for (let turn = 0; turn < TURNS; turn++) {
        await lab.writer.more(100);
        leaders.push(await handOver(lab));
      }
      await lab.writer.more(100);
      const { ids } = await lab.writer.stop();
      await lab.audit(ids);
      assert.equal(new Set(leaders).size, 3);
    });

    if (kind === 'sound') return;

    it('left slots only where they are used, and a link that does not grow', async () => {
      const leader = await lab.leader();
      for (const ordinal of [0, 1, 2]) {
        const name = `${PLAIN.name}-${String(ordinal)}`;
        const facts = await lab.scripts.facts(name);
        assert.equal(facts['slots'], facts['used'], name);
        const link = await lab.scripts.run(name, 'link');
        assert.ok((link.match(/hostaddr=''/gu) ?? []).length <= 1, 'more than one host behind the link');
        if (name !== leader) assert.equal(facts['name'], name);
      }
    });

    it('leads again when the fence is taken back: on its own timeline, and the others stream', async () => {
      const { scripts } = lab;
      const leader = await lab.leader();
      const [candidate = '', other = ''] = others(leader);
      await lab.writer.start();
      const from = await scripts.facts(leader);
      await scripts.fence(leader, candidate, lab.upstream(candidate));
      await lab.replacePod(leader);
      await ended(lab, candidate, from);
      const fenced = await scripts.factsWhen(leader, 'is back', (facts) => scripts.engine.isFenced(facts));
      await scripts.factsWhen(candidate, 'has all', (facts) => scripts.engine.lacks(fenced, facts) === undefined);
      // Again: it is done already.
      assert.equal((await scripts.fence(leader, candidate, lab.upstream(candidate))).exitCode, 0);
      await scripts.run(leader, 'unfence');
      const leads = await scripts.factsWhen(leader, 'leads again', ({ writable }) => writable === 'yes');
      assert.equal(leads['history'], from['history']);
      assert.equal(leads['signal'], 'no');
      await scripts.run(leader, 'unfence');
      for (const member of [candidate, other])
        await scripts.factsWhen(member, 'streams', (facts) => scripts.engine.follows(leads, facts));
      await lab.writer.more(100);
      await lab.audit((await lab.writer.stop()).ids);
    });

    it('takes no stop by somebody else for a fence', async () => {
      const { scripts } = lab;
      const leader = await lab.leader();
      const [candidate = ''] = others(leader);
      const from = await scripts.facts(leader);
      await scripts.exec(leader, 'kill -INT 1');
      const leads = await scripts.factsWhen(leader, 'is back', ({ writable }) => writable === 'yes');
      await scripts.factsWhen(candidate, 'streams', (facts) => scripts.engine.follows(leads, facts));
      const variables = { FROM: from['position'] ?? '', HISTORY: from['history'] ?? '' };
      assert.equal((await scripts.run(candidate, 'hasEnded', { variables })).trim(), 'ended=no');
    });

    it('ends in order although a standby is frozen', async () => {
      const { scripts } = lab;
      const leader = await lab.leader();
      const [candidate = '', other = ''] = others(leader);
      await lab.writer.start();
      await freeze(other, 'STOP');
      const from = await scripts.facts(leader);
      const began = Date.now();
      await scripts.fence(leader, candidate, lab.upstream(candidate));
      await ended(lab, candidate, from);
      await scripts.factsWhen(leader, 'is back', (facts) => scripts.engine.isFenced(facts));
      const seconds = (Date.now() - began) / 1_000;
      assert.ok(seconds < 50, `${seconds.toFixed(0)} s: wal_sender_timeout is 60 s`);
      await back(leader, other);
    });

    it('never has all while the candidate is frozen, and goes back', async () => {
      const { scripts } = lab;
      const leader = await lab.leader();
      const [candidate = ''] = others(leader);
      await lab.writer.start();
      await freeze(candidate, 'STOP');
      await lab.writer.more(20);
      const from = await scripts.facts(leader);
      await scripts.fence(leader, candidate, lab.upstream(candidate));
      const fenced = await scripts.factsWhen(leader, 'is back', (facts) => scripts.engine.isFenced(facts));
      const variables = { FROM: from['position'] ?? '', HISTORY: from['history'] ?? '' };
      assert.equal((await scripts.run(candidate, 'hasEnded', { variables })).trim(), 'ended=no');
      assert.match(scripts.engine.lacks(fenced, await scripts.facts(candidate)) ?? '', /it lacks \d+ bytes/u);
      await back(leader, candidate);
    });

    it('refuses a candidate that is cut off', async () => {
      const { scripts } = lab;
      const leader = await lab.leader();
      const [candidate = ''] = others(leader);
      const link = await scripts.run(candidate, 'link');
      const away = { HOST: '127.0.0.1', PORT: '1' };
      await scripts.run(candidate, 'follow', { stdin: link, variables: away });
      const cut = await scripts.factsWhen(candidate, 'is cut off', ({ streaming }) => streaming === 'no');
      const refused = scripts.engine.cannotTakeOver(await scripts.facts(leader), cut);
      assert.ok(refused.some(({ id }) => id === 'R11'));
      await scripts.run(candidate, 'follow', { stdin: link, variables: lab.upstream(leader) });
      const leads = await scripts.facts(leader);
      const streams = await scripts.factsWhen(candidate, 'streams', (facts) => scripts.engine.follows(leads, facts));
      assert.deepEqual(
        scripts.engine.cannotTakeOver(leads, streams).map(({ id }) => id),
        [],
      );
    });

    function others(leader: string): string[] {
      const ordinal = Number(leader.slice(-1));
      return [1, 2].map((more) => `${PLAIN.name}-${String((ordinal + more) % 3)}`);
    }

    async function freeze(pod: string, signal: 'STOP' | 'CONT'): Promise<void> {
      const ask = 'psql -XAtqU postgres -c "SELECT pid FROM pg_stat_wal_receiver"';
      const { exitCode } = await lab.scripts.exec(pod, `pid="$(${ask})"; [ -n "$pid" ] && kill -${signal} "$pid"`);
      assert.equal(exitCode, 0, `the receiver of ${pod}`);
    }

    /** Takes the fence back, and thaws who was frozen. */
    async function back(leader: string, frozen: string): Promise<void> {
      const { scripts } = lab;
      await scripts.run(leader, 'unfence');
      const leads = await scripts.factsWhen(leader, 'leads again', ({ writable }) => writable === 'yes');
      await freeze(frozen, 'CONT');
      for (const member of others(leader))
        await scripts.factsWhen(member, 'streams', (facts) => scripts.engine.follows(leads, facts));
      await lab.writer.more(50);
      await lab.audit((await lab.writer.stop()).ids);
    }
  });
