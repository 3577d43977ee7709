import assert from 'node:assert/strict';
import { isManifest } from './manifests.ts';

function document(
  text: string,
  languageId = 'yaml',
  fileName = '/project/db.yaml',
  scheme = 'file',
): Parameters<typeof isManifest>[0] {
  return { languageId, fileName, uri: { scheme }, getText: () => text };
}

describe('isManifest', () => {
  const manifest = 'apiVersion: v1\nkind: Service\n';

  it('knows a manifest by apiVersion and kind', () => {
    assert.ok(isManifest(document(manifest)));
    assert.ok(isManifest(document(`# a comment\n---\nfoo: 1\n---\n${manifest}`)));
    assert.ok(isManifest(document('kind: Service\r\napiVersion: v1\r\n')));
    assert.ok(isManifest(document('- apiVersion: v1\n  kind: Service\n')));
  });

  it('knows a JSON manifest, also on one line', () => {
    assert.ok(isManifest(document('{\n  "apiVersion": "v1",\n  "kind": "List"\n}', 'json')));
    assert.ok(isManifest(document('{"kind": "List",\n"apiVersion": "v1"}', 'json')));
    assert.ok(isManifest(document('{"apiVersion":"v1","kind":"List"}', 'json')));
  });

  it('knows Helm templates', () => {
    assert.ok(isManifest(document('{{- if .Values.on }}\napiVersion: apps/v1\nkind: StatefulSet\n{{- end }}', 'helm')));
  });

  it('passes over other YAML', () => {
    assert.ok(!isManifest(document('services:\n  db:\n    image: postgres\n')));
    assert.ok(!isManifest(document('apiVersion: v1\n')));
    assert.ok(!isManifest(document('# apiVersion: v1\n# kind: Service\n')));
    assert.ok(!isManifest(document('')));
  });

  it('passes over other languages and places', () => {
    assert.ok(!isManifest(document(manifest, 'dockercompose')));
    assert.ok(!isManifest(document(manifest, 'markdown')));
    assert.ok(!isManifest(document(manifest, 'yaml', '/project/db.yaml', 'git')));
  });

  it('knows .plinth.yaml by its name', () => {
    assert.ok(isManifest(document('', 'yaml', '/project/.plinth.yaml')));
    assert.ok(!isManifest(document('', 'yaml', '/project/plinth.yaml')));
  });
});
