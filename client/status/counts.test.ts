import assert from 'node:assert/strict';
import type { StatusParams } from '../../server/protocol/messages.ts';
import { explanation, label } from './counts.ts';

const workspace: StatusParams = {
  state: 'ready',
  files: 4,
  databases: 2,
  findings: { error: 3, warning: 4, info: 1, hint: 0 },
};

describe('the status bar', () => {
  it('counts the risks of the file in front', () => {
    assert.equal(label({ state: 'running', file: 3, workspace }), '$(database) 3 risks');
    assert.equal(label({ state: 'running', file: 1, workspace: undefined }), '$(database) 1 risk');
    assert.equal(label({ state: 'running', file: 0, workspace }), '$(database) no risks');
    assert.equal(
      explanation({ state: 'running', file: 1, workspace }),
      'Plinth: 1 risk in this file, 8 risks in 2 databases of 4 files.',
    );
  });

  it('counts those of the workspace where no manifest is in front', () => {
    assert.equal(label({ state: 'running', file: undefined, workspace }), '$(database) 8 risks');
    assert.equal(label({ state: 'running', file: undefined, workspace: undefined }), '$(database) Plinth');
    assert.equal(
      explanation({ state: 'running', file: undefined, workspace: { ...workspace, state: 'indexing' } }),
      'Plinth: 8 risks in 2 databases of 4 files read so far.',
    );
  });

  it('says when the server starts, reads, or has failed', () => {
    const nothing = { file: undefined, workspace: undefined };
    assert.match(label({ state: 'starting', ...nothing }), /loading/);
    assert.match(
      label({ state: 'running', file: 2, workspace: { ...workspace, state: 'indexing' } }),
      /loading~spin\) 2 risks/,
    );
    assert.match(label({ state: 'failed', ...nothing }), /error/);
    assert.match(explanation({ state: 'failed', ...nothing }), /output says why/);
    assert.match(explanation({ state: 'off', ...nothing }), /plinth\.enable/);
    assert.equal(explanation({ state: 'running', ...nothing }), 'Plinth is running.');
  });
});
