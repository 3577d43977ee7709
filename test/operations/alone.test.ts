import assert from 'node:assert/strict';
import { createHash, randomInt } from 'node:crypto';
import { startOperation } from '../../core/operations/start/start.ts';
import { stopOperation } from '../../core/operations/stop/stop.ts';
import type { JournalRecord } from '../../core/runner/index.ts';
import { MARIADB, MYSQL, POSTGRESQL, redisWith, type ServerKind } from '../backup-operations/kinds.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { Story, Turns } from '../topologies/story.ts';
import { AloneLab, DOOR } from './alone-lab.ts';

const KINDS: readonly (readonly [string, ServerKind])[] = [
  ['postgresql', POSTGRESQL],
  ['mysql', MYSQL],
  ['mariadb', MARIADB],
  ['redis', redisWith('no')],
  // Its files differ, its steps do not: the other Redis stands for both, but in the long trials.
  ...(process.env['PLINTH_SOAK'] === '1' ? [['redis-log', redisWith('yes')] as const] : []),
];

/** Stories at once: most of their time they wait for a dead runner's Lease. */
const AT_ONCE = 4;

/** Which step a runner dies before, and which way it goes then: the same for the same seed. */
const SEED = Number(process.env['PLINTH_SEED'] ?? randomInt(1_000_000));
const chosen = <T>(of: readonly T[], salt: number): T => {
  const number = createHash('sha256')
    .update(`${String(SEED)} ${String(salt)}`)
    .digest()
    .readUInt32BE();
  const one = of[number % of.length];
  assert.ok(one !== undefined);
  return one;
};

const measured: string[] = [`seed ${String(SEED)}`];
const leaving: AloneLab[] = [];

const evidenceOf = ({ steps }: JournalRecord, id: string): string =>
  steps.find((step) => step.id === id)?.evidence ?? '';

/** What one server goes through. */
function storyOf([title, kind]: readonly [string, ServerKind], salt: number): Story {
  let lab: AloneLab;
  let proof: string;

  /** It serves, with every row and on the claims that it had. */
  const isAsBefore = async (): Promise<void> => {
    assert.equal(await lab.ask(kind.proof), proof);
    assert.deepEqual(await lab.written(), { count: 3, least: 1, most: 3 });
    assert.deepEqual(await lab.endpoints(DOOR), ['orders-0']);
    assert.deepEqual(await lab.claims(), lab.claimsBefore);
    assert.equal(await lab.record(), undefined, 'no record of a stop is left');
    assert.deepEqual(await lab.jobs(), []);
  };
  const isStopped = async (): Promise<void> => {
    assert.equal(await lab.replicas(), 0);
    assert.deepEqual(await lab.endpoints(DOOR), []);
    assert.deepEqual(await lab.pods(), []);
    assert.deepEqual(await lab.jobs(), []);
    assert.deepEqual(await lab.claims(), lab.claimsBefore);
  };

  const story = new Story(title)
    .chapter('is stopped, and started with what it held', async () => {
      lab = await AloneLab.open(title, kind);
      leaving.push(lab);
      proof = await lab.ask(kind.proof);
      for (const n of ['1', '2', '3']) await lab.ask(kind.write.replaceAll('%s', n));
      const stop = await lab.run(stopOperation);
      await isStopped();
      if (kind.engine === 'postgresql') assert.match(evidenceOf(stop, 'proof'), /«shut down»/u);
      const start = await lab.run(startOperation);
      await isAsBefore();
      assert.equal(start.facts['canary'], `A row was written and read through ${DOOR}.`);
      const seconds = ({ measured: found }: JournalRecord): string => String(found?.['seconds'] ?? NaN);
      measured.push(`${title}: stopped in ${seconds(stop)} s, started in ${seconds(start)} s`);
    })
    .chapter('is stopped, or serves again, where the runner of its stop died', async () => {
      const { plan, id } = await lab.plan(stopOperation);
      const before = chosen(plan.steps.slice(1), salt).id;
      const direction = chosen(['forward', 'back'] as const, salt + 1);
      measured.push(`${title}: its stop died before ${before}, and went ${direction}`);
      await lab.dieBefore(plan, id, before);
      const record = await lab.takeUp(stopOperation, id, direction);
      assert.equal(record.phase, direction === 'back' ? 'rolled-back' : 'done', JSON.stringify(record, undefined, 1));
      if (direction === 'forward') return isStopped();
      await isAsBefore();
      await lab.run(stopOperation);
    })
    .chapter('serves again, or is stopped, where the runner of its start died', async () => {
      const { plan, id } = await lab.plan(startOperation);
      const at = plan.steps.findIndex((step) => step.pointOfNoReturn === true);
      const step = chosen(plan.steps.slice(1), salt + 2);
      const mayGoBack = plan.steps.indexOf(step) <= at;
      const direction = mayGoBack ? chosen(['back', 'forward'] as const, salt + 3) : 'forward';
      measured.push(`${title}: its start died before ${step.id}, and went ${direction}`);
      await lab.dieBefore(plan, id, step.id);
      const record = await lab.takeUp(startOperation, id, direction);
      assert.equal(record.phase, direction === 'back' ? 'rolled-back' : 'done', JSON.stringify(record, undefined, 1));
      if (direction === 'back') {
        await isStopped();
        await lab.run(startOperation);
      }
      await isAsBefore();
    });
  if (kind !== POSTGRESQL) return story;
  // No engine is asked for it: one of them is enough.
  return story.chapter('is not started on another claim of the same name', async () => {
    await lab.run(stopOperation);
    await lab.replaceClaim('data-orders-0');
    const { plan } = await lab.plan(startOperation);
    const found = plan.refusals.map(({ id, kind: how }) => [id, how]);
    assert.deepEqual(found, [['R4', 'never']]);
    assert.equal(await lab.replicas(), 0);
  });
}

describeOnCluster('a single server', function () {
  this.timeout('8m');
  const stories = KINDS.map((one, index) => storyOf(one, index * 10));
  const begun = new Map<Story, Map<string, Promise<void>>>();

  before(() => {
    const turns = new Turns(AT_ONCE);
    for (const story of stories) begun.set(story, story.begin(turns));
  });
  after(async () => {
    for (const line of measured) console.log(`      ${line}`);
    await Promise.all(leaving.map((lab) => lab.close()));
  });

  for (const story of stories)
    describe(story.title, () => {
      for (const name of story.names)
        it(name, async () => {
          await begun.get(story)?.get(name);
        });
    });
});
