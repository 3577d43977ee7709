import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { newerNode } from '../host/node.ts';
import { ROOT } from '../host/places.ts';

/** What activating may cost, in milliseconds of CPU. */
const ACTIVATION_MS = 150;

describe('activation', () => {
  it(`takes at most ${ACTIVATION_MS} ms of CPU`, () => {
    const printed = execFileSync(newerNode(), ['test/editor/measure-activation.cjs'], { cwd: ROOT, encoding: 'utf8' });
    const spent = Number(printed);
    assert.ok(spent > 0 && spent <= ACTIVATION_MS, `${printed.trim()} ms`);
  });
});
