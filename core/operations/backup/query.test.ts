import assert from 'node:assert/strict';
import type { Manifest } from '../../backups/manifest.ts';
import { BadParameter } from '../../runner/plan.ts';
import { judge } from '../restore/judge.ts';
import { fingerprint, readQuery } from './query.ts';

describe('a person’s query', () => {
  for (const query of [
    '',
    'SELECT 1; DROP TABLE t',
    '\\! sh',
    'SELECT 1 \\g x',
    'SELECT * INTO OUTFILE "/x" FROM t',
    5,
    'x'.repeat(3_000),
  ])
    it(`is refused where it is more than a statement that reads: ${String(query).slice(0, 30)}`, () => {
      assert.throws(() => readQuery({ query }), BadParameter);
    });

  it('is one statement on one line, in a database that may be named', () => {
    assert.deepEqual(readQuery({ query: ' SELECT count(*)\n  FROM orders ;' }), {
      text: 'SELECT count(*) FROM orders',
      database: undefined,
    });
    assert.deepEqual(readQuery({ query: 'SELECT 1', queryDatabase: 'shop' })?.database, 'shop');
    assert.throws(() => readQuery({ queryDatabase: 'shop' }), BadParameter);
    assert.throws(() => readQuery({ query: 'SELECT 1', queryDatabase: 'host=x' }), BadParameter);
  });

  const query = { text: 'SELECT 1', database: undefined };
  const [one, two, other] = [fingerprint('1\n'), fingerprint('2'), fingerprint('3')];
  for (const [what, source, found, expect, outcome] of [
    ['as expected', undefined, one, '1', 'verified'],
    ['not as expected', undefined, two, '1', 'failed'],
    ['nothing, where something is expected', undefined, undefined, '1', 'failed'],
    ['as the source', { before: one, after: one }, one, undefined, 'verified'],
    ['another than the source', { before: one, after: one }, two, undefined, 'failed'],
    ['one of two that the source gave', { before: one, after: two }, two, undefined, 'verified'],
    ['none of two that the source gave', { before: one, after: two }, other, undefined, 'verified'],
    ['nothing, and the source did', { before: one, after: one }, undefined, undefined, 'failed'],
    ['nothing, and the source neither', {}, undefined, undefined, 'verified'],
  ] as const)
    it(`that is answered ${what}: ${outcome}`, () => {
      const manifest = { counts: {}, ...(source && { query: { text: query.text, ...source } }) } as unknown as Manifest;
      const said = `ok all${found === undefined ? '' : `\nquery=${found}`}`;
      assert.equal(judge(said, manifest, { query, expect }).outcome, outcome);
    });
});
