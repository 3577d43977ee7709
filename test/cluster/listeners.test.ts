import assert from 'node:assert/strict';
import { openSockets } from './listeners.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const line = (local: string, state: string, inode: string): string =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0\n`;

describe('sockets that others could reach', () => {
  const cases: readonly [string, 'tcp' | 'udp', string, string, boolean][] = [
    ['every address', 'tcp', '00000000:1F90', '0A', true],
    ['an address of a network card', 'tcp', '020200C0:1F90', '0A', true],
    ['loopback', 'tcp', '0100007F:1F90', '0A', false],
    ['another address of loopback', 'tcp', '3500007F:1F90', '0A', false],
    ['a connection that is not a listener', 'tcp', '020200C0:1F90', '01', false],
    ['datagrams from everywhere', 'udp', '00000000:0035', '07', true],
    ['every IPv6 address', 'tcp', '00000000000000000000000000000000:1F90', '0A', true],
    ['IPv6 loopback', 'tcp', '00000000000000000000000001000000:1F90', '0A', false],
    ['IPv4 loopback written as IPv6', 'tcp', '0000000000000000FFFF00000100007F:1F90', '0A', false],
  ];
  for (const [what, protocol, local, state, open] of cases)
    it(`${open ? 'finds' : 'lets pass'} ${what}`, () => {
      const found = openSockets(HEAD + line(local, state, '4711'), protocol);
      assert.deepEqual([...found.keys()], open ? ['4711'] : []);
    });

  it('says the port', () => {
    assert.equal(openSockets(HEAD + line('00000000:1F90', '0A', '1'), 'tcp').get('1')?.port, 8080);
  });
});
