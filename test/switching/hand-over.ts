import assert from 'node:assert/strict';
import { until } from '../cluster/wait.ts';
import type { SwitchingLab } from './switching-lab.ts';

/** Waits until the candidate says that the old primary has ended in order. */
export async function ended(
  lab: SwitchingLab,
  candidate: string,
  from: Readonly<Record<string, string>>,
): Promise<void> {
  const variables = { FROM: from['position'] ?? '', HISTORY: from['history'] ?? '' };
  const advice = `Look at the WAL of ${candidate}.`;
  await until('The old primary has ended', { seconds: 60, advice, every: 200 }, async () =>
    (await lab.scripts.run(candidate, 'hasEnded', { variables })).includes('ended=yes'),
  );
}

/** The scripts in their order, as a switchover runs them. Gives who leads then. */
export async function handOver(lab: SwitchingLab): Promise<string> {
  const { scripts, database } = lab;
  const leader = await lab.leader();
  const ordinal = Number(leader.slice(-1));
  const [candidate, other] = [1, 2].map((more) => `${database.name}-${String((ordinal + more) % 3)}`) as [
    string,
    string,
  ];
  const upstream = lab.upstream(candidate);
  const before = await scripts.facts(leader);
  assert.deepEqual(scripts.engine.cannotHandOver(before), []);
  // Its first seconds after an earlier turn are those in which it catches up.
  await scripts.factsWhen(
    candidate,
    'may take over',
    (facts) => scripts.engine.cannotTakeOver(before, facts).length === 0,
  );
  await scripts.run(candidate, 'prepareCandidate', { variables: { FACTS: await scripts.factLines(leader) } });
  await scripts.run(leader, 'preparePrimary');
  const from = await scripts.facts(leader);
  await lab.door('nobody');
  const fenced = await scripts.fence(leader, candidate, upstream);
  assert.ok(fenced.exitCode === 0 || fenced.exitCode === undefined || fenced.exitCode > 128, fenced.stderr);
  await lab.replacePod(leader);
  await ended(lab, candidate, from);
  await scripts.run(candidate, 'promote');
  await lab.door(candidate);
  const leads = await scripts.facts(candidate);
  assert.equal(leads['writable'], 'yes');
  assert.equal(Number(leads['history']), Number(from['history']) + 1);
  await scripts.run(candidate, 'promote');
  for (const member of [other, leader]) {
    const stdin = await scripts.factsWhen(leader, 'is back', isFenced).then(() => scripts.run(leader, 'link'));
    await scripts.run(member, 'follow', { variables: upstream, stdin });
    await scripts.factsWhen(member, `follows ${candidate}`, (facts) => scripts.engine.follows(leads, facts));
  }
  await scripts.run(leader, 'clearLeft', { variables: { FACTS: await scripts.factLines(candidate) } });
  return candidate;

  function isFenced(facts: Readonly<Record<string, string>>): boolean {
    return scripts.engine.isFenced(facts);
  }
}
