import assert from 'node:assert/strict';
import { readVersion } from './configuration/version.ts';
import { engines } from './index.ts';
import { endOf } from './model/lifecycle.ts';

const YEAR = 366 * 24 * 3600 * 1000;

describe('ends of life', () => {
  const known = engines.flatMap(({ name, lifecycle }) => (lifecycle === undefined ? [] : [{ name, lifecycle }]));

  it('were compared with their sources within a year', () => {
    const old = known.filter(({ lifecycle }) => Date.now() - Date.parse(lifecycle.checked) > YEAR);
    assert.deepEqual(
      old.map(({ name, lifecycle }) => `${name}: ${lifecycle.checked}, ${lifecycle.source}`),
      [],
    );
  });

  it('are days that had passed by then', () => {
    for (const { lifecycle } of known) {
      for (const [, day] of lifecycle.ended) {
        assert.match(day, /^\d{4}-\d{2}-\d{2}$/u);
        assert.ok(day <= lifecycle.checked);
      }
    }
  });

  it('are told of the narrowest version, and not of what a tag leaves open', () => {
    const end = (name: string, tag: string) => {
      const version = readVersion(tag);
      const lifecycle = known.find((one) => one.name === name)?.lifecycle;
      assert.ok(version && lifecycle);
      return endOf(version, lifecycle);
    };
    assert.equal(end('PostgreSQL', '9.6.24'), '2021-11-11');
    assert.equal(end('PostgreSQL', '13.4-alpine'), '2025-11-13');
    assert.equal(end('PostgreSQL', '17'), undefined);
    assert.equal(end('MySQL', '5.7.44'), '2023-10-31');
    assert.equal(end('MySQL', '8'), undefined);
    assert.equal(end('MariaDB', '10'), undefined);
    assert.equal(end('MariaDB', '10.1.48'), '2020-10-17');
    assert.equal(end('MariaDB', '10.11.6'), undefined);
  });
});
