import assert from 'node:assert/strict';
import { only, ledBy, seen, statefulSet, withMember } from '../../test/restart/still-cluster.ts';
import { r24LagUnknown } from './r24-lag-unknown.ts';

const of = (index: number, over: Parameters<typeof withMember>[2]): ReturnType<typeof r24LagUnknown> =>
  r24LagUnknown(seen([statefulSet()], { members: withMember(ledBy(0), index, over).members }));

describe('R24, a replica whose lag nobody knows', () => {
  it('is refused, and may be accepted by typing', async () => {
    const refusal = await only(of(1, { lag: undefined }));
    assert.equal(refusal.id, 'R24');
    assert.equal(refusal.kind, 'typed');
    assert.match(refusal.evidence, /postgres-1: lag unknown/u);
  });

  it('is refused for a member whose role is not known, or of which nobody knows whether it streams', async () => {
    assert.match((await only(of(2, { role: 'unknown' }))).evidence, /its role is not known/u);
    assert.match((await only(of(2, { streaming: undefined }))).evidence, /not known to stream/u);
  });

  it('is allowed where each replica says its lag, be it in bytes or in seconds, and zero is a number', async () => {
    assert.deepEqual(await of(1, { lag: { bytes: 0 } }), []);
    assert.deepEqual(await of(1, { lag: { seconds: 0 } }), []);
    assert.deepEqual(await of(0, {}), [], 'the primary has none');
  });
});
