import assert from 'node:assert/strict';
import { UnreadableAnswer } from '../model/live.ts';
import { live } from './live.ts';
import { readAnswer } from './live-answer.ts';

const OWN = '3d9b5d0c-93a3-4a0c-9dd1-2a3f5a0c0e11';

const info = (more = '') => `ID                     : ${OWN}
Gossip active          : true
Native Transport active: true
Load                   : 104.57 KiB
Generation No          : 1795367334
Heap Memory (MB)       : 155.10 / 1024.00
Exceptions             : 0
${more}`;

const status = (own: string, other: string) => `Datacenter: dc1
===============
Status=Up/Down
|/ State=Normal/Leaving/Joining/Moving
--  Address      Load        Tokens  Owns (effective)  Host ID                               Rack
${own}  10.1.0.7     104.57 KiB  16      100.0%            ${OWN}  rack1
${other}  10.1.0.8     ?           16      100.0%            4e8c5d0c-93a3-4a0c-9dd1-2a3f5a0c0e12  rack1
`;

describe('Cassandra: what a running member says', () => {
  it('is one of many, with its load and its neighbours', () => {
    assert.deepEqual(readAnswer(info() + status('UN', 'UN')), {
      role: 'member',
      writable: true,
      dataBytes: 107080,
      streaming: true,
      followers: [{ name: '10.1.0.8', address: '10.1.0.8', state: 'up, normal' }],
    });
  });

  it('joins, or sees others down, or takes no clients', () => {
    const joining = readAnswer(info() + status('UJ', 'DN'));
    assert.equal(joining.writable, false);
    assert.deepEqual(joining.remarks, ['the ring has it as up, joining', 'it sees 1 of 2 nodes down']);
    const drained = readAnswer(
      info().replace('Transport active: true', 'Transport active: false') + status('UN', 'UN'),
    );
    assert.equal(drained.writable, false);
  });

  it('says nothing that can be understood', () => {
    assert.throws(() => readAnswer('nodetool: Failed to connect'), UnreadableAnswer);
    assert.match(
      live.explain?.(1, "nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException") ?? '',
      /no server listens/,
    );
    assert.match(live.explain?.(1, 'SecurityException: Authentication failed! Credentials required') ?? '', /JMX/);
  });
});
