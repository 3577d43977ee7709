import assert from 'node:assert/strict';
import { readConfiguration } from './configuration.ts';

const vocabulary = { rules: new Set(['storage/missing-class', 'probes/tcp-only']), engines: new Set(['postgresql']) };
const read = (text: string) => readConfiguration(text, vocabulary);

describe('.plinth.yaml', () => {
  it('is read', () => {
    const { configuration, problems } = read(
      `kubernetesVersion: 1.30\nrules:\n  storage/missing-class: off\n  probes/tcp-only: error\nignore: [legacy/**]\n` +
        `engines:\n  - image: registry.example.com/pg-*\n    engine: postgresql\n    version: 16\nbaseline: known.json\n`,
    );
    assert.deepEqual(problems, []);
    assert.equal(configuration.kubernetesVersion, '1.30');
    assert.deepEqual(
      [...configuration.rules],
      [
        ['storage/missing-class', 'off'],
        ['probes/tcp-only', 'error'],
      ],
    );
    assert.deepEqual(configuration.ignore, ['legacy/**']);
    assert.deepEqual(configuration.engines, [
      { image: 'registry.example.com/pg-*', engine: 'postgresql', version: '16' },
    ]);
    assert.equal(configuration.baseline, 'known.json');
  });

  it('is empty without any setting', () => {
    assert.deepEqual(read('').problems, []);
    assert.deepEqual(read('# nothing yet\n').problems, []);
  });

  const wrong: readonly [name: string, text: string, line: number, message: RegExp][] = [
    ['a setting that does not exist', 'ignore: []\nrule: {}\n', 1, /no setting «rule»/],
    ['a rule that does not exist', 'rules:\n  storage/nope: off\n', 1, /no rule «storage\/nope»/],
    ['a severity that does not exist', 'rules:\n  probes/tcp-only: loud\n', 1, /one of off, hint/],
    ['an engine that does not exist', 'engines:\n  - { image: x, engine: oracle }\n', 0, /engine, one of postgresql/],
    ['globs that are none', 'ignore: yes please\n', 0, /list of globs/],
    ['a version that is none', 'kubernetesVersion: latest\n', 0, /such as "1.34"/],
    ['a list at the top', '- rules\n', 0, /settings by name/],
    ['broken YAML', 'rules: [\n', 1, /./],
  ];
  for (const [name, text, line, message] of wrong) {
    it(`tells ${name}, at its place`, () => {
      const [problem] = read(text).problems;
      assert.ok(problem);
      assert.match(problem.message, message);
      assert.equal(problem.range.start.line, line);
    });
  }

  it('keeps the other settings when one is wrong', () => {
    const { configuration } = read('rules:\n  storage/nope: off\n  probes/tcp-only: hint\n');
    assert.deepEqual([...configuration.rules], [['probes/tcp-only', 'hint']]);
  });
});
