import assert from 'node:assert/strict';
import { readSteps } from './steps.ts';

/** The fate of the command `dump` in a script. */
const fateOf = (script: string, options = { errexit: false, pipefail: false }) =>
  readSteps(script, options)
    .filter(({ words }) => words[0]?.text === 'dump')
    .map(({ fate }) => fate)
    .join(' ');

describe('what becomes of a command that fails', () => {
  const cases: [script: string, fate: string][] = [
    ['dump > a', 'seen'],
    ['dump > a; echo done', 'overlooked'],
    ['dump > a && echo done', 'seen'],
    ['set -e; dump > a; echo done', 'seen'],
    ['set -e\ndump > a && gzip a\necho done', 'overlooked'],
    ['set -o errexit; dump; echo', 'seen'],
    ['set -e; set +e; dump; echo', 'overlooked'],
    ['dump | gzip > a', 'piped'],
    ['set -o pipefail; dump | gzip > a', 'seen'],
    ['set -o pipefail; dump | gzip > a; echo done', 'overlooked'],
    ['set -euo pipefail; dump | gzip > a; echo done', 'seen'],
    ['dump || true', 'forgiven'],
    ['set -e; dump || { echo failed; }', 'forgiven'],
    ['dump || { echo failed; exit 1; }; echo done', 'seen'],
    ['dump || exit 1; echo done', 'seen'],
    ['dump || exit 0', 'forgiven'],
    ['if dump; then echo; else exit 1; fi', 'seen'],
    ['if ! dump > a; then exit 1; fi; echo', 'seen'],
    ['dump; if [ $? -ne 0 ]; then exit 1; fi; echo', 'seen'],
    ['dump | gzip; [ ${PIPESTATUS[0]} = 0 ] || exit 1', 'seen'],
    ['for one in a b; do dump $one; done', 'overlooked'],
    ['set -e; for one in a b; do dump $one; done', 'seen'],
    ['run() { dump > a; echo; }; run', 'overlooked'],
    ['run() { dump > a; }; run', 'seen'],
    ['run() { dump > a; }', ''],
    ['dump & wait', 'overlooked'],
    ['x=$(dump)', 'seen'],
    ['echo $(dump)', 'overlooked'],
    ['( dump; echo )', 'overlooked'],
    ['{ dump; } > a', 'seen'],
    ['trap "echo; exit 0" ERR; set -e; dump', 'forgiven'],
    ['dump; exit 0', 'overlooked'],
  ];
  for (const [script, fate] of cases) {
    it(`${script.replaceAll('\n', '; ')} → ${fate === '' ? 'never runs' : fate}`, () => {
      assert.equal(fateOf(script), fate);
    });
  }

  it('knows the options with which the shell starts', () => {
    assert.equal(fateOf('dump | gzip; echo', { errexit: true, pipefail: true }), 'seen');
  });

  it('tells where the output goes, and which commands share a pipe', () => {
    const steps = readSteps('{ dump 2>err | gzip -c; } > "/b/$x" < in', { errexit: false, pipefail: false });
    assert.deepEqual(
      steps.map(({ words, redirects, pipe }) => [
        words.map(({ text }) => text).join(' '),
        redirects.map(({ operator, descriptor, target }) => `${descriptor ?? ''}${operator}${target.text}`).join(' '),
        `${pipe?.index}/${pipe?.length}`,
      ]),
      [
        ['dump', '2>err >/b/$x <in', '0/2'],
        ['gzip -c', '>/b/$x <in', '1/2'],
      ],
    );
  });

  it('takes time in proportion to the text', () => {
    const started = performance.now();
    for (const text of [
      '$('.repeat(100_000),
      '$('.repeat(50_000),
      'a `'.repeat(50_000),
      '"$(a "'.repeat(20_000),
      '('.repeat(100_000),
    ])
      readSteps(text, { errexit: false, pipefail: false });
    assert.ok(performance.now() - started < 5000);
  });

  it('survives what never ends', () => {
    assert.doesNotThrow(() => readSteps('run() { run; }; run; $('.repeat(500), { errexit: false, pipefail: false }));
  });
});
