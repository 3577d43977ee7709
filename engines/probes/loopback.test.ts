import assert from 'node:assert/strict';
import { listensOnLoopback } from './loopback.ts';

describe('listening on loopback', () => {
  it('is so by default and with every IPv4 address', () => {
    for (const addresses of [
      undefined,
      '*',
      '0.0.0.0',
      'localhost,mongo-0.mongo',
      '127.0.0.1 10.0.0.1',
      '* -::*',
      '["_local_", "_site_"]',
    ]) {
      assert.equal(listensOnLoopback(addresses), true, addresses);
    }
  });
  it('is not so with the pod its own address alone, with no address, and where only the running pod can tell', () => {
    for (const addresses of ['10.0.0.1', 'mongo-0.mongo', '', '_site_', '$(POD_IP)', '::1', '::']) {
      assert.equal(listensOnLoopback(addresses), false, addresses);
    }
  });
  it('takes IPv6 for all addresses where the engine does', () => {
    assert.equal(listensOnLoopback('::', true), true);
    assert.equal(listensOnLoopback('fd00::1', true), false);
  });
});
