import assert from 'node:assert/strict';
import { context } from '../../../test/support/live.ts';
import { message, welcome } from './welcome.ts';

const nothing = { contexts: [], unreadable: [], files: ['/home/ada/.kube/config'] };
const bad = { ...nothing, unreadable: [{ file: '/x', message: '/x, line 3: no YAML.' }] };
const some = { ...nothing, contexts: [context()] };

describe('the welcome of the view', () => {
  it('says why there is nothing', () => {
    assert.equal(welcome(undefined, 0), 'reading');
    assert.equal(welcome(nothing, 0), 'none');
    assert.equal(welcome(some, 0), 'hidden');
    assert.equal(welcome(some, 1), 'some');
  });

  it('names kubeconfigs that cannot be read beside those that can', () => {
    assert.equal(message(some, ''), undefined);
    assert.equal(message({ ...some, unreadable: bad.unreadable }, '«a»'), '/x, line 3: no YAML.\nFilter: «a»');
  });
});
