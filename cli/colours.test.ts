import assert from 'node:assert/strict';
import { coloursFor } from './colours.ts';

const painted = (stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv) => coloursFor(stream, env).red('late') !== 'late';

describe('colours', () => {
  it('are not written to a file or a pipe, also where CI is set', () => {
    assert.equal(painted({}, { CI: 'true' }), false);
    assert.equal(painted({ isTTY: false }, { CI: 'true' }), false);
  });

  it('are written there when they are asked for', () => {
    assert.equal(painted({}, { FORCE_COLOR: '1' }), true);
    assert.equal(painted({}, { FORCE_COLOR: '0' }), false);
    assert.equal(painted({}, { FORCE_COLOR: '1', NO_COLOR: '1' }), false);
  });
});
