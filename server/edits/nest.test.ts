import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { SourceFile } from '../documents/index.ts';
import { CannotEdit, ManifestEditor } from './index.ts';

function nested(text: string, name = 'a.yaml'): string {
  const file = SourceFile.open(name, text);
  const object = file.documents[0]?.objects[0];
  assert.ok(object);
  const editor = new ManifestEditor();
  editor.nest(object, ['spec'], ['template', 'spec']);
  let result = file.text();
  for (const { start, end, text: written } of [...(editor.edits().get(name) ?? [])].reverse()) {
    result = result.slice(0, start) + written + result.slice(end);
  }
  return result;
}

describe('moving a value below further keys', () => {
  it('moves the lines to the right, with comments, blocks and blank lines', () => {
    assert.equal(
      nested('kind: Pod\nspec: # here\n  # first\n  a: |\n    x\n\n    y\n  b:\n  - c # d\n# behind\nstatus: 1\n'),
      'kind: Pod\nspec: # here\n  template:\n    spec:\n      # first\n      a: |\n        x\n\n        y\n      b:\n      - c # d\n# behind\nstatus: 1\n',
    );
  });

  it('keeps CRLF, and a text without a line break at its end', () => {
    assert.equal(
      nested('kind: Pod\r\nspec:\r\n    a: 1\r\n    b: "x\r\n      y"'),
      'kind: Pod\r\nspec:\r\n    template:\r\n        spec:\r\n            a: 1\r\n            b: "x\r\n              y"',
    );
  });

  it('wraps braces and JSON', () => {
    assert.equal(nested('kind: Pod\nspec: {a: 1}\n'), 'kind: Pod\nspec: { template: { spec: {a: 1} } }\n');
    assert.equal(
      nested('{"kind": "Pod", "spec": {"a": 1}}', 'a.json'),
      '{"kind": "Pod", "spec": { "template": { "spec": {"a": 1} } }}',
    );
  });

  it('refuses what an alias shares', () => {
    assert.throws(() => nested('kind: Pod\nspec: &s\n  a: 1\nother: *s\n'), CannotEdit);
  });
});
