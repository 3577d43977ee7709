import assert from 'node:assert/strict';
import pico from 'picocolors';
import { journalObject, readJournal } from '../../core/runner/journal-text.ts';
import { runPlan, type JournalRecord } from '../../core/runner/index.ts';
import { MemoryCluster } from '../../test/runner/memory-cluster.ts';
import { begin, planOf, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import { UsageError } from '../usage-error.ts';
import { cancel } from './cancel.ts';
import { printOperations, type Paper } from './list.ts';

const ID = 'abcd2345';
const JOURNAL = `plinth-op-${ID}`;

function sheet(): Paper & { text: () => string } {
  let written = '';
  return {
    write: (text) => {
      written += text;
    },
    colors: pico.createColors(false),
    text: () => written,
  };
}

/** A cluster in which an operation has been done. */
async function withOperation(): Promise<MemoryCluster> {
  const cluster = withSwitches(new MemoryCluster());
  const clock = new VirtualClock();
  const plan = planOf([switchStep('a'), switchStep('b')]);
  await clock.during(runPlan({ ...begin(cluster.connect(), plan), ...clock.times }));
  return cluster;
}

function recordIn(cluster: MemoryCluster): JournalRecord {
  const object = cluster.object('ConfigMap', JOURNAL);
  const record = object && readJournal(object);
  assert.ok(record !== undefined && typeof record !== 'string');
  return record;
}

/** The operation as it would stand had it not ended. */
function reopen(cluster: MemoryCluster, more: Partial<JournalRecord> = {}): void {
  const record = recordIn(cluster);
  const steps = record.steps.map((step) => (step.id === 'b' ? { ...step, state: 'running' as const } : step));
  const object = cluster.object('ConfigMap', JOURNAL);
  cluster.put('ConfigMap', journalObject({ ...record, steps, phase: 'running', ...more }, object));
}

function hold(cluster: MemoryCluster): void {
  cluster.put('Lease', {
    metadata: {
      name: 'plinth-orders',
      namespace: 'shop',
      labels: { 'plinth.dev/database': 'orders' },
      annotations: { 'plinth.dev/operation': ID },
    },
    spec: { holderIdentity: 'ben@desk', leaseDurationSeconds: 30, renewTime: new Date().toISOString() },
  });
}

const listed = async (cluster: MemoryCluster, format: 'text' | 'json' = 'text'): Promise<string> => {
  const paper = sheet();
  assert.equal(await printOperations({ connection: cluster.connect(), namespaces: ['shop'], format }, paper), 0);
  return paper.text();
};

describe('plinth operations', () => {
  it('says that there are none', async () => {
    assert.equal(await listed(new MemoryCluster()), 'No operation is on record.\n');
  });

  it('shows an ended operation in a row', async () => {
    const [head, row, ...rest] = (await listed(await withOperation())).split('\n');
    assert.match(head ?? '', /^ID +DATABASE +OPERATION +PHASE +BEGUN +TOOK +BY$/u);
    assert.match(row ?? '', /^abcd2345 +shop\/orders +restart +done +0 s ago +0 s +anna$/u);
    assert.deepEqual(rest, ['']);
  });

  it('tells who left an operation behind from one that somebody is at', async () => {
    const cluster = await withOperation();
    reopen(cluster);
    const left = await listed(cluster);
    assert.match(left, /running, left behind/u);
    assert.match(left, /at «Turn b on»/u);
    assert.match(left, /Nobody is at it/u);
    hold(cluster);
    const live = await listed(cluster);
    assert.match(live, /restart +running {2}/u);
    assert.doesNotMatch(live, /left behind|Nobody/u);
  });

  it('says why an operation needs a person, and what they are to run', async () => {
    const cluster = await withOperation();
    reopen(cluster, { phase: 'needs-attention', reason: 'b is still on.', attention: ['turn b off'] });
    const text = await listed(cluster);
    assert.match(text, /needs-attention/u);
    assert.match(text, /^ {2}b is still on\.$/mu);
    assert.match(text, /^ {2}to do: turn b off$/mu);
  });

  it('shows journals that cannot be read, and why', async () => {
    const cluster = await withOperation();
    const metadata = { name: 'plinth-op-bad', namespace: 'shop', labels: { 'plinth.dev/database': 'orders' } };
    cluster.put('ConfigMap', { metadata, data: { 'journal.json': 'no JSON' } });
    assert.match(await listed(cluster), /cannot be read\n {2}shop\/plinth-op-bad {2}Its journal\.json is no JSON\./u);
    const { unreadable } = JSON.parse(await listed(cluster, 'json')) as { unreadable: unknown };
    assert.deepEqual(unreadable, [{ namespace: 'shop', name: 'plinth-op-bad', why: 'Its journal.json is no JSON.' }]);
  });

  it('gives the journals as JSON, each with whether somebody is at it', async () => {
    const cluster = await withOperation();
    const only = async (): Promise<unknown> => {
      const { operations } = JSON.parse(await listed(cluster, 'json')) as { operations: readonly unknown[] };
      assert.equal(operations.length, 1);
      return operations[0];
    };
    assert.deepEqual(await only(), { live: false, leftBehind: false, holder: null, record: recordIn(cluster) });
    reopen(cluster);
    assert.deepEqual(await only(), { live: false, leftBehind: true, holder: null, record: recordIn(cluster) });
    hold(cluster);
    assert.deepEqual(await only(), { live: true, leftBehind: false, holder: 'ben@desk', record: recordIn(cluster) });
  });

  it('lets no journal write to the terminal', async () => {
    const cluster = await withOperation();
    reopen(cluster, { by: 'anna\u001b[2J\nbob', phase: 'failed', reason: 'a\u202eb\r\u009bc' });
    const text = await listed(cluster);
    assert.doesNotMatch(text, /[^\P{C}\n]/u);
    assert.match(text, /anna\[2J bob/u);
  });
});

describe('plinth cancel', () => {
  const cancelled = async (cluster: MemoryCluster, id = ID): Promise<readonly [number, string]> => {
    const paper = sheet();
    const code = await cancel({ connection: cluster.connect(), namespaces: ['shop'], id }, paper);
    return [code, paper.text()];
  };

  it('writes the wish into the journal, and says whose runner takes it back', async () => {
    const cluster = await withOperation();
    reopen(cluster);
    hold(cluster);
    const [code, text] = await cancelled(cluster);
    assert.equal(code, 0);
    assert.match(text, /«Turn orders on» is to be taken back; its runner \(ben@desk\)/u);
    assert.equal(recordIn(cluster).wish, 'cancel');
    assert.match(await listed(cluster), /running, to be cancelled/u);
  });

  it('says with code 5 that nobody is there to take it back', async () => {
    const cluster = await withOperation();
    reopen(cluster);
    const [code, text] = await cancelled(cluster);
    assert.equal(code, 5);
    assert.match(text, /nobody is there to do it/u);
    assert.equal(recordIn(cluster).wish, 'cancel');
  });

  it('refuses with code 3 what has ended, and what is past its point of no return', async () => {
    const cluster = await withOperation();
    assert.deepEqual(await cancelled(cluster), [3, '«Turn orders on» has ended already: done.\n']);
    const steps = recordIn(cluster).steps.map((step) => ({ ...step, pointOfNoReturn: true as const }));
    reopen(cluster, { steps });
    const [code, text] = await cancelled(cluster);
    assert.equal(code, 3);
    assert.match(text, /past its point of no return/u);
    assert.equal(recordIn(cluster).wish, undefined);
  });

  it('says that there is no such operation, or that its journal cannot be read', async () => {
    const cluster = await withOperation();
    await assert.rejects(cancelled(cluster, 'zzzz9999'), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /no operation «zzzz9999» in shop/u);
      return true;
    });
    const metadata = { name: 'plinth-op-bad', namespace: 'shop', labels: { 'plinth.dev/database': 'orders' } };
    cluster.put('ConfigMap', { metadata, data: {} });
    await assert.rejects(cancelled(cluster, 'bad'), /shop\/plinth-op-bad cannot be read\. It has no key/u);
  });
});
