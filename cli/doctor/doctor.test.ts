import assert from 'node:assert/strict';
import pico from 'picocolors';
import type { Diagnosis } from '../../core/doctor/index.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { examined, node } from '../../test/doctor/examined.ts';
import { ledBy } from '../../test/restart/still-cluster.ts';
import { object } from '../../test/support/live.ts';
import { doctor } from './doctor.ts';

/** A cache that is alone needs the least: all else stays as Doctor sees it. */
async function run(
  over: Partial<LiveDatabase>,
  json = false,
): Promise<{ readonly code: number; readonly text: string }> {
  const { connection, now } = await examined({}, { objects: [node('node-a')] });
  let text = '';
  const paper = {
    write: (more: string) => {
      text += more;
    },
    colors: pico.createColors(false),
  };
  const code = await doctor({ connection, database: ledBy(0, over), now, json }, paper);
  return { code, text };
}

describe('plinth doctor', () => {
  it('prints the answer, what was seen, and the mend, and ends with 1 where something is at risk', async () => {
    const { code, text } = await run({ members: ledBy(0).members.map((one) => ({ ...one, writable: false })) });
    assert.equal(code, 1);
    assert.match(text, /^shop\/postgres {2}PostgreSQL 16\.4, plain\nAt risk: a failover would not work/u);
    assert.match(text, /\n {2}at risk {2}One member accepts writes +No member accepts writes\.\n {6}seen: /u);
    assert.match(text, /\n {6}mend: Bring the primary back/u);
  });

  it('prints the same as JSON', async () => {
    const { code, text } = await run({}, true);
    const diagnosis = JSON.parse(text) as Diagnosis;
    assert.equal(code, 1);
    assert.equal(diagnosis.database.name, 'postgres');
    assert.ok(diagnosis.examinations.every(({ findings }) => findings.length > 0));
  });

  it('ends with 2 where nothing is at risk and something could not be asked', async () => {
    const [first] = ledBy(0).members;
    assert.ok(first);
    // Members that are all alike, behind an operator's custom resource: little is looked at, and who decides is not known.
    const alike = [0, 1, 2].map((index) => ({
      ...first,
      pod: object('Pod', `postgres-${String(index)}`),
      role: 'member' as const,
      node: `node-${String(index)}`,
    }));
    const { code, text } = await run({
      members: alike,
      cache: true,
      storage: [],
      flavour: 'operator:cloudnative-pg',
      workload: object('Cluster', 'postgres'),
    });
    assert.doesNotMatch(text, /at risk/u);
    assert.match(text, /Not known: /u);
    assert.equal(code, 2);
  });

  it('shows no control characters of a cluster', async () => {
    const { text } = await run({ engineName: 'Postgres\u001b[31mQL' });
    assert.ok(!text.includes('\u001b'));
  });
});
