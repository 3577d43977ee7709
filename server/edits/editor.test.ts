import assert from 'node:assert/strict';
import fc from 'fast-check';
import { valueAt } from '../../engines/model/object.ts';
import type { Json, Path } from '../../engines/model/object.ts';
import { SourceFile } from '../documents/index.ts';
import type { ManifestObject } from '../documents/index.ts';
import { languageOf, SAMPLES } from '../../test/support/samples.ts';
import { changed } from './data.ts';
import { CannotEdit, comment, ManifestEditor, placeholder } from './index.ts';
import type { TextEdit } from './index.ts';

/** The text after edits, which must be in order and apart from each other. */
function applied(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const [index, edit] of edits.entries()) {
    assert.ok(edit.start >= at && (index === 0 || edit.start > at) && edit.end >= edit.start);
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Opens a text, lets `change` edit its object of number `index`, and gives the text after it. */
function edited(
  text: string,
  change: (editor: ManifestEditor, object: ManifestObject) => void,
  index = 0,
  uri = 'a.yaml',
): string {
  const file = SourceFile.open(uri, text);
  const object = file.documents.flatMap((document) => document.objects)[index];
  assert.ok(object);
  const editor = new ManifestEditor();
  change(editor, object);
  return applied(text, editor.edits().get(uri) ?? []);
}

/** All paths of a body below its root. */
function pathsOf(body: Json, path: Path = []): Path[] {
  if (body === null || typeof body !== 'object') return path.length > 0 ? [path] : [];
  const below = Array.isArray(body)
    ? (body as readonly Json[]).flatMap((item, index) => pathsOf(item, [...path, index]))
    : Object.entries(body).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return path.length > 0 ? [path, ...below] : below;
}

/** Values that are hard to write in one style or another. */
const VALUES: Json[] = [
  'plain',
  'true',
  '012',
  'None',
  'yes',
  '1e3',
  '',
  ' spaced',
  'a: b',
  'a #b',
  "it's",
  'say "hi"',
  '*x',
  '- a',
  'a, b',
  '[x]',
  '2001-01-01',
  '12:30',
  'tab\there',
  'two\nlines\n',
  'two\n\nlines',
  '  indented\nlines',
  'é😀',
  '~',
  'null',
  '{{ x }}',
  '#c',
  '%d',
  '@at',
  '`tick`',
  '=',
  '<<',
  '-',
  'trailing:',
  'back\\slash',
  0,
  3,
  -1.5,
  true,
  false,
  null,
  {},
  [],
  { a: 1 },
  [1, 'x'],
  { list: [{ name: 'x', more: ['y'] }], map: { deep: { er: 'z' } } },
  [['a'], []],
  ['line\nbreak\n', 'b'],
];

const SAMPLE_OBJECTS = Object.entries(SAMPLES).flatMap(([name, text]) => {
  const uri = languageOf(name) === 'json' ? 'a.json' : 'a.yaml';
  const { documents } = SourceFile.open(uri, text);
  return documents
    .flatMap((document) => document.objects)
    .map(({ body }, index) => ({ name, text, uri, index, body, paths: pathsOf(body) }));
});

type Change = (editor: ManifestEditor, object: ManifestObject) => void;

/**
 * Makes a change to each object of a sample. When it is made, the object must be `wanted`, all others as before, and all lines
 * of the text that are not replaced the same; what only `adds` replaces nothing but an empty value.
 */
function check(
  sample: (typeof SAMPLE_OBJECTS)[number],
  change: Change,
  wanted: (body: Json) => Json | undefined,
  adds = false,
): boolean {
  const { text, uri, index } = sample;
  const before = SourceFile.open(uri, text);
  const objects = before.documents.flatMap((document) => document.objects);
  const object = objects[index];
  assert.ok(object);
  const editor = new ManifestEditor();
  try {
    change(editor, object);
  } catch (error) {
    if (!(error instanceof CannotEdit)) throw error;
    return false;
  }
  const edits = editor.edits().get(uri) ?? [];
  if (adds) for (const { start, end } of edits) assert.match(text.slice(start, end).trim(), /^(\{\}|\[\]|~|null)?$/);
  const after = applied(text, edits);
  const reread = SourceFile.open(uri, after);
  assert.deepEqual(
    reread.documents.flatMap((document) => document.problems),
    [],
    after,
  );
  const bodies = reread.documents.flatMap((document) => document.objects.map(({ body }) => body));
  assert.deepEqual(
    bodies,
    objects.map(({ body }, at) => (at === index ? wanted(body) : body)),
    after,
  );
  if (text.includes('\r\n')) assert.doesNotMatch(after, /[^\r]\n/);
  else assert.doesNotMatch(after, /\r/);
  assert.doesNotMatch(after.replace(text, ''), /\t(?!here)/);
  return true;
}

const sampled = fc.constantFrom(...SAMPLE_OBJECTS);
const value = fc.constantFrom(...VALUES);
const RUNS = { seed: 20261122, numRuns: 300 };

type Wanted = (value: Json | undefined, path: Path) => boolean;
const anything: Wanted = () => true;
const isMap: Wanted = (found) => found !== null && typeof found === 'object' && !Array.isArray(found);

/** A path of the sample's object that fits; undefined where it has none. */
function pathIn(sample: (typeof SAMPLE_OBJECTS)[number], pick: number, fits: Wanted): Path | undefined {
  const paths = sample.paths.filter((path) => fits(valueAt(sample.body, path), path));
  return paths[pick % Math.max(paths.length, 1)];
}

/** Runs a property and says how many of its changes were made: nearly all must be, or refusing would be the easy way out. */
function property(
  least: number,
  fits: Wanted,
  run: (sample: (typeof SAMPLE_OBJECTS)[number], path: Path, value: Json) => boolean,
): void {
  let made = 0;
  let all = 0;
  fc.assert(
    fc.property(sampled, fc.nat(200), value, (sample, pick, written) => {
      const path = pathIn(sample, pick, fits);
      if (!path) return;
      all += 1;
      if (run(sample, path, written)) made += 1;
    }),
    RUNS,
  );
  assert.ok(made / all >= least, `only ${made} of ${all} changes were made`);
}

describe('ManifestEditor', () => {
  it('sets any value anywhere', () => {
    property(0.9, anything, (sample, path, written) =>
      check(
        sample,
        (editor, object) => editor.set(object, path, written),
        (body) => changed(body, path, () => written),
      ),
    );
  });

  it('inserts keys into any map', () => {
    property(0.8, isMap, (sample, path, written) => {
      const map: Path = [...path, 'newKey'];
      return check(
        sample,
        (editor, object) => editor.insert(object, map, written),
        (body) => changed(body, map, () => written),
        true,
      );
    });
  });

  it('inserts keys beside any other', () => {
    for (const side of ['before', 'after'] as const) {
      const inMap: Wanted = (_, path) => typeof path.at(-1) === 'string';
      property(0.8, inMap, (sample, path, written) => {
        const sibling = String(path.at(-1));
        const beside: Path = [...path.slice(0, -1), 'newKey'];
        return check(
          sample,
          (editor, object) => editor.insert(object, beside, written, { [side]: sibling }),
          (body) => changed(body, beside, () => written),
          true,
        );
      });
    }
  });

  it('appends to any list', () => {
    property(
      0.8,
      (found) => Array.isArray(found),
      (sample, path, written) => {
        return check(
          sample,
          (editor, object) => editor.append(object, path, written),
          (body) => {
            const list = valueAt(body, path);
            return changed(body, [...path, Array.isArray(list) ? list.length : 0], () => written);
          },
        );
      },
    );
  });

  it('removes anything', () => {
    property(0.85, anything, (sample, path) => {
      return check(
        sample,
        (editor, object) => editor.remove(object, path),
        (body) => changed(body, path, () => undefined),
      );
    });
  });

  it('sets, inserts and removes one after the other', () => {
    property(
      0.6,
      (_, path) => typeof path.at(-1) === 'string',
      (sample, path, written) => {
        const key: Path = [...path.slice(0, -1), 'newKey', 'deep', 0];
        return check(
          sample,
          (editor, object) => {
            editor.set(object, key, written);
            editor.set(object, [...path.slice(0, -1), 'newKey', 'other'], 1);
            editor.remove(object, path);
          },
          (body) =>
            changed(
              changed(
                changed(body, key, () => written),
                [...path.slice(0, -1), 'newKey', 'other'],
                () => 1,
              ),
              path,
              () => undefined,
            ),
        );
      },
    );
  });

  it('replaces parts of texts', () => {
    let made = 0;
    fc.assert(
      fc.property(
        sampled,
        fc.nat(200),
        fc.nat(80),
        fc.nat(20),
        fc.constantFrom('', 'x', 'a b', "'", '"', 'l1\nl2\n', '\n'),
        (sample, pick, from, length, text) => {
          const path = pathIn(sample, pick, (found) => typeof found === 'string');
          if (!path) return;
          const body = (object: ManifestObject): Json | undefined => valueAt(object.body, path);
          const cut = (before: Json | undefined): string => {
            const old = typeof before === 'string' ? before : '';
            const start = Math.min(from, old.length);
            return old.slice(0, start) + text + old.slice(Math.min(start + length, old.length));
          };
          const done = check(
            sample,
            (editor, object) => {
              const found = body(object);
              const old = typeof found === 'string' ? found : '';
              const start = Math.min(from, old.length);
              editor.replaceSpan({ object, path, span: [start, Math.min(start + length, old.length)] }, text);
            },
            (whole) => changed(whole, path, cut),
          );
          if (done) made += 1;
        },
      ),
      RUNS,
    );
    assert.ok(made > 100, String(made));
  });

  it('touches no other line', () => {
    const text = SAMPLES['indented'] ?? '';
    const after = edited(text, (editor, object) => editor.set(object, ['spec', 'replicas'], 5));
    assert.equal(after, text.replace('replicas: 3', 'replicas: 5'));
  });
});

const STATEFUL_SET = `kind: StatefulSet
metadata:
  name: db # the name
  labels: {app: db}
spec:
  replicas: 3
  # about the template
  template:
    spec:
      containers:
      - name: pg # c
        # the image
        image: postgres:16
        args: [a, b]
        cfg: |
          foo = 1
          bar = 2
      volumes:
      - name: v
        emptyDir: {}
`;
const CONTAINER: Path = ['spec', 'template', 'spec', 'containers', 0];

describe('what the editor writes', () => {
  const cases: [title: string, change: Change, before: string, after: string][] = [
    [
      'missing parents once, in order',
      (editor, object) => {
        editor.set(object, ['spec', 'template', 'spec', 'securityContext', 'fsGroup'], 999);
        editor.set(object, ['spec', 'template', 'spec', 'securityContext', 'runAsUser'], 999);
      },
      '      containers:\n',
      '      securityContext:\n        fsGroup: 999\n        runAsUser: 999\n      containers:\n',
    ],
    [
      'keys in the order of Kubernetes',
      (editor, object) => editor.insert(object, ['spec', 'serviceName'], 'db'),
      '  replicas: 3\n',
      '  replicas: 3\n  serviceName: db\n',
    ],
    [
      'comments above the value',
      (editor, object) => editor.append(object, ['spec', 'template', 'spec', 'volumes'], comment('why', { name: 'w' })),
      '        emptyDir: {}\n',
      '        emptyDir: {}\n      # why\n      - name: w\n',
    ],
    [
      'quotes where they are needed',
      (editor, object) => editor.set(object, ['metadata', 'labels', 'x'], 'yes'),
      '{app: db}',
      '{app: db, x: "yes"}',
    ],
    [
      'items with brackets',
      (editor, object) => editor.append(object, [...CONTAINER, 'args'], 'c, d'),
      '[a, b]',
      '[a, b, "c, d"]',
    ],
    [
      'the first key of an item away',
      (editor, object) => editor.remove(object, [...CONTAINER, 'name']),
      '- name: pg # c\n        # the image',
      '- # the image',
    ],
    [
      'comments of a key away with it',
      (editor, object) => editor.remove(object, ['spec', 'template']),
      STATEFUL_SET.slice(STATEFUL_SET.indexOf('  # about')),
      '',
    ],
    [
      'an emptied map as {}',
      (editor, object) => editor.remove(object, ['metadata', 'labels', 'app']),
      '{app: db}',
      '{}',
    ],
    [
      'an emptied map away',
      (editor, object) => editor.remove(object, ['metadata', 'labels', 'app'], { prune: true }),
      '  labels: {app: db}\n',
      '',
    ],
    [
      'lines of a configuration',
      (editor, object) => {
        editor.replaceSpan({ object, path: [...CONTAINER, 'cfg'], span: [6, 7] }, '42');
        editor.replaceSpan({ object, path: [...CONTAINER, 'cfg'], span: [17, 17] }, 'baz = 3\n');
      },
      'foo = 1\n          bar = 2\n',
      'foo = 42\n          bar = 2\n          baz = 3\n',
    ],
    [
      'a line of a configuration away',
      (editor, object) => editor.replaceSpan({ object, path: [...CONTAINER, 'cfg'], span: [0, 8] }, ''),
      '          foo = 1\n',
      '',
    ],
    [
      'into an empty map',
      (editor, object) =>
        editor.set(object, ['spec', 'template', 'spec', 'volumes', 0, 'emptyDir', 'medium'], 'Memory'),
      'emptyDir: {}',
      'emptyDir:\n          medium: Memory',
    ],
    [
      'another key',
      (editor, object) => editor.renameKey(object, ['spec', 'replicas'], 'count'),
      'replicas: 3',
      'count: 3',
    ],
    [
      'a comment stays on its line',
      (editor, object) => editor.set(object, ['metadata', 'name'], 'other'),
      'db # the',
      'other # the',
    ],
    [
      'a further document',
      (editor, object) => editor.addDocument(object, { kind: 'Service', ports: [1] }),
      '        emptyDir: {}\n',
      '        emptyDir: {}\n---\nkind: Service\nports:\n- 1\n',
    ],
  ];
  for (const [title, change, before, after] of cases) {
    it(title, () => assert.equal(edited(STATEFUL_SET, change), STATEFUL_SET.replace(before, after)));
  }

  it('strings in the quotes that they had', () => {
    const change: Change = (editor, object) => {
      for (const key of ['a', 'b', 'c', 'd']) editor.set(object, [key], "it's");
    };
    assert.equal(edited(`a: "x"\nb: 'y'\nc: z\nd: "1"\n`, change), `a: "it's"\nb: 'it''s'\nc: it's\nd: "it's"\n`);
  });

  it('no line break at the end where there was none', () => {
    const text = STATEFUL_SET.trimEnd();
    assert.equal(edited(text, (editor, object) => editor.set(object, ['spec', 'x'], 1)).endsWith('\n'), false);
    assert.ok(edited(text, (editor, object) => editor.addDocument(object, { kind: 'A' })).endsWith('{}\n---\nkind: A'));
    assert.equal(
      edited('a: 1\nb: 2', (editor, object) => editor.remove(object, ['b'])),
      'a: 1',
    );
  });

  it('documents between documents, items of lists, and new files', () => {
    const between = edited('kind: A\n---\nkind: B\n', (editor, object) => editor.addDocument(object, { kind: 'New' }));
    assert.equal(between, 'kind: A\n---\nkind: New\n---\nkind: B\n');
    const ended = edited('kind: A\n...\nkind: B\n', (editor, object) => editor.addDocument(object, { kind: 'New' }));
    assert.deepEqual(
      SourceFile.open('a', ended).documents.flatMap(({ objects }) => objects.map(({ kind }) => kind)),
      ['A', 'New', 'B'],
    );
    const list = edited('kind: List\nitems:\n- kind: A\n', (editor, object) =>
      editor.addDocument(object, { kind: 'New' }),
    );
    assert.equal(list, 'kind: List\nitems:\n- kind: A\n- kind: New\n');
    const [object] = SourceFile.open('a.yaml', 'kind: A\n').documents[0]?.objects ?? [];
    assert.ok(object);
    const editor = new ManifestEditor();
    editor.addDocument(object, { kind: 'New', size: placeholder('1Gi') }, { file: 'new.yaml' });
    assert.deepEqual(editor.edits().get('new.yaml'), [
      { start: 0, end: 0, text: 'kind: New\nsize: 1Gi\n', snippetText: 'kind: New\nsize: ${1:1Gi}\n' },
    ]);
    assert.deepEqual([...editor.newFiles], ['new.yaml']);
  });

  it('placeholders as snippets, numbered through the file', () => {
    const [object] = SourceFile.open('a.yaml', STATEFUL_SET).documents[0]?.objects ?? [];
    assert.ok(object);
    const editor = new ManifestEditor();
    editor.set(object, ['spec', 'a'], {
      cost: '$5}',
      one: placeholder('x', ['x', 'y,z']),
      two: placeholder('needs: quotes'),
    });
    editor.set(object, ['metadata', 'b'], placeholder('3'));
    const edits = editor.edits().get('a.yaml') ?? [];
    assert.deepEqual(
      edits.map(({ snippetText }) => snippetText),
      ['\n  b: ${1:3}', '\n  a:\n    cost: \\$5\\}\n    one: ${2|x,y\\,z|}\n    two: "${3:needs: quotes}"'],
    );
  });
});

describe('what the editor refuses', () => {
  function refuses(text: string, change: Change, index = 0, uri = 'a.yaml'): void {
    assert.throws(() => edited(text, change, index, uri), CannotEdit);
  }

  it('text that other places share', () => {
    const anchors = SAMPLES['anchors'] ?? '';
    refuses(anchors, (editor, object) => editor.set(object, ['metadata', 'labels', 'app'], 'x'));
    refuses(anchors, (editor, object) => editor.set(object, ['spec', 'copied', 'app'], 'x'));
    refuses(anchors, (editor, object) => editor.set(object, ['spec', 'containers', 1, 'name'], 'x'));
    refuses(anchors, (editor, object) => editor.remove(object, ['spec', 'selector', 'app']));
    const override = edited(anchors, (editor, object) => editor.set(object, ['spec', 'selector', 'app'], 'x'));
    assert.equal(override, anchors.replace('    extra: "1"\n', '    extra: "1"\n    app: x\n'));
    const instead = edited(anchors, (editor, object) => editor.set(object, ['spec', 'copied'], 1));
    assert.equal(instead, anchors.replace('copied: *labels', 'copied: 1'));
  });

  it('text that holds templates', () => {
    const chart = 'kind: A\nspec:\n  x: {{ .Values.x }}\n  v: 1\n  {{- with .Values.z }}\n  z: {{ . }}\n  {{- end }}\n';
    refuses(chart, (editor, object) => editor.set(object, ['spec', 'x'], 1));
    refuses(chart, (editor, object) => editor.remove(object, ['spec']));
    refuses(chart, (editor, object) => editor.set(object, ['spec'], 1));
    assert.equal(
      edited(chart, (editor, object) => editor.set(object, ['spec', 'v'], 2)),
      chart.replace('v: 1', 'v: 2'),
    );
    const outside = edited(chart, (editor, object) => editor.set(object, ['spec', 'new'], 2));
    assert.equal(outside, chart.replace('v: 1', 'v: 1\n  new: 2'));
  });

  it('what does not fit', () => {
    refuses(STATEFUL_SET, (editor, object) => editor.set(object, ['spec', 'replicas', 'x'], 1));
    refuses(STATEFUL_SET, (editor, object) => editor.set(object, ['spec', 'template', 'spec', 'containers', 5], 1));
    refuses(STATEFUL_SET, (editor, object) => editor.insert(object, ['spec', 'replicas'], 1));
    refuses(STATEFUL_SET, (editor, object) => editor.remove(object, ['spec', 'nothing']));
    refuses(SAMPLES['json'] ?? '', (editor, object) => editor.addDocument(object, { kind: 'A' }), 0, 'a.json');
  });
});
