import assert from 'node:assert/strict';
import { printable } from './printable.ts';

describe('what a log may print', () => {
  it('are lines and colours', () => {
    assert.equal(printable('a\nb\r\n\tc\u001b[1;31mred\u001b[0m é 数'), 'a\r\nb\r\n\tc\u001b[1;31mred\u001b[0m é 数');
  });

  it('are no commands to the terminal', () => {
    assert.equal(printable('\u001b]52;c;aGk=\u0007clip'), 'clip');
    assert.equal(printable('\u001b]0;title\u001b\\x'), 'x');
    assert.equal(printable('\u001b[2J\u001b[Hx\u001b[?1049hy'), 'xy');
    assert.equal(printable('\u001bPq#0\u001b\\z\u001bcw\u0007\u0008'), 'zw');
    assert.equal(printable('\u009b31mx'), '31mx');
  });
});
