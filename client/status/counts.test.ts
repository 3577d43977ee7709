import assert from 'node:assert/strict';
import { explanation, label } from './counts.ts';

describe('the status bar', () => {
  it('counts the risks of the file in front', () => {
    assert.equal(label('running', { file: 3, workspace: 8 }), '$(database) 3 risks');
    assert.equal(label('running', { file: 1, workspace: 8 }), '$(database) 1 risk');
    assert.equal(label('running', { file: 0, workspace: 8 }), '$(database) no risks');
    assert.match(explanation('running', { file: 1, workspace: 8 }), /1 risk in this file, 8 risks in this workspace/);
  });

  it('counts those of the workspace where no manifest is in front', () => {
    assert.equal(label('running', { file: undefined, workspace: 8 }), '$(database) 8 risks');
    assert.match(explanation('running', { file: undefined, workspace: 8 }), /8 risks in this workspace/);
  });

  it('says when the server starts or has failed', () => {
    const none = { file: undefined, workspace: 0 };
    assert.match(label('starting', none), /loading/);
    assert.match(label('failed', none), /error/);
    assert.match(explanation('failed', none), /output says why/);
    assert.match(explanation('off', none), /plinth\.enable/);
  });
});
