import assert from 'node:assert/strict';
import { sentence } from './summary.ts';

describe('the summary of a workspace', () => {
  it('counts in words', () => {
    assert.equal(sentence({ files: 3, databases: 2, findings: 5 }), '5 risks found: 2 databases in 3 files.');
    assert.equal(sentence({ files: 1, databases: 1, findings: 1 }), '1 risk found: 1 database in 1 file.');
    assert.equal(sentence({ files: 4, databases: 0, findings: 0 }), 'No risks found: 0 databases in 4 files.');
  });
});
