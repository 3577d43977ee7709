import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readShell } from './commands.ts';

const commands = (script: string) => readShell(script).map(({ words }) => words.map(({ text }) => text).join(' '));

describe('shell scripts', () => {
  const cases: [script: string, found: string[]][] = [
    ['a b; c && d || e | f & g', ['a b', 'c', 'd', 'e', 'f', 'g']],
    ['if [ -f /x ]; then\n  a "b c" \'d\'\nelse e; fi', ['[ -f /x ]', 'a b c d', 'e']],
    ['a \\\n  --b # c d\n# e\nf#g', ['a --b', 'f#g']],
    ['A=1 B="2 3" a $A', ['a $A']],
    ['a > /dev/null 2>&1 < b >> c &> d', ['a']],
    ['x=$(a b | c) && d "$(e "f g")"', ['a b', 'c', '', 'e f g', 'd $(e "f g")']],
    ['a `b c` d', ['b c', 'a $(b c) d']],
    ['[[ `hostname` =~ -([0-9]+)$ ]] || exit 1', ['hostname', 'exit 1']],
    ['cat <<EOF > x\nmysqld --no\nEOF\na', ['cat', 'a']],
    ['cat <<-"EOF"\n\tmysqld\n\tEOF\na', ['cat', 'a']],
    ['a $((1 + 2)) ${B:-c d}', ['a $((1 + 2)) ${B:-c d}']],
    ['(a; b)\n{ c; }', ['a', 'b', 'c']],
    ['while true; do a; sleep 1; done', ['true', 'a', 'sleep 1']],
    ['a "unclosed', ['a unclosed']],
    ['a;\nb\n\nc', ['a', 'b', 'c']],
    ['cat <<EOF\n$(a b)\nEOF', ['a b', 'cat']],
    ['export A=1 B="c d"; e', ['export A=1 B=c d', 'e']],
    ['a `b \\`c\\``', ['c', 'b $(c)', 'a $(b \\`c\\`)']],
    ['for i in $(a b) c; do d $i; done', ['a b', 'd $i']],
    ['case "$(a)" in\n  *x*|y) b c ;;\n  (z) case d in e) f;; esac;;\n  *) g\nesac; h', ['a', 'b c', 'f', 'g', 'h']],
    ['echo case in x', ['echo case in x']],
    ['f() {\n  a b\n}\nfunction g { c; }\nf; X=$(g d) && e', ['a b', 'c', '', 'e']],
    ['f() { exec "$@"; }\nf\nf a b', ['exec $@', 'f a b']],
  ];
  for (const [script, found] of cases) {
    it(`takes ${JSON.stringify(script)} apart`, () => {
      assert.deepEqual(commands(script), found);
    });
  }

  it('keeps the place of every word', () => {
    const script = 'if true; then exec mysqld "--datadir=/x y"; fi; `a b`';
    const words = readShell(script).flatMap((command) => command.words);
    assert.deepEqual(
      words.map(({ start, end }) => script.slice(start, end)),
      ['true', 'exec', 'mysqld', '"--datadir=/x y"', 'a', 'b', '`a b`'],
    );
  });

  it('survives any text', () => {
    const piece = fc.constantFrom(
      '$(',
      ')',
      '`',
      '"',
      "'",
      '\\',
      '\n',
      '<<E',
      '[[ ',
      ' ]]',
      '${',
      '}',
      'a',
      ' ',
      ';',
      '#',
      '((',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const script = pieces.join('');
        for (const { words } of readShell(script)) {
          for (const { start, end } of words) assert.ok(start < end && end <= script.length);
        }
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('takes time in proportion to the text', () => {
    const started = performance.now();
    readShell('$('.repeat(100_000));
    readShell('a `'.repeat(50_000));
    readShell('[[ '.repeat(100_000));
    readShell('"${'.repeat(50_000));
    assert.ok(performance.now() - started < 1500);
  });
});
