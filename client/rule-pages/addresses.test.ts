import assert from 'node:assert/strict';
import { ruleLink } from '../../server/protocol/rule-link.ts';
import { pageOf, RULE_SCHEME, ruleOf } from './addresses.ts';

describe('addresses of rule pages', () => {
  it('go from a rule to its page and back', () => {
    assert.equal(pageOf('storage/ephemeral-data'), 'storage/ephemeral-data.md');
    assert.equal(ruleOf('/storage/ephemeral-data.md'), 'storage/ephemeral-data');
  });

  it('are those that the server gives', () => {
    assert.equal(ruleLink('storage/ephemeral-data'), `${RULE_SCHEME}:/${pageOf('storage/ephemeral-data') ?? ''}`);
  });

  it('never leave the folder of the pages', () => {
    for (const id of ['../secrets', 'storage/../../x', 'storage', '/etc/passwd', 'a/b/c', '', 7, undefined]) {
      assert.equal(pageOf(id), undefined);
    }
    for (const path of ['/../../etc/passwd.md', '/storage/a.txt', 'storage/a.md', '/a/b/c.md']) {
      assert.equal(ruleOf(path), undefined);
    }
  });
});
