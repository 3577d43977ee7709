import assert from 'node:assert/strict';
import type { DocumentHighlight } from 'vscode-languageserver-protocol';
import { ask, placesOf, placeText, readScene } from './cursor.ts';

const meta = (kind: string, name: string, group = 'v1', rest = '') =>
  `apiVersion: ${group}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;

/** A StatefulSet `db` with a part of its pod's spec, and one of its own. */
const database = (pod: string, own = '', labels = '{ app: db }') =>
  meta(
    'StatefulSet',
    'db',
    'apps/v1',
    `spec:\n  selector: { matchLabels: { app: db } }\n${own}  template:\n    metadata: { labels: ${labels} }\n    spec:\n${pod}`,
  );

const container = (rest: string) =>
  `      containers:\n        - name: postgres\n          image: postgres:16\n${rest}`;

/** Scenes of going to a definition: what is marked is where one lands. */
const DEFINITIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a serviceName leads to its Service in another file': {
    'db.yaml': database(container(''), '  serviceName: d│b\n'),
    'service.yaml': meta('Service', '⟦db⟧', 'v1', 'spec: { clusterIP: None, selector: { app: db } }\n'),
    'other.yaml': meta('Service', 'other'),
  },
  'the end of a name counts': {
    'db.yaml': database(container(''), '  serviceName: db│\n'),
    'service.yaml': meta('Service', '"⟦db⟧"'),
  },
  'a claim leads to the claim, not to a ConfigMap of its name': {
    'db.yaml': database(
      `      volumes: [{ name: data, persistentVolumeClaim: { claimName: │data } }]\n${container('')}`,
    ),
    'claim.yaml': `${meta('ConfigMap', 'data')}---\n${meta('PersistentVolumeClaim', '⟦data⟧')}`,
  },
  'a claim of another namespace is none': {
    'db.yaml': `${meta('Pod', 'db', 'v1', '  namespace: a\n')}spec: { volumes: [{ name: d, persistentVolumeClaim: { claimName: │data } }] }\n`,
    'claim.yaml': meta('PersistentVolumeClaim', 'data', 'v1', '  namespace: b\n'),
  },
  'of two in two folders the nearer one is meant': {
    'a/db.yaml': database(container('          envFrom: [{ secretRef: { name: crede│ntials } }]\n')),
    'a/secret.yaml': meta('Secret', '⟦credentials⟧'),
    'b/secret.yaml': meta('Secret', 'credentials'),
  },
  'a key of a Secret leads to the key': {
    'db.yaml': database(
      container(
        '          env:\n            - { name: P, valueFrom: { secretKeyRef: { name: credentials, key: pass│word } } }\n',
      ),
    ),
    'secret.yaml': meta('Secret', 'credentials', 'v1', 'stringData:\n  user: me\n  ⟦password⟧: x\n'),
  },
  'a key among the items of a volume leads to the key': {
    'db.yaml': database(
      `      volumes:\n        - name: c\n          configMap: { name: conf, items: [{ key: my│.cnf, path: my.cnf }] }\n${container('')}`,
    ),
    'conf.yaml': meta('ConfigMap', 'conf', 'v1', 'data:\n  ⟦my.cnf⟧: |\n    [mysqld]\n'),
  },
  'a Service leads to the pods that it selects': {
    'db.yaml': database(container(''), '', '{ ⟦app: db⟧, tier: data }').replace('⟦app: db⟧', '⟦app⟧: db'),
    'service.yaml': meta('Service', 'db', 'v1', 'spec:\n  selector:\n    app: d│b\n'),
    'web.yaml': meta('Deployment', 'web', 'apps/v1', 'spec: { template: { metadata: { labels: { app: web } } } }\n'),
  },
  'a volume mount leads to the claim template': {
    'db.yaml': database(
      container('          volumeMounts: [{ name: da│ta, mountPath: /data }]\n'),
      '  volumeClaimTemplates:\n    - metadata: { name: ⟦data⟧ }\n',
    ),
  },
  'a claim of a StatefulSet leads to its template': {
    'db.yaml': database(container(''), '  volumeClaimTemplates:\n    - metadata: { name: ⟦data⟧ }\n'),
    'snapshot.yaml': meta(
      'VolumeSnapshot',
      's',
      'snapshot.storage.k8s.io/v1',
      'spec: { source: { persistentVolumeClaimName: data-d│b-0 } }\n',
    ),
  },
  'a class, outside of all namespaces': {
    'claim.yaml': meta('PersistentVolumeClaim', 'd', 'v1', '  namespace: x\nspec: { storageClassName: fa│st }\n'),
    'class.yaml': meta('StorageClass', '⟦fast⟧', 'storage.k8s.io/v1', 'provisioner: ebs.csi.aws.com\n'),
  },
  'an autoscaler leads to the kind that it names': {
    'scale.yaml': meta(
      'HorizontalPodAutoscaler',
      'db',
      'autoscaling/v2',
      'spec: { scaleTargetRef: { kind: StatefulSet, name: d│b } }\n',
    ),
    'db.yaml': database(container('')).replace('name: db\n', 'name: ⟦db⟧\n'),
    'web.yaml': meta('Deployment', 'db', 'apps/v1'),
  },
  'a subject of a RoleBinding, in the namespace that it says': {
    'binding.yaml': meta(
      'RoleBinding',
      'b',
      'rbac.authorization.k8s.io/v1',
      '  namespace: one\nsubjects: [{ kind: ServiceAccount, name: back│up, namespace: two }]\n',
    ),
    'account.yaml': `${meta('ServiceAccount', 'backup', 'v1', '  namespace: one\n')}---\n${meta('ServiceAccount', '⟦backup⟧', 'v1', '  namespace: two\n')}`,
  },
  'the port of an Ingress leads into the Service': {
    'ingress.yaml': meta(
      'Ingress',
      'i',
      'networking.k8s.io/v1',
      'spec: { defaultBackend: { service: { name: web, port: { name: ht│tp } } } }\n',
    ),
    'service.yaml': meta('Service', 'web', 'v1', 'spec: { ports: [{ name: ⟦http⟧, port: 80 }] }\n'),
  },
  'a target port leads to the port of the pods': {
    'service.yaml': meta(
      'Service',
      'db',
      'v1',
      'spec: { selector: { app: db }, ports: [{ port: 1, targetPort: s│ql }] }\n',
    ),
    'db.yaml': database(container('          ports: [{ name: ⟦sql⟧, containerPort: 5432 }]\n')),
  },
  'the cluster of a scheduled backup, by its group': {
    'backup.yaml': meta('ScheduledBackup', 'b', 'postgresql.cnpg.io/v1', 'spec: { cluster: { name: sh│op } }\n'),
    'cluster.yaml': `${meta('Cluster', 'shop', 'cluster.x-k8s.io/v1beta1')}---\n${meta('Cluster', '⟦shop⟧', 'postgresql.cnpg.io/v1')}`,
  },
  'the Secret that an operator makes': {
    'web.yaml': meta(
      'Deployment',
      'web',
      'apps/v1',
      'spec: { template: { spec: { containers: [{ name: w, image: w, envFrom: [{ secretRef: { name: shop-a│pp } }] }] } } }\n',
    ),
    'cluster.yaml': meta('Cluster', '⟦shop⟧', 'postgresql.cnpg.io/v1'),
  },
  'a generated ConfigMap leads to its generator': {
    'db.yaml': database(container('          envFrom: [{ configMapRef: { name: se│ttings } }]\n')),
    'kustomization.yaml': 'resources: [db.yaml]\nconfigMapGenerator:\n  - name: ⟦settings⟧\n    literals: [A=b]\n',
  },
  'a resource of a kustomization leads to its file': {
    'base/kustomization.yaml': '⟦⟧resources: [db.yaml]\n',
    'base/db.yaml': database(container('')),
    'prod/kustomization.yaml': 'resources: [../b│ase]\n',
  },
  'a patch leads to what it is laid over': {
    'db.yaml': database(container('')).replace('name: db\n', 'name: ⟦db⟧\n'),
    'patch.yaml': meta('StatefulSet', 'd│b', 'apps/v1', 'spec: { replicas: 3 }\n'),
    'kustomization.yaml': 'resources: [db.yaml]\npatches: [{ path: patch.yaml }]\n',
  },
  'half-typed text around it does not hinder': {
    'db.yaml': database(container('          envFrom: [{ secretRef: { name: creden│tials } }]\n          ima\n')),
    'secret.yaml': `${meta('Secret', '⟦credentials⟧')}stringData:\n  pass\n`,
  },
  'a template is no name': {
    'db.yaml': database(container(''), '  serviceName: {{ .Values.na│me }}\n'),
    'service.yaml': meta('Service', 'db'),
  },
  'nothing is defined by a value that names nothing': {
    'db.yaml': database(container('          workingDir: d│b\n')),
    'service.yaml': meta('Service', 'db'),
  },
};

describe('textDocument/definition', () => {
  for (const [title, marked] of Object.entries(DEFINITIONS)) {
    it(title, async () => {
      const scene = readScene(marked);
      const { answer, nameOf } = await ask(scene, 'textDocument/definition');
      assert.deepEqual(placesOf(answer, nameOf), scene.expected);
    });
  }
});

/** Scenes of finding uses: what is marked names the thing under the cursor, or gives it its name. */
const REFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'what depends on a claim, over files': {
    'claim.yaml': meta('PersistentVolumeClaim', '⟦da│ta⟧'),
    'db.yaml': `${meta('Pod', 'db')}spec: { volumes: [{ name: d, persistentVolumeClaim: { claimName: ⟦data⟧ } }] }\n`,
    'snapshot.yaml': meta(
      'VolumeSnapshot',
      's',
      'snapshot.storage.k8s.io/v1',
      'spec: { source: { persistentVolumeClaimName: ⟦data⟧ } }\n',
    ),
    'secret.yaml': meta('Secret', 'data'),
  },
  'from one use to the others, also where the thing itself is out of sight': {
    'a.yaml': database(container('          envFrom: [{ secretRef: { name: ⟦cre│d⟧ } }]\n')),
    'b.yaml': `${meta('Pod', 'b')}spec: { imagePullSecrets: [{ name: ⟦cred⟧ }] }\n`,
  },
  'the uses of one key': {
    'conf.yaml': meta('ConfigMap', 'conf', 'v1', 'data:\n  ⟦a│⟧: x\n  b: y\n'),
    'db.yaml': database(
      container(
        '          env:\n            - { name: A, valueFrom: { configMapKeyRef: { name: conf, key: ⟦a⟧ } } }\n            - { name: B, valueFrom: { configMapKeyRef: { name: conf, key: b } } }\n',
      ),
    ),
  },
  'the selectors that ask for a label of a pod': {
    'db.yaml': database(container(''), '', '{ ⟦a│pp⟧: db, tier: data }').replace('matchLabels', '⟦matchLabels⟧'),
    'service.yaml': meta('Service', 'db', 'v1', 'spec: { ⟦selector⟧: { app: db } }\n'),
    'other.yaml': meta('Service', 'tier', 'v1', 'spec: { selector: { tier: data } }\n'),
  },
  'of two Services of one name those who mean the other are left out': {
    'a/service.yaml': meta('Service', '⟦db│⟧'),
    'a/db.yaml': database(container(''), '  serviceName: ⟦db⟧\n'),
    'b/service.yaml': meta('Service', 'db'),
    'b/db.yaml': database(container(''), '  serviceName: db\n'),
  },
};

describe('textDocument/references', () => {
  for (const [title, marked] of Object.entries(REFERENCES)) {
    it(title, async () => {
      const scene = readScene(marked);
      const { answer, nameOf } = await ask(scene, 'textDocument/references', {
        context: { includeDeclaration: true },
      });
      assert.deepEqual(placesOf(answer, nameOf), scene.expected);
    });
  }
});

describe('textDocument/documentHighlight', () => {
  it('marks the uses of this file alone', async () => {
    const scene = readScene({
      'db.yaml': `${meta('Service', '⟦db⟧')}---\n${database(container(''), '  serviceName: ⟦d│b⟧\n')}`,
      'other.yaml': `${meta('Ingress', 'i', 'networking.k8s.io/v1')}spec: { defaultBackend: { service: { name: db } } }\n`,
    });
    const { answer } = await ask(scene, 'textDocument/documentHighlight');
    assert.deepEqual(
      (answer as DocumentHighlight[]).map(({ range }) => placeText('db.yaml', range)).sort(),
      scene.expected,
    );
  });

  it('leaves equal words to the editor where nothing is named', async () => {
    const scene = readScene({ 'db.yaml': database(container('          workingDir: d│b\n')) });
    const { answer } = await ask(scene, 'textDocument/documentHighlight');
    assert.equal(answer, null);
  });
});
