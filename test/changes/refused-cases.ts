// Changes that are applied to a real API server (tried, by a server-side dry run, on objects that exist), and what it says.

/** A change of one file. `{{` and the like are not in them: they are applied. */
export interface Case {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** What the API server says to it. */
  readonly isRefused: boolean;
}

const SET = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
spec:
  serviceName: orders
  replicas: 0
  selector:
    matchLabels:
      app: orders
  template:
    metadata:
      labels:
        app: orders
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: fast
        resources:
          requests:
            storage: 20Gi
`;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders
spec:
  replicas: 0
  strategy:
    type: Recreate
  selector:
    matchLabels:
      app: orders
  template:
    metadata:
      labels:
        app: orders
        tier: data
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: orders
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: orders
spec:
  accessModes:
    - ReadWriteOnce
  storageClassName: CLASS
  resources:
    requests:
      storage: 20Gi
`;

const CLASS = `---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: CLASS
provisioner: example.org/none
parameters:
  kind: fast
`;

const SERVICE = `---
apiVersion: v1
kind: Service
metadata:
  name: orders
spec:
  selector:
    app: orders
  ports:
    - port: 5432
`;

/** The same text with parts of it replaced, each of which must be there. */
function changed(text: string, ...parts: readonly (readonly [from: string, to: string])[]): string {
  return parts.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`«${from}» is not in the text.`);
    return all.replace(from, to);
  }, text);
}

const of =
  (text: string) =>
  (name: string, isRefused: boolean, ...parts: readonly (readonly [from: string, to: string])[]): Case => ({
    name,
    before: text,
    after: changed(text, ...parts),
    isRefused,
  });

const set = of(SET);
const deployment = of(DEPLOYMENT);
const rolling = of(changed(DEPLOYMENT, ['  strategy:\n    type: Recreate\n', '']));
const withClass = of(DEPLOYMENT + CLASS);
const withService = of(SET + SERVICE);
const headless = of(SET + changed(SERVICE, ['spec:\n', 'spec:\n  clusterIP: None\n']));

export const CASES: readonly Case[] = [
  // A StatefulSet.
  set('serviceName', true, ['serviceName: orders', 'serviceName: orders-headless']),
  set('serviceName taken away', true, ['  serviceName: orders\n', '']),
  set('podManagementPolicy', true, ['  replicas: 0', '  podManagementPolicy: Parallel\n  replicas: 0']),
  set('podManagementPolicy, the default written down', false, [
    '  replicas: 0',
    '  podManagementPolicy: OrderedReady\n  replicas: 0',
  ]),
  set(
    'the selector and the labels',
    true,
    ['      app: orders\n  template', '      app: other\n  template'],
    ['        app: orders\n    spec', '        app: other\n    spec'],
  ),
  set(
    'a label that the selector adds',
    true,
    ['      app: orders\n  template', '      app: orders\n      tier: data\n  template'],
    ['        app: orders\n    spec', '        app: orders\n        tier: data\n    spec'],
  ),
  set('the size of a claim template, upwards', true, ['storage: 20Gi', 'storage: 40Gi']),
  set('the size of a claim template, downwards', true, ['storage: 20Gi', 'storage: 10Gi']),
  set('the size of a claim template, written otherwise', false, ['storage: 20Gi', 'storage: 20480Mi']),
  set('the access mode of a claim template', true, ['ReadWriteOnce', 'ReadWriteOncePod']),
  set('the class of a claim template', true, ['storageClassName: fast', 'storageClassName: slow']),
  set('the class of a claim template taken away', true, ['        storageClassName: fast\n', '']),
  set(
    'the name of a claim template',
    true,
    ['        name: data\n', '        name: files\n'],
    ['            - name: data', '            - name: files'],
  ),
  set('a label of a claim template', true, [
    '        name: data\n',
    '        name: data\n        labels:\n          kept: "true"\n',
  ]),
  set('the volume mode of a claim template, the default written down', false, [
    '        storageClassName: fast\n',
    '        storageClassName: fast\n        volumeMode: Filesystem\n',
  ]),
  set('apiVersion and kind in a claim template', false, [
    '    - metadata:\n        name: data',
    '    - apiVersion: v1\n      kind: PersistentVolumeClaim\n      metadata:\n        name: data',
  ]),
  set('one more claim template', true, [
    '  volumeClaimTemplates:\n',
    '  volumeClaimTemplates:\n    - metadata:\n        name: wal\n      spec:\n        accessModes: [ReadWriteOnce]\n        resources:\n          requests:\n            storage: 5Gi\n',
  ]),
  set('replicas', false, ['replicas: 0', 'replicas: 3']),
  set('the image', false, ['postgres:16.4', 'postgres:16.6']),
  set('the update strategy, whose rolling steps stay', true, [
    '  replicas: 0',
    '  updateStrategy:\n    type: OnDelete\n  replicas: 0',
  ]),
  set('the update strategy, whose rolling steps are taken away', false, [
    '  replicas: 0',
    '  updateStrategy:\n    type: OnDelete\n    rollingUpdate: null\n  replicas: 0',
  ]),
  set('the retention of claims', false, [
    '  replicas: 0',
    '  persistentVolumeClaimRetentionPolicy:\n    whenDeleted: Delete\n  replicas: 0',
  ]),
  set('minReadySeconds', false, ['  replicas: 0', '  minReadySeconds: 10\n  replicas: 0']),
  set('ordinals', false, ['  replicas: 0', '  ordinals:\n    start: 1\n  replicas: 0']),
  set('a label of the set', false, ['  name: orders\nspec', '  name: orders\n  labels:\n    team: shop\nspec']),
  set('the grace period', false, ['      containers:', '      terminationGracePeriodSeconds: 120\n      containers:']),
  // A Deployment and its claim.
  deployment('the selector of a Deployment', true, [
    '      app: orders\n  template',
    '      app: orders\n      tier: data\n  template',
  ]),
  deployment('the strategy of a Deployment', false, ['    type: Recreate', '    type: RollingUpdate']),
  // `patchStrategy: retainKeys`: kubectl takes away what the API server has filled in.
  rolling('a Deployment that no longer rolls', false, ['replicas: 0', 'replicas: 0\n  strategy:\n    type: Recreate']),
  deployment('the size of a claim, downwards', true, ['storage: 20Gi', 'storage: 10Gi']),
  deployment('the access mode of a claim', true, ['ReadWriteOnce', 'ReadWriteMany']),
  deployment('the class of a claim', true, ['storageClassName: CLASS', 'storageClassName: other']),
  deployment('the volume mode of a claim, the default written down', false, [
    '  storageClassName: CLASS\n',
    '  storageClassName: CLASS\n  volumeMode: Filesystem\n',
  ]),
  deployment('a label of a claim', false, [
    '  name: orders\nspec:\n  accessModes',
    '  name: orders\n  labels:\n    team: shop\nspec:\n  accessModes',
  ]),
  // A class.
  withClass('the provisioner of a class', true, ['example.org/none', 'example.org/other']),
  withClass('a parameter of a class', true, ['kind: fast', 'kind: slow']),
  withClass('the reclaim policy of a class', true, ['parameters:', 'reclaimPolicy: Retain\nparameters:']),
  withClass('the binding mode of a class', true, [
    'parameters:',
    'volumeBindingMode: WaitForFirstConsumer\nparameters:',
  ]),
  withClass('the defaults of a class written down', false, [
    'parameters:',
    'reclaimPolicy: Delete\nvolumeBindingMode: Immediate\nparameters:',
  ]),
  withClass('expansion of a class', false, ['parameters:', 'allowVolumeExpansion: true\nparameters:']),
  withClass('mount options of a class', false, ['parameters:', 'mountOptions:\n  - noatime\nparameters:']),
  // The Service that names the members.
  withService('a Service that becomes headless', true, [
    'spec:\n  selector:\n    app: orders\n  ports',
    'spec:\n  clusterIP: None\n  selector:\n    app: orders\n  ports',
  ]),
  headless('a headless Service that is to get an address again', false, ['  clusterIP: None\n', '']),
  headless('publishNotReadyAddresses', false, [
    '  clusterIP: None\n',
    '  clusterIP: None\n  publishNotReadyAddresses: true\n',
  ]),
  headless('a port', false, ['- port: 5432', '- port: 5433']),
];
