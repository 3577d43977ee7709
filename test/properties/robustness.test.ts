import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, editsOf } from '../../server/linter/fixing.ts';
import { SourceFile } from '../../server/documents/index.ts';
import type { Linter } from '../../server/linter/linter.ts';
import { allFindings, describeFinding, linterOf } from '../support/workspace.ts';
import { corpusTexts, exampleTexts } from '../support/texts.ts';
import type { Text } from '../support/texts.ts';
import { SAMPLES, SEED } from './samples.ts';

/** No text may keep the server busy for longer. */
const MOST_MILLISECONDS = 1000;
const NAME = 'sample.yaml';

const texts = [...exampleTexts(), ...corpusTexts()].filter(({ text }) => text.length < 200_000);
const anyText: fc.Arbitrary<Text> = fc.constantFrom(...texts);
const share = (part: number) => ({ numRuns: Math.ceil(SAMPLES * part), seed: SEED, endOnFailure: true });

describe('whatever is typed', function () {
  this.timeout(0);

  it('any prefix of a file is linted without a fault, and no fix breaks it', () => {
    const prefix = fc.tuple(anyText, fc.nat()).map(([{ text }, at]) => text.slice(0, at % (text.length + 1)));
    fc.assert(fc.property(prefix, lintsWell), share(0.3));
  });

  it('a file without one of its lines', () => {
    const shortened = fc.tuple(anyText, fc.nat()).map(([{ text }, at]) => {
      const lines = text.split('\n');
      lines.splice(at % lines.length, 1);
      return lines.join('\n');
    });
    fc.assert(fc.property(shortened, lintsWell), share(0.3));
  });

  it('documents of a file in any order, some of them twice', () => {
    const shuffled = fc.tuple(anyText, fc.array(fc.nat(), { minLength: 1, maxLength: 8 })).map(([{ text }, picks]) => {
      const documents = text.split(/^---.*$/mu);
      return picks.map((pick) => documents[pick % documents.length] ?? '').join('\n---\n');
    });
    fc.assert(fc.property(shuffled, lintsWell), share(0.2));
  });

  it('linting after any history of edits equals linting the final text', () => {
    const edit = fc.record({
      at: fc.nat(),
      length: fc.oneof(fc.constant(0), fc.nat({ max: 40 }), fc.nat({ max: 400 })),
      text: anyEdit(),
    });
    fc.assert(fc.property(anyText, fc.array(edit, { minLength: 1, maxLength: 6 }), historyEqualsFresh), share(0.2));
  });
});

/** What people type and paste: characters, keys, borders, halves of structures. */
function anyEdit(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '\n',
      '  ',
      '---\n',
      '\n---\n',
      ':',
      '- ',
      '"',
      "'",
      '{',
      '}',
      '[',
      '#',
      '|',
      '&a',
      '*a',
      '{{ .Values.x }}',
    ),
    fc.constantFrom(
      'replicas: 3\n',
      '      emptyDir: {}\n',
      'kind: StatefulSet',
      'image: postgres:16',
      '\r\n',
      '\t',
      '<<: *a\n',
    ),
    fc.string({ maxLength: 8 }),
    anyText.map(({ text }) => text.slice(0, 300)),
  );
}

function lintsWell(text: string): void {
  const begun = performance.now();
  const linter = linterOf({ [NAME]: text });
  const findings = allFindings(linter);
  const spent = performance.now() - begun;
  assert.ok(spent < MOST_MILLISECONDS, `linting took ${Math.round(spent)} ms`);
  const problems = problemsOf(text);
  for (const finding of findings) {
    for (const fix of finding.fixes) {
      const edits = editsOf(fix)?.get(`/test/${NAME}`);
      if (!edits) continue;
      const after = applyEdits(text, edits);
      const broken = problemsOf(after);
      assert.ok(
        broken.length <= problems.length,
        `«${fix.title}» for ${describeFinding(finding)} breaks it: ${broken.join('; ')}\n${after}`,
      );
    }
  }
}

function problemsOf(text: string): string[] {
  return SourceFile.open(NAME, text).documents.flatMap(({ problems }) => problems.map(({ message }) => message));
}

function historyEqualsFresh(
  { text }: Text,
  edits: readonly { readonly at: number; readonly length: number; readonly text: string }[],
): void {
  const linter = linterOf({ [NAME]: text });
  allFindings(linter);
  const file = linter.workspace.files.get(`/test/${NAME}`);
  assert.ok(file);
  for (const edit of edits) {
    const length = file.text().length;
    const start = edit.at % (length + 1);
    const range = { start: file.positionAt(start), end: file.positionAt(Math.min(start + edit.length, length)) };
    linter.workspace.update(file, file.change([{ range, text: edit.text }]));
    linter.refresh();
  }
  assert.deepEqual(told(linter), told(linterOf({ [NAME]: file.text() })));
}

function told(linter: Linter): string[] {
  return allFindings(linter).map(describeFinding);
}
