import assert from 'node:assert/strict';
import { isUnknown } from '../../engines/model/object.ts';
import { SourceFile } from './index.ts';
import type { ManifestObject, YamlDocument } from './index.ts';
import { SAMPLES } from '../../test/support/samples.ts';

function document(text: string): YamlDocument {
  const [first] = SourceFile.open('a.yaml', text).documents;
  assert.ok(first);
  return first;
}

function object(text: string): ManifestObject {
  const [first] = document(text).objects;
  assert.ok(first);
  return first;
}

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: db
spec:
  hostname: db
  containers:
  - name: pg
    image: postgres:16
    args: [a, b]
  restartPolicy: Always
`;

describe('reading a document', () => {
  it('flattens lists, and items of typed lists know their kind', () => {
    const { objects } = document(SAMPLES['list'] ?? '');
    assert.deepEqual(
      objects.map(({ kind, name }) => `${kind}/${name}`),
      ['Secret/one', 'Service/two'],
    );
    const pods = document('apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: a}\n- 3\n').objects;
    assert.deepEqual(
      pods.map(({ apiVersion, kind, name }) => [apiVersion, kind, name]),
      [['v1', 'Pod', 'a']],
    );
  });

  it('merges as YAML says: what is written in the map itself counts', () => {
    const body = object('a: &a {x: 1, w: 1}\nb: &b {w: 2, z: 2}\nc:\n  x: 3\n  <<: [*a, *b]\n').body;
    assert.deepEqual((body as { c: unknown }).c, { x: 3, w: 1, z: 2 });
  });

  it('tells duplicate keys and takes the last', () => {
    const read = document('a: 1\nb: 2\na: 3\n');
    assert.deepEqual(read.objects[0]?.body, { a: 3, b: 2 });
    assert.match(read.problems[0]?.message ?? '', /"a" is written twice/);
    assert.equal(read.text.slice(read.problems[0]?.start, read.problems[0]?.end), 'a');
    assert.equal(read.problems[0]?.start, 10);
  });

  it('finds comments, but not in texts', () => {
    const { comments } = document('# one\na: "# no" # two\nb: |\n  # no\nc: x#no\n');
    assert.deepEqual(
      comments.map(({ text, start }) => [text, start]),
      [
        ['# one', 0],
        ['# two', 16],
      ],
    );
  });

  it('says what a tab does', () => {
    const read = document('a:\n\tb: 1\n\tc:\n\t\td: 1\n');
    assert.deepEqual(read.objects[0]?.body, { a: { b: 1, c: { d: 1 } } });
    assert.match(read.problems[0]?.message ?? '', /tabs/);
  });

  const half: [string, string, string, string][] = [
    ['a key without a colon', 'hostname: db', 'hostname', 'spec'],
    ['a key without a colon at the top', 'metadata:', 'met\nmetadata:', ''],
    ['a line that begins too far left', '    image', '   image', 'spec'],
    ['a tab', '    image', '\timage', 'spec'],
  ];
  for (const [title, before, after, open] of half) {
    it(`reads the rest around ${title}, and calls nothing there missing`, () => {
      const read = document(POD.replace(before, after));
      const [found] = read.objects;
      assert.ok(read.problems.length > 0 && found);
      const { spec } = found.body as {
        spec: { containers: { name: string; args: string[] }[]; restartPolicy: string };
      };
      assert.equal(spec.restartPolicy, 'Always');
      assert.deepEqual(
        [spec.containers.length, spec.containers[0]?.name, spec.containers[0]?.args],
        [1, 'pg', ['a', 'b']],
      );
      assert.ok(found.isOpen(open === '' ? [] : [open]));
    });
  }

  it('takes a value with an unclosed quote, or a second colon, as unknown', () => {
    for (const image of ['"postgres:16', 'x: y']) {
      const found = object(POD.replace('postgres:16', image));
      const { spec } = found.body as { spec: { containers: { image: string }[]; restartPolicy: string } };
      assert.ok(isUnknown(spec.containers[0]?.image));
      assert.equal(spec.restartPolicy, 'Always');
    }
  });

  it('reads over a missing bracket', () => {
    const { spec } = object(POD.replace('[a, b]', '[a, b')).body as { spec: { restartPolicy: string } };
    assert.equal(spec.restartPolicy, 'Always');
  });

  it('bounds what is nested without end, and what aliases stand for', () => {
    for (const text of ['['.repeat(200_000), '- '.repeat(200_000), '{a: '.repeat(200_000)]) {
      assert.match(document(text).problems[0]?.message ?? '', /nested too deeply/);
    }
    const ten = (name: string): string => `[${Array.from({ length: 10 }, () => name).join(',')}]`;
    const bomb = ['a', 'b', 'c', 'd', 'e', 'f'].map(
      (name, index, all) => `${name}: &${name} ${ten(index === 0 ? '1' : `*${all[index - 1] ?? ''}`)}`,
    );
    const read = document(bomb.join('\n'));
    assert.deepEqual([read.objects.length, read.problems.length], [0, 1]);
    assert.match(document('a: &a\n  b: *a\n').problems[0]?.message ?? '', /No anchor/);
  });

  it('tells characters that YAML does not know', () => {
    const read = document('a: x\0y\nb: 1\n');
    assert.deepEqual([read.problems[0]?.start, (read.objects[0]?.body as { b: number }).b], [4, 1]);
  });

  it('keeps keys that JavaScript finds special', () => {
    const { body } = object('__proto__: {a: 1}\nconstructor: 2\n');
    assert.deepEqual(Object.keys(body as object), ['__proto__', 'constructor']);
  });
});

describe('templates', () => {
  const CHART = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "x" . }}-cfg
  labels:
    {{- include "x.labels" . | nindent 4 }}
  annotations:
    a: b
    {{- toYaml .Values.a | nindent 4 }}
{{- if .Values.x }}
spec:
  a: "{{ .Values.x | default "foo" }}"
  {{ .Values.key }}: {{ .Values.b | quote }}
  list:
  {{- range .Values.y }}
  - name: {{ .name }}
    v: 1
  {{- end }}
  res: {{- toYaml .Values.res | nindent 4 }}
  res2:{{ toYaml .Values.res | nindent 4 }}
  closed:
    p: 1
  flow: [{{ .Values.one }}, "{{ .Values.two }}"]
  long: {{ printf "%s"
    .Values.q }}
{{- end }}
data:
  x.conf: |
    foo = 1
{{- if .Values.z }}
    bar = {{ .Values.q }}
    {{- end }}
{{ tpl .Values.more . | indent 4 }}
    baz = 2
  {{/* a comment
   with: lines */}}
  last: z
`;

  it('are masked, and what they may add is open', () => {
    const read = document(CHART);
    assert.deepEqual(read.problems, []);
    assert.equal(read.open, false);
    assert.equal(read.masked.length, read.text.length);
    const [found] = read.objects;
    assert.ok(found);
    assert.equal(found.name, undefined);
    const body = found.body as {
      metadata: Record<string, unknown>;
      spec: Record<string, unknown>;
      data: Record<string, string>;
    };
    assert.ok(isUnknown(body.metadata['labels']));
    assert.deepEqual(body.metadata['annotations'], { a: 'b' });
    for (const key of ['a', 'res', 'res2', 'long']) assert.ok(isUnknown(body.spec[key]), key);
    assert.equal((body.spec['list'] as unknown[]).length, 1);
    assert.equal((body.spec['flow'] as unknown[]).length, 2);
    assert.match(body.data['x.conf'] ?? '', /^foo = 1\n[^]*baz = 2\n/);
    assert.ok(isUnknown(body.data['x.conf']));
    assert.equal(body.data['last'], 'z');
    const open = [[], ['metadata', 'annotations'], ['spec'], ['spec', 'list']];
    for (const path of open) assert.ok(found.isOpen(path), path.join('.'));
    for (const path of [['metadata'], ['spec', 'closed'], ['data']])
      assert.equal(found.isOpen(path), false, path.join('.'));
  });

  it('half-typed end with their line', () => {
    const { body } = object('kind: A\nx: {{ .Values\ny: {{ .b }}\nz: 1\n');
    assert.deepEqual((body as { z: number }).z, 1);
  });

  it('make a document open as a whole where they fit nowhere', () => {
    assert.equal(document('kind: A\nx: 1\n    {{ include "y" . }}\n').open, true);
  });

  it('are not seen in other dollar syntaxes', () => {
    assert.deepEqual(object('kind: A\nx: ${VAR}\n').body, { kind: 'A', x: '${VAR}' });
  });
});
