import assert from 'node:assert/strict';
import type { CodeLens, TextEdit, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { SourceFile } from '../../server/documents/index.ts';
import { ask, readScene } from './cursor.ts';
import { LanguageClient } from './language-client.ts';

type Files = Readonly<Record<string, string>>;

/** The files after the thing under the cursor was given another name; the message where that is refused. */
async function renamed(marked: Files, newName: string): Promise<Files | string> {
  const scene = readScene(marked);
  try {
    const { answer, nameOf } = await ask(scene, 'textDocument/rename', { newName });
    const { documentChanges } = answer as WorkspaceEdit;
    const after: Record<string, string> = { ...scene.files };
    for (const change of documentChanges ?? []) {
      if (!('textDocument' in change)) throw new Error('a file is made');
      const name = nameOf(change.textDocument.uri);
      after[name] = apply(after[name] ?? '', change.edits as TextEdit[]);
    }
    return after;
  } catch (error) {
    return (error as Error).message;
  }
}

async function refusalOf(marked: Files, newName: string): Promise<string> {
  const answer = await renamed(marked, newName);
  if (typeof answer !== 'string') throw new Error('it is not refused');
  return answer;
}

function apply(text: string, edits: readonly TextEdit[]): string {
  const file = SourceFile.open('a.yaml', text);
  return [...edits]
    .map(({ range, newText }) => ({ start: file.offsetAt(range.start), end: file.offsetAt(range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce((all, { start, end, newText }) => all.slice(0, start) + newText + all.slice(end), text);
}

const pod = (kind: string, spec: string, own = '') =>
  `apiVersion: ${kind === 'StatefulSet' ? 'apps/v1' : 'v1'}\nkind: ${kind}\nmetadata: { name: db }\nspec:\n${own}  template:\n    spec:\n      containers:\n        - name: postgres\n          image: postgres:16\n${spec}`;
const object = (kind: string, name: string, rest = '', group = 'v1') =>
  `apiVersion: ${group}\nkind: ${kind}\nmetadata: { name: ${name} }\n${rest}`;
const FROM_SECRET = `          envFrom: [{ secretRef: { name: "login" } }]\n`;
const KEY = (key: string) =>
  `          env:\n            - { name: P, valueFrom: { secretKeyRef: { name: login, key: ${key} } } }\n`;

describe('textDocument/rename', () => {
  it('follows a Secret through files, quotes and kinds, and leaves what only looks like it', async () => {
    const after = await renamed(
      {
        'db.yaml': pod('StatefulSet', FROM_SECRET),
        'secret.yaml': object('Secret', 'log│in', 'stringData: { login: login }\n'),
        'map.yaml': object('ConfigMap', 'login'),
        'job.yaml': `${pod('Deployment', KEY('login'))}      imagePullSecrets: [{ name: login }]\n`,
      },
      'shop-login',
    );
    assert.deepEqual(after, {
      'db.yaml': pod('StatefulSet', FROM_SECRET.replace('login', 'shop-login')),
      'secret.yaml': object('Secret', 'shop-login', 'stringData: { login: login }\n'),
      'map.yaml': object('ConfigMap', 'login'),
      'job.yaml': `${pod('Deployment', KEY('login').replace('name: login', 'name: shop-login'))}      imagePullSecrets: [{ name: shop-login }]\n`,
    });
  });

  it('puts a name that would be a number into quotes', async () => {
    const after = await renamed({ 'secret.yaml': object('Secret', 'log│in') }, '12');
    assert.deepEqual(after, { 'secret.yaml': object('Secret', '"12"') });
  });

  it('follows a key, and the port of a Service', async () => {
    const secret = (key: string) => object('Secret', 'login', `stringData:\n  ${key}: x\n`);
    assert.deepEqual(
      await renamed({ 'a.yaml': secret('pass│word'), 'b.yaml': pod('Deployment', KEY('password')) }, 'pw'),
      {
        'a.yaml': secret('pw'),
        'b.yaml': pod('Deployment', KEY('pw')),
      },
    );
    const service = (port: string) => object('Service', 'web', `spec: { ports: [{ name: ${port}, port: 80 }] }\n`);
    const ingress = (port: string) =>
      object(
        'Ingress',
        'i',
        `spec: { defaultBackend: { service: { name: web, port: { name: ${port} } } } }\n`,
        'networking.k8s.io/v1',
      );
    assert.deepEqual(await renamed({ 'a.yaml': service('http'), 'b.yaml': ingress('ht│tp') }, 'web'), {
      'a.yaml': service('web'),
      'b.yaml': ingress('web'),
    });
  });

  it('follows an object into its patches and the kustomization that generates it', async () => {
    const kustomization = (name: string) =>
      `resources: [db.yaml]\nconfigMapGenerator:\n  - name: ${name}\n    literals: [A=b]\n`;
    const workload = (name: string) => pod('Deployment', `          envFrom: [{ configMapRef: { name: ${name} } }]\n`);
    assert.deepEqual(
      await renamed({ 'db.yaml': workload('set│tings'), 'kustomization.yaml': kustomization('settings') }, 'tuning'),
      { 'db.yaml': workload('tuning'), 'kustomization.yaml': kustomization('tuning') },
    );
    const service = (name: string) => object('Service', name);
    const over = (name: string) =>
      `resources: [a.yaml]\npatches: [{ path: p.yaml, target: { kind: Service, name: ${name} } }]\n`;
    assert.deepEqual(
      await renamed({ 'a.yaml': service('we│b'), 'p.yaml': service('web'), 'kustomization.yaml': over('web') }, 'shop'),
      { 'a.yaml': service('shop'), 'p.yaml': service('shop'), 'kustomization.yaml': over('shop') },
    );
  });

  /** What is refused, and a word of the reason. */
  const REFUSED: Readonly<Record<string, readonly [files: Files, reason: RegExp]>> = {
    'a governing Service: the StatefulSet cannot name another': [
      { 'a.yaml': pod('StatefulSet', '', '  serviceName: db\n'), 'b.yaml': object('Service', 'd│b') },
      /StatefulSet\/db names it in spec\.serviceName/u,
    ],
    'a StatefulSet, whose claims bear its name': [
      { 'a.yaml': pod('StatefulSet', '').replace('name: db', 'name: d│b') },
      /holds data/u,
    ],
    'a claim': [{ 'a.yaml': object('PersistentVolumeClaim', 'da│ta') }, /holds data/u],
    "an operator's database": [{ 'a.yaml': object('Cluster', 'sh│op', '', 'postgresql.cnpg.io/v1') }, /holds data/u],
    'a class that a claim names': [
      {
        'a.yaml': object('StorageClass', 'fa│st', 'provisioner: x\n', 'storage.k8s.io/v1'),
        'b.yaml': object('PersistentVolumeClaim', 'd', 'spec: { storageClassName: fast }\n'),
      },
      /PersistentVolumeClaim\/d names it/u,
    ],
    'a Role that is bound': [
      {
        'a.yaml': object('Role', 'back│up', '', 'rbac.authorization.k8s.io/v1'),
        'b.yaml': object('RoleBinding', 'b', 'roleRef: { kind: Role, name: backup }\n', 'rbac.authorization.k8s.io/v1'),
      },
      /roleRef/u,
    ],
    'a claim template': [
      { 'a.yaml': pod('StatefulSet', '', '  volumeClaimTemplates: [{ metadata: { name: da│ta } }]\n') },
      /new, empty volumes/u,
    ],
    'what is defined nowhere here': [
      { 'a.yaml': pod('Deployment', FROM_SECRET.replace('login', 'log│in')) },
      /not defined/u,
    ],
    labels: [{ 'a.yaml': object('Service', 'db', 'spec: { selector: { a│pp: db } }\n') }, /Labels/u],
    'a key of which a pod makes a variable': [
      {
        'a.yaml': object('Secret', 'login', 'stringData:\n  PASS│WORD: x\n'),
        'b.yaml': pod('Deployment', FROM_SECRET),
      },
      /takes in all keys/u,
    ],
    'a key of an immutable ConfigMap': [
      { 'a.yaml': object('ConfigMap', 'c', 'immutable: true\ndata:\n  a│: x\n') },
      /immutable/u,
    ],
    'a Service whose name stands in an address': [
      {
        'a.yaml': object('Service', 'd│b'),
        'b.yaml': object('ConfigMap', 'web', 'data: { url: "postgres://me@db/shop" }\n'),
      },
      /ConfigMap\/web speaks/u,
    ],
    'a Secret that a pod names, which cannot be changed': [
      {
        'a.yaml': object('Secret', 'log│in'),
        'b.yaml': object('Pod', 'p', 'spec: { imagePullSecrets: [{ name: login }] }\n'),
      },
      /Pod\/p names it/u,
    ],
    'a name that is taken': [
      { 'a.yaml': object('ConfigMap', 'set│tings'), 'b.yaml': object('ConfigMap', 'new-name') },
      /already/u,
    ],
    'a name that is written as an alias': [
      {
        'a.yaml': object('Secret', 'log│in'),
        'b.yaml': object(
          'Deployment',
          'w',
          'x: &n login\nspec: { template: { spec: { imagePullSecrets: [{ name: *n }] } } }\n',
          'apps/v1',
        ),
      },
      /cannot be changed safely/u,
    ],
  };
  for (const [title, [files, reason]] of Object.entries(REFUSED)) {
    it(`refuses ${title}`, async () => {
      assert.match(await refusalOf(files, 'new-name'), reason);
    });
  }

  it('refuses what is no name for Kubernetes', async () => {
    assert.match(await refusalOf({ 'a.yaml': object('Secret', 'log│in') }, 'Log_in'), /does not take/u);
  });

  it('says before anything is typed what can be renamed', async () => {
    const can = await ask(readScene({ 'a.yaml': object('Secret', '"lo│gin"') }), 'textDocument/prepareRename');
    assert.deepEqual(can.answer, {
      range: { start: { line: 2, character: 19 }, end: { line: 2, character: 24 } },
      placeholder: 'login',
    });
    await assert.rejects(
      ask(readScene({ 'a.yaml': object('PersistentVolumeClaim', 'da│ta') }), 'textDocument/prepareRename'),
      /holds data/u,
    );
  });
});

describe('the code lens over a claim', () => {
  it('says what depends on it', async () => {
    const snapshot = 'spec: { source: { persistentVolumeClaimName: data } }\n';
    const client = await LanguageClient.start({ commands: ['plinth.showUses'] });
    try {
      await client.open('snapshot.yaml', object('VolumeSnapshot', 's', snapshot, 'snapshot.storage.k8s.io/v1'));
      await client.open(
        'a.yaml',
        `${object('PersistentVolumeClaim', 'data')}---\n${object('PersistentVolumeClaim', 'old')}`,
      );
      const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
        textDocument: { uri: client.uri('a.yaml') },
      });
      assert.deepEqual(
        lenses.map(({ command }) => [command?.title, command?.command]),
        [
          ['Used by VolumeSnapshot/s', 'plinth.showUses'],
          ['Nothing in sight uses this claim', ''],
        ],
      );
    } finally {
      await client.stop();
    }
  });
});
