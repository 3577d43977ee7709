import assert from 'node:assert/strict';
import { placeWords } from './where.ts';

describe('whose kubeconfig it is', () => {
  it('is said in words', () => {
    assert.equal(placeWords(undefined, {}), 'on this machine');
    assert.equal(placeWords('wsl', { WSL_DISTRO_NAME: 'Debian' }), 'in WSL Debian');
    assert.equal(placeWords('ssh-remote', { HOSTNAME: 'build-1' }), 'over SSH on build-1');
    assert.equal(placeWords('dev-container', {}), 'in the container');
    assert.equal(placeWords('127.0.0.1:8080', {}), 'on the editor’s server');
    assert.equal(placeWords('moon', {}), 'on the remote machine (moon)');
  });
});
