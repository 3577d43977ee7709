import assert from 'node:assert/strict';
import { changesOf, describeChangeRule, describeChanges } from '../../../test/support/change-cases.ts';
import { ordersSet, passwordFrom } from './example.ts';
import { changeRules } from './index.ts';

for (const rule of changeRules) describeChangeRule(rule);

/** What the change of one file would do. */
const told = (before: string, after: string): string[] =>
  describeChanges({ 'main.yaml': before }, { 'main.yaml': after });
/** The same text with one part of it replaced, which must be there. */
function replaced(text: string, from: string, to: string): string {
  assert.ok(text.includes(from), from);
  return text.replace(from, to);
}

const ORDERS = ordersSet();
const IMAGE = 'main.yaml:18';

describe('what a change would do', () => {
  for (const [name, before, after, expected] of [
    [
      'to the order of keys',
      ORDERS,
      replaced(ORDERS, '  serviceName: orders\n  replicas: 1\n', '  replicas: 1\n  serviceName: orders\n'),
      [],
    ],
    ['that only writes a default down', ORDERS, ordersSet({ spec: 'podManagementPolicy: OrderedReady' }), []],
    [
      'to a claim template’s access modes',
      ORDERS,
      replaced(ORDERS, 'ReadWriteOnce', 'ReadWriteOncePod'),
      ['change/immutable-field error main.yaml:27'],
    ],
    [
      'to the name of a claim template alone',
      ORDERS,
      ORDERS.replaceAll('name: data', 'name: files'),
      ['change/data-orphaned error main.yaml:24'],
    ],
    [
      'to a claim template’s size, upwards',
      ORDERS,
      ordersSet({ size: '40Gi' }),
      ['change/immutable-field error main.yaml:30'],
    ],
    [
      'to the selector',
      ORDERS,
      replaced(ORDERS, '    matchLabels:\n      app: orders', '    matchLabels:\n      app: other'),
      ['change/immutable-field error main.yaml:10'],
    ],
    [
      'into another namespace',
      ORDERS,
      replaced(ORDERS, '  name: orders\n', '  name: orders\n  namespace: shop\n'),
      ['change/data-orphaned error main.yaml:5'],
    ],
    ['to the mount path', ORDERS, ordersSet({ mountPath: '/data' }), ['change/data-orphaned error main.yaml:21']],
    [
      'to PGDATA, below the mount',
      ORDERS,
      ordersSet({ environment: ['- name: PGDATA', '  value: /var/lib/postgresql/data/pgdata'] }),
      ['change/data-orphaned error main.yaml:21'],
    ],
    [
      'that adds a subPath',
      ORDERS,
      replaced(
        ORDERS,
        'mountPath: /var/lib/postgresql/data\n',
        'mountPath: /var/lib/postgresql/data\n              subPath: pg\n',
      ),
      ['change/data-orphaned error main.yaml:21'],
    ],
    ['to a template’s number of replicas', ORDERS, replaced(ORDERS, 'replicas: 1', 'replicas: {{ .Values.n }}'), []],
    ['to a minor version', ORDERS, ordersSet({ image: 'postgres:16.9' }), []],
    [
      'from PostgreSQL 16 to whatever is newest, whose image writes elsewhere',
      ORDERS,
      ordersSet({ image: 'postgres' }),
      ['change/data-orphaned error main.yaml:21'],
    ],
    [
      'from PostgreSQL 17 to 18, whose image writes elsewhere',
      ordersSet({ image: 'postgres:17' }),
      ordersSet({ image: 'postgres:18' }),
      [`change/major-upgrade error ${IMAGE}`],
    ],
    ['from PostgreSQL to MySQL', ORDERS, ordersSet({ image: 'mysql:8.4' }), [`change/major-upgrade error ${IMAGE}`]],
    [
      'from a literal password to a Secret',
      ordersSet({ environment: ['- name: POSTGRES_PASSWORD', '  value: one'] }),
      ordersSet({ environment: passwordFrom('orders') }),
      [],
    ],
    [
      'to whenDeleted',
      ORDERS,
      ordersSet({ spec: 'persistentVolumeClaimRetentionPolicy: { whenDeleted: Delete }' }),
      [],
    ],
  ] as const)
    it(name, () => {
      assert.deepEqual(told(before, after), expected);
    });

  for (const [engine, from, to, expected] of [
    ['mysql', '5.7', '8.0', undefined],
    ['mysql', '8.0.36', '8.4.3', undefined],
    ['mysql', '5.7', '8.4', 'major-upgrade'],
    ['mysql', '8.4.3', '8.4.2', undefined],
    ['mysql', '8.4', '8.0', 'downgrade'],
    ['mysql', '8.0.36', '8.0.35', 'downgrade'],
    ['mariadb', '10.6', '11.4', undefined],
    ['mariadb', '11.4', '10.11', 'downgrade'],
    ['mariadb', '11.4.4', '11.4.3', undefined],
    ['mongo', '7.0', '8.0', undefined],
    ['mongo', '6.0', '8.0', 'major-upgrade'],
    ['mongo', '4.4', '5.0', undefined],
    ['mongo', '8.0', '7.0', 'downgrade'],
    ['redis', '7.2', '7.4', undefined],
    ['redis', '7.4', '7.2', 'downgrade'],
    ['redis', '6.2', '6.0', undefined],
    ['valkey/valkey', '9.0', '8.1', 'downgrade'],
    ['cassandra', '4.1', '5.0', undefined],
    ['cassandra', '3.11', '5.0', 'major-upgrade'],
    ['cassandra', '5.0', '4.1', 'downgrade'],
    ['elasticsearch', '7.17.20', '8.15.0', undefined],
    ['elasticsearch', '7.10.0', '8.15.0', 'major-upgrade'],
    ['elasticsearch', '8.15.1', '8.15.0', 'downgrade'],
    ['elasticsearch', '7.17.20', '9.0.0', 'major-upgrade'],
  ] as const)
    it(`from ${engine} ${from} to ${to}`, () => {
      const set = (tag: string): string => ordersSet({ image: `${engine}:${tag}`, mountPath: '/somewhere' });
      const rules = told(set(from), set(to)).map((one) => one.split(' ')[0]);
      assert.deepEqual(rules, expected === undefined ? [] : [`change/${expected}`]);
    });

  it('from Redis to Valkey depends on what Redis has written', () => {
    const set = (image: string): string => ordersSet({ image, mountPath: '/data' });
    assert.deepEqual(told(set('redis:7.2'), set('valkey/valkey:8.1')), []);
    assert.deepEqual(told(set('redis:7.4'), set('valkey/valkey:8.1')), [`change/major-upgrade error ${IMAGE}`]);
  });

  it('of a Deployment into a StatefulSet keeps the data only on the claim that the set will look for', () => {
    const claim = (name: string): string => `---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name} }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 20Gi } } }
`;
    const deployment = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders }
spec:
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: ${name} } }]
${claim(name)}`;
    assert.deepEqual(told(deployment('data-orders-0'), ORDERS), []);
    assert.deepEqual(told(deployment('orders'), ORDERS), ['change/data-orphaned error main.yaml:24']);
  });

  it('of a claim, a class and a Service, each in its own file', () => {
    const pod = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: orders }
spec:
  serviceName: orders
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: orders } }]
`;
    const claim = (size: string, mode = 'ReadWriteOnce', rest = ''): string => `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: orders }
spec:
  storageClassName: fast
  accessModes: [${mode}]
${rest}  resources: { requests: { storage: ${size} } }
`;
    const kind = (policy: string, rest = ''): string => `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: ebs.csi.aws.com
reclaimPolicy: ${policy}
${rest}`;
    const service = (address: string): string => `apiVersion: v1
kind: Service
metadata: { name: orders }
spec:
  selector: { app: orders }
${address}`;
    const base = {
      'set.yaml': pod,
      'claim.yaml': claim('20Gi'),
      'class.yaml': kind('Delete'),
      'service.yaml': service(''),
    };
    const change = (files: Readonly<Record<string, string>>): string[] => describeChanges(base, { ...base, ...files });
    assert.deepEqual(change({}), []);
    assert.deepEqual(change({ 'claim.yaml': claim('40Gi') }), []);
    assert.deepEqual(change({ 'claim.yaml': claim('10Gi') }), ['change/shrinks-storage error claim.yaml:7']);
    assert.deepEqual(change({ 'claim.yaml': claim('20Gi', 'ReadWriteMany') }), [
      'change/immutable-field error claim.yaml:6',
    ]);
    assert.deepEqual(change({ 'claim.yaml': claim('20Gi', 'ReadWriteOnce', '  volumeMode: Filesystem\n') }), []);
    assert.deepEqual(change({ 'class.yaml': kind('Retain') }), ['change/immutable-field error class.yaml:5']);
    assert.deepEqual(change({ 'class.yaml': kind('Delete', 'allowVolumeExpansion: true\n') }), []);
    assert.deepEqual(change({ 'service.yaml': service('  clusterIP: None\n') }), [
      'change/immutable-field error service.yaml:6',
    ]);
    const [grown] = changesOf(base, {
      ...base,
      'claim.yaml': claim('40Gi'),
      'class.yaml': kind('Delete', 'allowVolumeExpansion: false\n'),
    });
    assert.deepEqual(grown?.effects, ["The claim 'orders' grows from 20Gi to 40Gi, which its class does not allow."]);
  });

  it('of a database that moves into another file is nothing; one that is gone is told where it stood', () => {
    assert.deepEqual(describeChanges({ 'a.yaml': ORDERS }, { 'b/c.yaml': ORDERS }), []);
    assert.deepEqual(describeChanges({ 'a.yaml': ORDERS }, { 'b.yaml': ordersSet({ name: 'other' }) }), [
      'change/removed warning a.yaml:4',
    ]);
    const deleted = ordersSet({ spec: 'persistentVolumeClaimRetentionPolicy: { whenDeleted: Delete }' });
    assert.deepEqual(describeChanges({ 'a.yaml': deleted }, {}), ['change/removed error a.yaml:4']);
  });

  it('may be accepted with a reason', () => {
    const after = replaced(
      ordersSet({ image: 'postgres:17.2' }),
      '          image:',
      '          # plinth-ignore change/major-upgrade -- restored from a dump tonight\n          image:',
    );
    assert.deepEqual(told(ORDERS, after), []);
  });

  it('is told in plain words besides', () => {
    const effects = (before: string, after: string): readonly string[] =>
      changesOf({ 'main.yaml': before }, { 'main.yaml': after }).flatMap((one) => one.effects);
    const three = ordersSet({ replicas: 3 });
    assert.deepEqual(effects(three, ordersSet({ replicas: 2 })), [
      'Scaled in from 3 to 2: orders-2 end; their claims stay.',
    ]);
    assert.deepEqual(effects(three, ordersSet({ replicas: 0 })), ['It is stopped: all 3 pods end. Its claims stay.']);
    assert.deepEqual(effects(three, ordersSet({ replicas: 3, image: 'postgres:16.9' })), [
      'PostgreSQL goes from 16.4 to 16.9.',
      'Its pods are restarted one after the other, the highest ordinal first, whoever leads.',
    ]);
    assert.deepEqual(effects(ORDERS, ordersSet({ environment: passwordFrom('orders') })), [
      'Its only pod is restarted: the database is away meanwhile.',
    ]);
    assert.deepEqual(effects(ORDERS, `# a comment\n${ORDERS}`), []);
  });
});
