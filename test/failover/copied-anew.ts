// An old primary of MySQL or MariaDB follows again: it copies the new one, and what it had is kept.
import assert from 'node:assert/strict';
import { rejoinOperation } from '../../core/operations/rejoin/rejoin.ts';
import type { JournalRecord } from '../../core/runner/index.ts';
import { until } from '../cluster/wait.ts';
import type { RestartLab } from '../restart/lab.ts';

/** Lets the member that is fenced rejoin, and looks at what it has then. `container`: of the server. */
export async function copiedAnew(lab: RestartLab, member: string, container: string): Promise<JournalRecord> {
  const wait = { seconds: 90, advice: 'Look at the inventory.', every: 500 };
  const database = await until('a fenced member', wait, async () => {
    await lab.inventory.refresh();
    const found = [...lab.inventory.databases.values()].find(({ name }) => name === lab.database.name);
    return found?.fenced === member ? found : undefined;
  });
  const id = 'anew0001';
  const situation = { connection: lab.connection, database, now: Date.now, id, facts: {} };
  const plan = await rejoinOperation.plan(situation, {});
  assert.deepEqual(plan.refusals, []);
  const record = await lab.run(plan, id);
  assert.equal(record.phase, 'done', JSON.stringify(record, undefined, 1));
  const made = record.facts['made'] as { how: string; kept: string };
  assert.equal(made.how, 'emptied');
  const inside = (pod: string, script: string): Promise<string> =>
    lab.practice.here(['exec', pod, '-c', container, '--', 'sh', '-c', script]);
  await inside(member, `[ -d '${made.kept}/mysql' ]`);
  const live = await lab.live();
  const leader = live.members.find(({ role }) => role === 'primary')?.pod.name;
  assert.notEqual(leader, member);
  return record;
}
