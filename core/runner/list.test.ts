import assert from 'node:assert/strict';
import { MemoryCluster } from '../../test/runner/memory-cluster.ts';
import { begin, DATABASE, planOf, switchStep, withSwitches } from '../../test/runner/switches.ts';
import { VirtualClock } from '../../test/runner/virtual-clock.ts';
import { listOperations, runPlan } from './index.ts';
import { journalObject, readJournal } from './journal-text.ts';

async function withOperation(): Promise<MemoryCluster> {
  const cluster = withSwitches(new MemoryCluster());
  const clock = new VirtualClock();
  await clock.during(
    runPlan({ ...begin(cluster.connect(), planOf([switchStep('a'), switchStep('b')])), ...clock.times }),
  );
  return cluster;
}

describe('listOperations', () => {
  it('reports what cannot be read, and why', async () => {
    const cluster = await withOperation();
    const labels = { 'plinth.dev/database': 'orders' };
    const good = cluster.object('ConfigMap', 'plinth-op-abcd2345');
    assert.ok(good);
    const put = (name: string, data: Readonly<Record<string, string>>): void => {
      cluster.put('ConfigMap', { metadata: { name, namespace: 'shop', labels }, data });
    };
    put('plinth-op-empty', {});
    put('plinth-op-text', { 'journal.json': 'no JSON' });
    put('plinth-op-newer', { 'journal.json': '{"schema":2}' });
    put('plinth-op-half', { 'journal.json': '{"schema":1}' });
    put('plinth-op-other', good['data'] as Record<string, string>);
    const { operations, unreadable } = await listOperations(cluster.connect(), 'shop', DATABASE);
    assert.deepEqual(
      operations.map(({ record }) => record.id),
      ['abcd2345'],
    );
    assert.deepEqual(
      unreadable.map(({ name, why }) => [name, why]),
      [
        ['plinth-op-empty', 'It has no key journal.json.'],
        ['plinth-op-text', 'Its journal.json is no JSON.'],
        ['plinth-op-newer', 'It was written by another version of Plinth.'],
        ['plinth-op-half', 'Parts of the record are missing.'],
        ['plinth-op-other', 'It tells of another operation than its name says.'],
      ],
    );
  });

  it('tells an operation that somebody is at from one that is left behind', async () => {
    const cluster = await withOperation();
    const object = cluster.object('ConfigMap', 'plinth-op-abcd2345');
    assert.ok(object);
    const record = readJournal(object);
    assert.ok(typeof record !== 'string');
    cluster.put('ConfigMap', journalObject({ ...record, phase: 'running' }, object));
    const live = async (renewTime: string, holderIdentity: string, id: string): Promise<unknown> => {
      const metadata = { name: 'plinth-orders', namespace: 'shop', annotations: { 'plinth.dev/operation': id } };
      cluster.put('Lease', { metadata, spec: { holderIdentity, leaseDurationSeconds: 30, renewTime } });
      const [operation] = (await listOperations(cluster.connect(), 'shop', DATABASE)).operations;
      return operation?.live === true ? operation.holder : operation?.live;
    };
    const now = new Date().toISOString();
    assert.equal(await live(now, 'ben', 'abcd2345'), 'ben');
    assert.equal(await live(now, '', 'abcd2345'), false);
    assert.equal(await live(now, 'ben', 'another1'), false);
    assert.equal(await live(new Date(Date.now() - 60_000).toISOString(), 'ben', 'abcd2345'), false);
  });
});

describe('a journal', () => {
  it('stays under 256 KiB, whatever its steps have seen', async () => {
    const cluster = await withOperation();
    const object = cluster.object('ConfigMap', 'plinth-op-abcd2345');
    assert.ok(object);
    const record = readJournal(object);
    assert.ok(typeof record !== 'string');
    const steps = Array.from({ length: 200 }, (_, index) => ({
      id: `step-${String(index)}`,
      title: 'A step',
      state: 'done' as const,
      evidence: 'é'.repeat(100_000),
    }));
    const shortened = journalObject({ ...record, steps });
    assert.ok(Buffer.byteLength(JSON.stringify(shortened)) < 256 * 1024);
    const again = readJournal(shortened);
    assert.ok(typeof again !== 'string' && again.steps.length === 200);
    assert.throws(() => journalObject({ ...record, facts: { large: 'x'.repeat(300_000) } }), RangeError);
  });
});
