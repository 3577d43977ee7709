import assert from 'node:assert/strict';
import type { CompletionItem, CompletionList, Hover } from 'vscode-languageserver-protocol';
import { SourceFile } from '../../server/documents/index.ts';
import { LanguageClient, LIKE_VSCODE } from './language-client.ts';

const CURSOR = '│';
const NEIGHBOURS = `apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: db }, ports: [{ name: sql, port: 5432 }] }
---
apiVersion: v1
kind: Secret
metadata: { name: login }
stringData: { user: me, password: x }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
---
apiVersion: v1
kind: Secret
metadata: { name: foreign, namespace: elsewhere }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: ebs.csi.aws.com
`;
const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: stores.example.org }
spec:
  group: example.org
  names: { kind: Store, plural: stores }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                size: { type: integer, description: How much it holds. }
                free: { type: object, x-kubernetes-preserve-unknown-fields: true }
                labels: { type: object, additionalProperties: { type: string } }
`;
const POD = (spec: string) =>
  `apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\n  namespace: shop\nspec:\n  template:\n    metadata: { labels: { app: db } }\n    spec:\n${spec}`;

describe('schemas', () => {
  let client: LanguageClient;
  before(async () => {
    client = await LanguageClient.start({
      capabilities: {
        ...LIKE_VSCODE,
        textDocument: {
          ...LIKE_VSCODE.textDocument,
          completion: { completionItem: { insertTextModeSupport: { valueSet: [1, 2] } } },
        },
      },
    });
    await client.open('neighbours.yaml', NEIGHBOURS);
    await client.open('definition.yaml', DEFINITION);
  });
  after(() => client.stop());

  let count = 0;
  const at = async (marked: string): Promise<{ name: string; position: { line: number; character: number } }> => {
    const name = `scene-${(count += 1)}.yaml`;
    await client.open(name, marked.replace(CURSOR, ''));
    return { name, position: SourceFile.open(name, marked).positionAt(marked.indexOf(CURSOR)) };
  };
  const complete = async (marked: string): Promise<CompletionItem[]> => {
    const { name, position } = await at(marked);
    const textDocument = { uri: client.uri(name) };
    const list = await client.connection.sendRequest<CompletionList>('textDocument/completion', {
      textDocument,
      position,
    });
    await client.close(name);
    return list.items;
  };
  const labels = async (marked: string): Promise<string[]> => (await complete(marked)).map(({ label }) => label);
  const mistakes = async (text: string): Promise<[unknown, string][]> => {
    const { name } = await at(`${text}${CURSOR}`);
    const found = (await client.diagnostics(name)).filter(({ code }) => String(code).startsWith('schema/'));
    const file = SourceFile.open(name, text);
    await client.close(name);
    return found.map(({ code, range }) => [
      code,
      file.text().slice(file.offsetAt(range.start), file.offsetAt(range.end)),
    ]);
  };

  describe('find what the API server refuses', () => {
    const SCENES: Readonly<Record<string, readonly [text: string, expected: readonly [string, string][]]>> = {
      'an unknown field': [
        POD('      terminationGracePeriodSecond: 60\n'),
        [['schema/unknown-field', 'terminationGracePeriodSecond']],
      ],
      'a number where a text belongs': [
        POD('      containers: [{ name: a, env: [{ name: PORT, value: 5432 }] }]\n'),
        [['schema/wrong-value', '5432']],
      ],
      'a text where a number belongs': [
        POD('      terminationGracePeriodSeconds: "60"\n'),
        [['schema/wrong-value', '"60"']],
      ],
      'a value that is none of the few': [POD('      restartPolicy: Allways\n'), [['schema/wrong-value', 'Allways']]],
      'an access mode among others': [
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: d }\nspec: { accessModes: [ReadWriteOnce, ReadWrite] }\n',
        [['schema/wrong-value', 'ReadWrite']],
      ],
      'a map where a list belongs': [POD('      containers: { name: a }\n'), [['schema/wrong-value', '{']]],
      'nothing in a sound manifest': [
        POD(
          '      containers: [{ name: a, resources: { limits: { cpu: 1, memory: 1Gi } }, ports: [{ containerPort: 1 }] }]\n',
        ),
        [],
      ],
      'an unknown field of a kind that the workspace defines': [
        'apiVersion: example.org/v1\nkind: Store\nmetadata: { name: a }\nspec: { size: 1, free: { any: 1 }, labels: { a: 1 }, sizes: [] }\n',
        [
          ['schema/wrong-value', '1'],
          ['schema/unknown-field', 'sizes'],
        ],
      ],
      'nothing in custom resources': [
        'apiVersion: example.org/v1\nkind: Thing\nmetadata: { name: a }\nspec: { any: 1 }\n',
        [],
      ],
      'nothing where a template decides': [
        POD('      replicas{{ .x }}: 1\n      restartPolicy: {{ .Values.policy }}\n'),
        [],
      ],
      'nothing where a variable is put in before': [POD('      terminationGracePeriodSeconds: ${GRACE}\n'), []],
      'nothing in null': [POD('      containers:\n'), []],
    };
    for (const [title, [text, expected]] of Object.entries(SCENES)) {
      it(title, async () => {
        assert.deepEqual(await mistakes(text), expected);
      });
    }

    const hold = async (settings: unknown, text: string, expected: readonly string[]): Promise<void> => {
      await client.configure(settings);
      await client.eventually(async () => {
        assert.deepEqual(
          (await mistakes(text)).map(([, written]) => written),
          expected,
        );
      });
    };

    it('for the version that is configured', async () => {
      const newer = POD('      hostnameOverride: x\n');
      await hold({ kubernetesVersion: '1.30' }, newer, ['hostnameOverride']);
      await hold({ kubernetesVersion: '1.37' }, newer, []);
      // Older than all that is known: the oldest.
      await hold({ kubernetesVersion: '1.20' }, newer, ['hostnameOverride']);
      await hold({}, newer, []);
    });

    it('as loud as is configured, and not at all where it is switched off or suppressed', async () => {
      const text = POD('      restart: x\n');
      await hold({ rules: { 'schema/unknown-field': 'off' } }, text, []);
      await hold({ schemas: 'on' }, text, ['restart']);
      await hold({ schemas: 'off' }, text, []);
      await hold({}, text, ['restart']);
      const told = '      restart: x # plinth-ignore schema/unknown-field -- our admission webhook reads it\n';
      const { name } = await at(POD(`${told}│`));
      assert.deepEqual(
        (await client.rules(name)).filter((rule) => /^(?:schema|suppress)\//u.test(String(rule))),
        [],
      );
    });
  });

  describe('complete', () => {
    it('fields that are not there yet, the required ones first', async () => {
      const items = await complete(POD('      containers:\n        - name: a\n          ima│\n'));
      const names = items.map(({ label }) => label);
      assert.ok(names.includes('image') && names.includes('volumeMounts') && !names.includes('name'));
      const [image, mounts] = ['image', 'volumeMounts'].map((label) => items.find((one) => one.label === label));
      assert.deepEqual(image?.textEdit, {
        range: { start: { line: 11, character: 10 }, end: { line: 11, character: 13 } },
        newText: 'image: ',
      });
      assert.match(JSON.stringify(mounts?.textEdit), /volumeMounts:\\n {12}- "/u);
      assert.ok(
        (await complete('apiVersion: v1\nkind: Pod\nmetadata: {}\nspec:\n  │\n')).some(
          ({ sortText }) => sortText === '0containers',
        ),
      );
    });

    const FIELDS: Readonly<Record<string, readonly [string, string]>> = {
      'on an empty line': [POD('      │\n      containers: []\n'), 'terminationGracePeriodSeconds'],
      'behind a dash': [POD('      containers:\n        - │\n'), 'image'],
      'in braces': [POD('      containers: [{ name: a, │ }]\n'), 'resources'],
      'over a key that is there': [POD('      conta│iners: []\n'), 'initContainers'],
      'with half-typed text elsewhere': [POD('      volumes:\n        - na\n      contain│\n'), 'containers'],
      'in a second document': [`kind: A\n---\n${POD('      host│\n')}`, 'hostNetwork'],
      'of an item of a List': [
        'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n    metadata: { name: a }\n    spec:\n      │\n',
        'clusterIP',
      ],
      'of a kind that the workspace defines': [
        'apiVersion: example.org/v1\nkind: Store\nmetadata: { name: a }\nspec:\n  │\n',
        'size',
      ],
      'at the head of a file': ['│', 'apiVersion'],
    };
    for (const [title, [text, expected]] of Object.entries(FIELDS)) {
      it(`fields ${title}`, async () => {
        const found = await labels(text);
        assert.ok(found.includes(expected), `${expected} is not among ${found.join(', ')}`);
      });
    }

    const VALUES: Readonly<Record<string, readonly [string, readonly string[]]>> = {
      enumerations: [POD('      restartPolicy: │\n'), ['Always', 'OnFailure', 'Never']],
      booleans: [POD('      hostNetwork: t│\n'), ['true', 'false']],
      'items of enumerations': [
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: d }\nspec:\n  volumeMode: │\n',
        ['Filesystem', 'Block'],
      ],
      Services: [POD('      x: y\n').replace('spec:\n', 'spec:\n  serviceName: d│\n'), ['db']],
      'Secrets of this namespace': [POD('      imagePullSecrets:\n        - name: │\n'), ['login']],
      'keys of the Secret beside': [
        POD('      containers:\n        - env:\n            - valueFrom: { secretKeyRef: { name: login, key: │ } }\n'),
        ['user', 'password'],
      ],
      claims: [POD('      volumes:\n        - persistentVolumeClaim: { claimName: "│" }\n'), ['data']],
      classes: [
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: d }\nspec: { storageClassName: │ }\n',
        ['fast'],
      ],
      'volumes of the pod': [
        POD('      volumes: [{ name: data }]\n      containers:\n        - volumeMounts:\n            - name: │\n'),
        ['data'],
      ],
      'ports of the Service beside': [
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: i }\nspec: { defaultBackend: { service: { name: db, port: { name: │ } } } }\n',
        ['sql'],
      ],
      'versions of a kind': ['apiVersion: │\nkind: StatefulSet\n', ['apps/v1']],
      'nothing in comments': [POD('      # rest│\n'), []],
      'nothing in a text': [POD('      containers: [{ command: ["sh -c │"] }]\n'), []],
    };
    for (const [title, [text, expected]] of Object.entries(VALUES)) {
      it(title, async () => {
        assert.deepEqual(await labels(text), expected);
      });
    }
  });

  it('explain a field where the cursor is on its name', async () => {
    const hover = async (marked: string): Promise<string> => {
      const { name, position } = await at(marked);
      const textDocument = { uri: client.uri(name) };
      const answer = await client.connection.sendRequest<Hover | null>('textDocument/hover', {
        textDocument,
        position,
      });
      return JSON.stringify(answer?.contents ?? null);
    };
    assert.match(
      await hover(POD('      restart│Policy: Always\n')),
      /\*\*restartPolicy\*\* · text · Kubernetes 1\.37.*`OnFailure`/u,
    );
    const custom = 'apiVersion: example.org/v1\nkind: Store\nmetadata: { name: a }\nspec: { si│ze: 1 }\n';
    assert.match(await hover(custom), /How much it holds/u);
    assert.equal(await hover(POD('      restartPolicy: Alw│ays\n')), 'null');
    assert.equal(await hover(POD('      nodeSelector: { ga│rage: x }\n')), 'null');
  });
});

describe('schemas beside another extension that has them', () => {
  it('say nothing, unless they are asked for', async () => {
    const client = await LanguageClient.start({ otherSchemas: true });
    try {
      await client.open('a.yaml', POD('      restart: x\n'));
      assert.ok(!(await client.rules('a.yaml')).includes('schema/unknown-field'));
      await client.configure({ schemas: 'on' });
      await client.eventually(async () => {
        assert.ok((await client.rules('a.yaml')).includes('schema/unknown-field'));
      });
    } finally {
      await client.stop();
    }
  });
});
