import assert from 'node:assert/strict';
import { linterOf } from '../../test/support/workspace.ts';
import { readMarkers } from '../../test/support/markers.ts';
import type { Finding } from './finding.ts';
import { applyEdits } from './fixing.ts';
import { suppressEdit } from './suppress-edit.ts';

/** The text after a finding at ⟦…⟧ has been suppressed; undefined where that is not offered. */
function suppressed(marked: string, name = 'x.yaml'): string | undefined {
  const { text, ranges } = readMarkers(marked);
  const { workspace } = linterOf({ [name]: text });
  const file = workspace.files.get(`/test/${name}`);
  const [start, end] = ranges[0] ?? [0, 0];
  assert.ok(file);
  const range = { start: file.positionAt(start), end: file.positionAt(end) };
  const about = {
    rule: 'storage/host-path',
    severity: 'error',
    message: '',
    object: '',
    related: [],
    fixes: [],
  } as const;
  const finding: Finding = { ...about, uri: file.uri, range };
  const edit = suppressEdit(finding, workspace);
  return edit && applyEdits(text, [edit]);
}

describe('suppressing', () => {
  const comment = '# plinth-ignore storage/host-path -- reason';

  it('puts a comment above the line, indented like it', () => {
    assert.equal(suppressed('a:\n  - b: ⟦1⟧\n'), `a:\n  ${comment}\n  - b: 1\n`);
    assert.equal(suppressed('a: 1\n---\nb: ⟦2⟧\n'), `a: 1\n---\n${comment}\nb: 2\n`);
  });

  it('keeps the line breaks of the file', () => {
    assert.equal(suppressed('a:\r\n  b: ⟦1⟧\r\n'), `a:\r\n  ${comment}\r\n  b: 1\r\n`);
  });

  it('goes to the head of the document where the line belongs to a text', () => {
    const text = 'data:\n  x.conf: |\n    a = 1\n    b = ⟦2⟧\n';
    assert.equal(suppressed(`# licence\n---\n${text}`), `# licence\n---\n${comment}\n${readMarkers(text).text}`);
  });

  it('is not offered in JSON', () => {
    assert.equal(suppressed('{\n  "a": ⟦1⟧\n}\n', 'x.json'), undefined);
  });
});
