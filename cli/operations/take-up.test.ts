import assert from 'node:assert/strict';
import pico from 'picocolors';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { journalObject, readJournal } from '../../core/runner/journal-text.ts';
import {
  listOperations,
  resumeOperation,
  runPlan,
  type JournalRecord,
  type Operation,
} from '../../core/runner/index.ts';
import { MemoryCluster } from '../../test/runner/memory-cluster.ts';
import { begin, on, planOf, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import { UsageError } from '../usage-error.ts';
import { takeUp, type TakeUpRequest } from './take-up.ts';
import { tellLines } from './tell-lines.ts';

const ID = 'abcd2345';
const STEPS = [switchStep('a'), switchStep('b')];
const RESTART: Operation = { id: 'restart', title: 'Restart', plan: () => Promise.resolve(planOf(STEPS)) };

/** A cluster in which `a` is on, `b` is not, and the runner is gone. */
async function leftBehind(more: Partial<JournalRecord> = {}): Promise<MemoryCluster> {
  const cluster = withSwitches(new MemoryCluster());
  const clock = new VirtualClock();
  await clock.during(runPlan({ ...begin(cluster.connect(), planOf([STEPS[0]!])), ...clock.times }));
  const name = `plinth-op-${ID}`;
  const object = cluster.object('ConfigMap', name);
  const record = object && readJournal(object);
  assert.ok(record !== undefined && typeof record !== 'string');
  cluster.put('ConfigMap', journalObject({ ...record, phase: 'running', ...more }, object));
  return cluster;
}

async function play(cluster: MemoryCluster, direction: 'forward' | 'back', request: Partial<TakeUpRequest> = {}) {
  const connection = cluster.connect();
  const clock = new VirtualClock();
  let text = '';
  const paper = {
    write: (more: string) => {
      text += more;
    },
    colors: pico.createColors(false),
  };
  const [found] = (await listOperations(connection, 'shop')).operations;
  assert.ok(found);
  const code = await clock.during(
    takeUp(
      {
        connection,
        found,
        operations: [RESTART],
        direction,
        look: () => Promise.resolve({} as LiveDatabase),
        by: 'ben',
        holder: 'ben@desk',
        dryRun: false,
        exportTo: undefined,
        yes: true,
        confirm: undefined,
        accept: [],
        protection: 'none',
        ask: undefined,
        ...request,
      },
      {
        ...paper,
        teller: tellLines(paper),
        save: () => Promise.resolve(),
        onInterrupt: () => () => undefined,
        resume: (options) => resumeOperation({ ...options, ...clock.times }),
      },
    ),
  );
  return { code, text, on: on(cluster) };
}

describe('plinth resume and plinth rollback', () => {
  it('go on with what was left behind', async () => {
    const { code, text, on: switches } = await play(await leftBehind(), 'forward');
    assert.deepEqual([code, switches], [0, 'a b']);
    assert.match(text, /It is taken up where it stands.*Last seen: running, 1 of 1 steps done\./u);
  });

  it('take it back', async () => {
    const { code, text, on: switches } = await play(await leftBehind(), 'back');
    assert.deepEqual([code, switches], [4, '']);
    assert.match(text, /what was done of them is taken back/u);
  });

  it('say in what the steps differ from those that it was begun with, and go on with a person’s word alone', async () => {
    const differing = /its steps are not those that it was begun with: «Turn b on» is new\./u;
    const { code, text } = await play(await leftBehind(), 'forward');
    assert.equal(code, 0);
    assert.match(text, differing);
    let asked = '';
    const ask = (question: string) => Promise.resolve(((asked = question), 'n'));
    const cluster = await leftBehind();
    assert.equal((await play(cluster, 'forward', { yes: false, ask })).code, 3);
    assert.match(asked, /Go on with «Turn orders on», with other steps than it was begun with\? \[y\/N\]/u);
    assert.equal(on(cluster), 'a');
    const same: Operation = { ...RESTART, plan: () => Promise.resolve(planOf([STEPS[0]!])) };
    assert.doesNotMatch((await play(await leftBehind(), 'forward', { operations: [same] })).text, /begun with/u);
  });

  it('take a backup back that cannot be planned any more, by its record', async () => {
    const cluster = await leftBehind({ operation: 'backup' });
    const labels = { 'plinth.dev/operation': ID };
    cluster.put('Job', { metadata: { name: `plinth-backup-${ID}`, namespace: 'shop', labels } });
    cluster.put('Job', { metadata: { name: 'other', namespace: 'shop', labels: {} } });
    const silent = { id: 'R11', kind: 'mend', what: 'It is silent.', evidence: 'e', wayOut: 'w' } as const;
    const plan: Operation['plan'] = () => Promise.resolve(planOf([], { operation: 'backup', refusals: [silent] }));
    const operations: Operation[] = [{ id: 'backup', title: 'Back up', plan }];
    const { code, text } = await play(cluster, 'back', { operations });
    assert.equal(code, 4, text);
    assert.match(
      text,
      /It cannot be planned as it stands now: It is silent\. \(e\) What it has made is found by its label/u,
    );
    assert.equal(cluster.object('Job', `plinth-backup-${ID}`), undefined);
    assert.ok(cluster.object('Job', 'other'));
  });

  it('only look at a try, and ask before', async () => {
    const cluster = await leftBehind();
    assert.deepEqual((await play(cluster, 'back', { dryRun: true })).on, 'a');
    const ask = () => Promise.resolve('n');
    assert.deepEqual(await play(cluster, 'back', { yes: false, ask }).then(({ code }) => code), 3);
    await assert.rejects(
      play(cluster, 'back', { yes: false }),
      /«Take «Turn orders on» back, with other steps than it was begun with» wants a person’s word/u,
    );
    await assert.rejects(play(cluster, 'forward', { protection: 'confirm' }), /--yes --confirm orders/u);
    assert.equal(on(cluster), 'a');
  });

  it('refuse what has ended, and leave what somebody is at', async () => {
    const ended = await play(await leftBehind({ phase: 'done' }), 'forward');
    assert.deepEqual([ended.code, ended.on], [3, 'a']);
    assert.match(ended.text, /has ended: done/u);
    const cluster = await leftBehind();
    const [found] = (await listOperations(cluster.connect(), 'shop')).operations;
    assert.ok(found);
    const busy = await play(cluster, 'forward', { found: { ...found, live: true, holder: 'anna@laptop' } });
    assert.deepEqual([busy.code, busy.on], [7, 'a']);
    assert.match(busy.text, /being run by anna@laptop/u);
  });

  it('take up what needed a person, and nothing that this version does not know', async () => {
    const { code, on: switches } = await play(await leftBehind({ phase: 'needs-attention' }), 'forward');
    assert.deepEqual([code, switches], [0, 'a b']);
    await assert.rejects(play(await leftBehind(), 'forward', { operations: [] }), UsageError);
  });
});
