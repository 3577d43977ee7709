import assert from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';
import { backupRoles } from '../../core/backups/roles.ts';
import { rolesText } from './keeping-command.ts';

describe('plinth backup-role', () => {
  it('prints a Role and its RoleBinding, with why for each rule and what it cannot promise', () => {
    const roles = backupRoles('run', { namespace: 'shop', database: 'orders' }, [{ kind: 'User', name: 'ada' }]);
    const text = rolesText(roles);
    const objects = parseAllDocuments(text).map((one) => one.toJS() as { kind: string; rules?: object[] });
    assert.deepEqual(
      objects.map(({ kind }) => kind),
      ['Role', 'RoleBinding'],
    );
    assert.equal(objects[0]?.rules?.length, roles.rules.length);
    for (const { why } of roles.rules) assert.ok(text.includes(why));
    assert.match(text, /^# Whoever may create Jobs .* any Secret/mu);
  });
});
