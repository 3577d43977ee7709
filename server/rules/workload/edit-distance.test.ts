import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { editDistance, isTypo } from './edit-distance.ts';

describe('names that are a slip away', () => {
  it('counts added, dropped, replaced and swapped letters', () => {
    assert.equal(editDistance('secret', 'secret'), 0);
    assert.equal(editDistance('postres', 'postgres'), 1);
    assert.equal(editDistance('secrest', 'secrets'), 1);
    assert.equal(editDistance('', 'abc'), 3);
    assert.equal(editDistance('kitten', 'sitting'), 3);
  });

  const cases: [written: string, meant: string, isSlip: boolean][] = [
    ['postres-secrets', 'postgres-secrets', true],
    ['postgres-secret', 'postgres-secrets', true],
    ['postgres-secrest', 'postgres-secrets', true],
    ['mongdb', 'mongodb', true],
    ['mysqlservice', 'mysql-service', true],
    ['db-0', 'db-1', false],
    ['pg-a', 'pg-b', false],
    ['shop-dev', 'shop-prd', false],
    ['mysql', 'mysql-headless', false],
    ['redis', 'redis', false],
    ['shard-10', 'shard-2', false],
    ['data', 'date-2', false],
    ['main-db', 'mail-db', true],
  ];
  for (const [written, meant, isSlip] of cases) {
    it(`${written} ${isSlip ? 'may mean' : 'is not'} ${meant}`, () => {
      assert.equal(isTypo(written, meant), isSlip);
    });
  }
});
