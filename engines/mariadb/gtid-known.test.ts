import assert from 'node:assert/strict';
import { differenceOf, errantOf, gapOf } from './gtid-known.ts';

const PRIMARY = { identity: '101', position: '0-101-100', known: '0-101-100,0-103-20' };
const REPLICA = { position: '0-101-100', known: '0-101-100,0-103-20', strict: '1' };

describe('what members of MariaDB know of each other’s transactions', () => {
  it('finds nothing strange where all came from the primary, or through it', () => {
    assert.equal(errantOf(PRIMARY, REPLICA), undefined);
    assert.equal(errantOf(PRIMARY, { ...REPLICA, position: '0-103-20', known: '0-103-20' }), undefined);
    assert.equal(errantOf({ ...PRIMARY, position: '', known: '' }, { ...REPLICA, position: '', known: '' }), undefined);
    // The primary has gone on since it was asked.
    assert.equal(errantOf(PRIMARY, { ...REPLICA, position: '0-101-107', known: '0-101-107' }), undefined);
  });

  it('finds a transaction that only the replica has', () => {
    const found = errantOf(PRIMARY, { ...REPLICA, position: '0-102-101', known: '0-101-100,0-102-101' });
    assert.equal(found, 'it has 0-102-101, the primary 0-101-100');
    assert.match(errantOf(PRIMARY, { ...REPLICA, position: '0-103-21' }) ?? '', /0-103-21/u);
    assert.match(errantOf(PRIMARY, { ...REPLICA, position: '0-101-100,1-103-5' }) ?? '', /1-103-5/u);
  });

  it('finds it without strict mode also behind a later one of the primary', () => {
    const candidate = { position: '0-101-102', known: '0-101-102,0-102-101', strict: '0' };
    assert.match(errantOf(PRIMARY, candidate) ?? '', /0-102-101/u);
    // Nothing could have come after it in strict mode.
    assert.equal(errantOf(PRIMARY, { ...candidate, strict: '1' }), undefined);
  });

  it('takes what cannot be read for strange', () => {
    for (const bad of [{ position: undefined }, { position: '0-101' }, { known: undefined }])
      assert.equal(
        errantOf(PRIMARY, { ...REPLICA, ...bad } as Record<string, string>),
        'its transactions are not known',
      );
    assert.equal(errantOf({ identity: '101', position: '0-101-1' }, REPLICA), 'its transactions are not known');
  });

  it('says what a member lacks, or has beyond the other', () => {
    assert.equal(differenceOf(PRIMARY, { position: ' 0-101-100\n' }), undefined);
    assert.equal(differenceOf({ position: '1-1-5,0-1-9' }, { position: '0-1-9,1-1-5' }), undefined);
    assert.match(differenceOf(PRIMARY, { position: '0-101-99' }) ?? '', /lacks transactions/u);
    assert.match(differenceOf(PRIMARY, { position: '' }) ?? '', /lacks transactions/u);
    assert.match(differenceOf(PRIMARY, { position: '0-102-101' }) ?? '', /has others/u);
    assert.match(differenceOf(PRIMARY, { position: '0-102-100' }) ?? '', /has others/u);
    assert.match(differenceOf(PRIMARY, {}) ?? '', /not known/u);
  });

  it('counts what is missing, in each domain', () => {
    assert.deepEqual(gapOf({ position: '0-1-100,1-1-7' }, { position: '0-1-90', seconds: '2' }), {
      transactions: 17,
      seconds: 2,
    });
    assert.deepEqual(gapOf(PRIMARY, { position: '0-101-103' }), { transactions: 0 });
    assert.deepEqual(gapOf(PRIMARY, {}), {});
  });
});
