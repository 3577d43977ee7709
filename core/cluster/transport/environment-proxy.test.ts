import assert from 'node:assert/strict';
import { environmentProxy } from './environment-proxy.ts';

const SERVER = 'https://api.shop.example.com:6443';
const proxied = (noProxy: string, server = SERVER): boolean =>
  environmentProxy(server, { HTTPS_PROXY: 'http://p:3128', NO_PROXY: noProxy }) !== undefined;

describe('proxy of the environment', () => {
  it('is the one for the server’s protocol, in capitals or not', () => {
    assert.equal(environmentProxy(SERVER, { https_proxy: 'http://p:3128' }), 'http://p:3128');
    assert.equal(environmentProxy(SERVER, { HTTPS_PROXY: 'p:3128' }), 'http://p:3128');
    assert.equal(environmentProxy(SERVER, { HTTP_PROXY: 'http://p:3128' }), undefined);
    assert.equal(environmentProxy('http://c:8080', { HTTP_PROXY: 'http://p:3128' }), 'http://p:3128');
    assert.equal(environmentProxy(SERVER, { HTTPS_PROXY: '' }), undefined);
  });

  it('is not used for what NO_PROXY names', () => {
    for (const list of [
      '*',
      'example.com',
      '.example.com',
      'a, api.shop.example.com',
      'shop.example.com:6443',
      '*.example.com',
    ])
      assert.equal(proxied(list), false, list);
    for (const list of ['', 'ample.com', 'other.com', 'shop.example.com:443', 'x.api.shop.example.com'])
      assert.equal(proxied(list), true, list);
    assert.equal(proxied('10.0.0.0/8', 'https://10.1.2.3:6443'), false);
    assert.equal(proxied('10.0.0.0/8', 'https://11.1.2.3:6443'), true);
    assert.equal(proxied('10.1.2.3', 'https://10.1.2.3'), false);
  });

  it('is never used for this machine itself', () => {
    for (const server of ['https://127.0.0.1:6443', 'https://localhost:6443', 'https://[::1]:6443'])
      assert.equal(proxied('', server), false, server);
  });
});
