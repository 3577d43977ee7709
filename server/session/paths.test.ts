import assert from 'node:assert/strict';
import { pathOf, uriOf } from './paths.ts';

describe('paths of files', () => {
  it('go to URIs and back', () => {
    for (const path of [
      '/home/me/db.yaml',
      '/a b/grün/#1.yaml',
      '/100%/x.yaml',
      '/c:/x/db.yaml',
      '//server/share/x.yaml',
    ]) {
      assert.equal(pathOf(uriOf(path)), path);
    }
  });

  it('are the same for every spelling of a URI', () => {
    assert.equal(pathOf('file:///a/x@y+(z).yaml'), pathOf('file:///a/x%40y%2B%28z%29.yaml'));
    assert.equal(pathOf('file:///C:/x.yaml'), pathOf('file:///c%3A/x.yaml'));
  });

  it('are URIs where nothing lies on disk', () => {
    assert.equal(pathOf('untitled:Untitled-1'), 'untitled:Untitled-1');
    assert.equal(uriOf('untitled:Untitled-1'), 'untitled:Untitled-1');
  });
});
