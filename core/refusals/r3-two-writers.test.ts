import assert from 'node:assert/strict';
import { only, ledBy, seen, statefulSet, topology, withMember } from '../../test/restart/still-cluster.ts';
import { r3TwoWriters } from './r3-two-writers.ts';

const asked = { state: 'refused', by: undefined, why: 'exec is forbidden', at: undefined } as const;

describe('R3, two members that accept writes', () => {
  it('is refused where two say that they accept writes', async () => {
    const two = withMember(ledBy(0), 1, { writable: true });
    const refusal = await only(r3TwoWriters(seen([statefulSet()], { members: two.members })));
    assert.equal(refusal.kind, 'never');
    assert.match(refusal.what, /postgres-0 and postgres-1 accept writes/u);
  });

  it('is refused where the inventory has raised the alarm', async () => {
    const alarms = [{ id: 'two-writers', message: 'both', members: ['postgres-0', 'postgres-1'], since: 1 }] as const;
    const refusal = await only(r3TwoWriters(seen([statefulSet()], { alarms })));
    assert.equal(refusal.kind, 'never');
  });

  it('is refused, to be mended, where a member that serves does not say whether it accepts writes', async () => {
    const silent = withMember(ledBy(0), 2, { writable: undefined, role: 'unknown', asked });
    const refusal = await only(r3TwoWriters(seen([statefulSet()], { members: silent.members })));
    assert.equal(refusal.kind, 'mend');
    assert.match(refusal.evidence, /postgres-2: exec is forbidden/u);
  });

  it('is allowed with one writer, and with a member whose container is not up', async () => {
    assert.deepEqual(await r3TwoWriters(seen([statefulSet()])), []);
    const broken = withMember(ledBy(0), 2, { writable: undefined, ready: false, trouble: 'CrashLoopBackOff' });
    assert.deepEqual(await r3TwoWriters(seen([statefulSet()], { members: broken.members })), []);
    assert.deepEqual(await r3TwoWriters(seen([statefulSet()], { members: [] })), [], 'a stopped one');
  });

  it('is allowed for the sound topologies', async () => {
    for (const [folder, engine] of [
      ['postgresql', 'postgresql'],
      ['mysql', 'mysql'],
      ['mariadb', 'mariadb'],
      ['redis', 'redis'],
    ] as const)
      assert.deepEqual(await r3TwoWriters(seen(await topology(folder), { engine, container: engine })), [], folder);
  });

  it('is allowed for caches that know nothing of each other: each of them accepts writes', async () => {
    const containers = [{ name: 'redis', image: 'redis:7', args: ['--save', '', '--appendonly', 'no'] }];
    const cache = statefulSet({}, { template: { metadata: {}, spec: { containers } } });
    const members = ledBy(0).members.map((one) => ({ ...one, role: 'primary', writable: true }) as const);
    const over = { engine: 'redis', container: 'redis', cache: true, members } as const;
    assert.deepEqual(await r3TwoWriters(seen([cache], over)), []);
  });
});
