import assert from 'node:assert/strict';
import { whoseKubeconfig, type Place } from './remote.ts';

const TABLE: readonly (readonly [Place, string])[] = [
  [{ remoteName: undefined }, 'on this machine'],
  [{ remoteName: undefined, web: true, host: 'box' }, 'on the server box'],
  [{ remoteName: 'wsl', distribution: 'Ubuntu' }, 'in WSL Ubuntu'],
  [{ remoteName: 'wsl' }, 'in WSL'],
  [{ remoteName: 'ssh-remote', host: 'db-admin' }, 'over SSH on db-admin'],
  [{ remoteName: 'ssh-remote' }, 'over SSH on the remote host'],
  [{ remoteName: 'dev-container', host: '4f2a' }, 'in the container 4f2a'],
  [{ remoteName: 'codespaces' }, 'in the codespace'],
  [{ remoteName: 'tunnel', host: 'home' }, 'through a tunnel on home'],
  [{ remoteName: 'something-new', host: 'x' }, 'on the remote host x'],
];

describe('whose kubeconfig is read', () => {
  for (const [place, words] of TABLE) it(words, () => assert.equal(whoseKubeconfig(place), words));
});
