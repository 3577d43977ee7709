import assert from 'node:assert/strict';
import { readSentinels } from './sentinel-quorum.ts';

describe('what a Sentinel says', () => {
  it('is read by primary, and what is not understood is left out', () => {
    const output = 'mymaster\t10.0.0.7\tOK 3 usable Sentinels.\r\nother\t\tNOQUORUM 1 usable Sentinels.\nnoise\n';
    assert.deepEqual(readSentinels(output), [
      { name: 'mymaster', quorum: true, words: 'OK 3 usable Sentinels.', primary: '10.0.0.7' },
      { name: 'other', quorum: false, words: 'NOQUORUM 1 usable Sentinels.', primary: undefined },
    ]);
  });
});
