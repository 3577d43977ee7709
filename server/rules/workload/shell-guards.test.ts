import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isFailureExpected, isUnconditional } from './shell-guards.ts';

/** The offset of the command that the cases are about. */
const at = (script: string) => script.indexOf('RUN');

describe('guards in shell scripts', () => {
  const always: string[] = [
    'RUN /data',
    'set -e\nRUN /data',
    'cd /data && RUN *',
    'mkdir -p /a; chown 999 /a; RUN /a',
    'if [ -f x ]; then echo y; fi\nRUN /data',
    'for i in 1 2; do echo $i; done; RUN /data',
    'echo "if [ this" # if that\nRUN /data',
    'set -ex\nif true; then\n  echo a\nelse\n  echo b\nfi\nRUN',
  ];
  for (const script of always) {
    it(`runs always: ${JSON.stringify(script)}`, () => {
      assert.equal(isUnconditional(script, at(script)), true);
    });
  }

  const sometimes: string[] = [
    '[ -f x ] || RUN',
    '[[ ! -s x ]] && RUN',
    'test -d /data && RUN',
    'if [ -f x ]; then RUN; fi',
    'if [ -f x ]; then\n  echo a\nelse\n  RUN\nfi',
    'case $HOSTNAME in\n  db-0) RUN ;;\nesac',
    'while read x; do RUN $x; done',
    'clean() {\n  RUN\n}',
    '[ -s x ] && exit 0\nRUN',
    'grep -q done /state && echo ok && RUN',
    'cat > /x.sh <<EOF\nRUN\nEOF\n',
  ];
  for (const script of sometimes) {
    it(`may not run: ${JSON.stringify(script)}`, () => {
      assert.equal(isUnconditional(script, at(script)), false);
    });
  }

  it('tells a failure that is expected', () => {
    assert.equal(isFailureExpected('RUN -D /data || true', 0), true);
    assert.equal(isFailureExpected('RUN -D /data\necho a || b', 0), false);
    assert.equal(isFailureExpected('RUN "a || b"; c', 0), false);
  });
});
