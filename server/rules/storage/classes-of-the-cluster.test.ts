import assert from 'node:assert/strict';
import type { ClusterSnapshot, PlainObject } from '../../protocol/messages.ts';
import { allFindings, linterOf } from '../../../test/support/workspace.ts';
import type { Configuration } from '../../workspace/configuration.ts';

const set = (name: string, rest = '', replicas = 3) => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: mongo }
spec:
  serviceName: mongo
  replicas: ${replicas}
  selector: { matchLabels: { app: mongo } }
  template:
    metadata: { labels: { app: mongo } }
    spec:
      containers:
        - name: mongod
          image: mongo:8.0
          args: [--replSet, rs0, --bind_ip_all]
          volumeMounts: [{ name: data, mountPath: /data/db }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        ${name}
        resources: { requests: { storage: 5Gi } }
${rest}`;
const NAMED = 'storageClassName: standard';

/** A class as a cluster gives it: every default is written out. */
const liveClass = (provisioner: string, rest: object = {}, isDefault = false, name = 'standard') => ({
  metadata: {
    name,
    resourceVersion: '42',
    annotations: isDefault ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : {},
  },
  provisioner,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'Immediate',
  ...rest,
});
const clusterOf = (storageClass: PlainObject, rest: Partial<ClusterSnapshot> = {}): ClusterSnapshot => ({
  context: 'production',
  storageClasses: [storageClass],
  ...rest,
});

/** What a rule says, with the line at which it says it. */
function told(
  rule: `storage/${string}` | `workload/${string}`,
  text: string,
  cluster?: ClusterSnapshot,
  configuration: Partial<Configuration> = {},
) {
  return allFindings(linterOf({ 'main.yaml': text }, [rule], configuration, cluster)).map(
    ({ range, message, fixes, object, uri }) => ({
      line: text.split('\n')[range.start.line]?.trim(),
      message,
      fixes: fixes.map(({ title }) => title),
      object,
      uri,
    }),
  );
}

describe('classes that only the connected cluster has', () => {
  const spoken: readonly [rule: `storage/${string}`, storageClass: PlainObject, message: RegExp][] = [
    [
      'storage/class-deletes',
      liveClass('ebs.csi.aws.com'),
      /its disk is deleted .* \(the policy of class 'standard' of the cluster 'production' is Delete\)/,
    ],
    [
      'storage/class-immediate',
      liveClass('ebs.csi.aws.com'),
      /^Class 'standard' of the cluster 'production' makes disks before/,
    ],
    [
      'storage/class-no-expansion',
      liveClass('ebs.csi.aws.com'),
      /^Volumes of class 'standard' of the cluster 'production' cannot grow/,
    ],
    [
      'storage/mount-options',
      liveClass('ebs.csi.aws.com', { mountOptions: ['noatime', 'nobarrier'] }),
      /mounted with 'nobarrier' by class 'standard' of the cluster 'production'/,
    ],
    [
      'storage/double-replication',
      liveClass('driver.longhorn.io', { parameters: { numberOfReplicas: '2' } }),
      /Longhorn \(class 'standard' of the cluster 'production'\) keeps 2 of each/,
    ],
    [
      'storage/network-filesystem',
      liveClass('nfs.csi.k8s.io'),
      /data lies on NFS \(class 'standard' of the cluster 'production'\), a network file system/,
    ],
    [
      'storage/local-volume',
      liveClass('rancher.io/local-path'),
      /data lies on a local-path volume \(class 'standard' of the cluster 'production'\)/,
    ],
  ];
  for (const [rule, storageClass, message] of spoken) {
    it(`${rule} speaks of them where the claim names them, and offers no edit of what stands in no file`, () => {
      const [finding, ...others] = told(rule, set(NAMED), clusterOf(storageClass));
      assert.ok(finding);
      assert.deepEqual(others, []);
      assert.equal(finding.line, NAMED);
      assert.equal(finding.object, 'StatefulSet/mongo');
      assert.match(finding.message, message);
      assert.deepEqual(finding.fixes, []);
      assert.deepEqual(told(rule, set(NAMED)), [], 'without a cluster');
      assert.deepEqual(told(rule, set('storageClassName: other'), clusterOf(storageClass)), [], 'of another name');
    });
  }

  it('are not asked where the workspace has a class of that name', () => {
    const own = `---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: standard }
provisioner: ebs.csi.aws.com
reclaimPolicy: Retain
`;
    assert.deepEqual(told('storage/class-deletes', set(NAMED, own), clusterOf(liveClass('ebs.csi.aws.com'))), []);
  });

  it('are not called immediate by a cluster that writes it for every provisioner, unless there are zones', () => {
    const unknown = clusterOf(liveClass('disk.example.com'));
    assert.deepEqual(told('storage/class-immediate', set(NAMED), unknown), []);
    const zones = (...names: string[]) => ({ ...unknown, zones: names });
    assert.deepEqual(told('storage/class-immediate', set(NAMED), zones('a')), []);
    assert.equal(told('storage/class-immediate', set(NAMED), zones('a', 'b')).length, 1);
  });

  it('of one zone or one node need not wait for a pod', () => {
    const ebs = clusterOf(liveClass('ebs.csi.aws.com'));
    const own = `---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: standard }
provisioner: ebs.csi.aws.com
volumeBindingMode: Immediate
`;
    for (const text of [set(NAMED), set(NAMED, own)]) {
      const count = (rest: Partial<ClusterSnapshot>) =>
        told('storage/class-immediate', text, { ...ebs, ...rest }).length;
      assert.equal(count({}), 1);
      assert.equal(count({ zones: ['a', 'b'], nodes: 4 }), 1);
      assert.equal(count({ zones: ['a'], nodes: 4 }), 0);
      assert.equal(count({ zones: [], nodes: 4 }), 0);
      assert.equal(count({ nodes: 1 }), 0);
    }
  });
});

describe('snapshot classes that only the connected cluster has', () => {
  const snapshotClass = (name: string, deletionPolicy: string, driver = 'ebs.csi.aws.com', isDefault = false) => ({
    metadata: {
      name,
      annotations: isDefault ? { 'snapshot.storage.kubernetes.io/is-default-class': 'true' } : {},
    },
    driver,
    deletionPolicy,
  });
  const snapshot = (name: string) => `---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata: { name: before }
spec:
  ${name}
  source: { persistentVolumeClaimName: data-mongo-0 }
`;
  const found = (name: string, ...snapshotClasses: object[]) =>
    told('storage/snapshot-class-deletes', set(NAMED, snapshot(name)), {
      ...clusterOf(liveClass('ebs.csi.aws.com')),
      snapshotClasses: snapshotClasses as PlainObject[],
    });

  it('are told at what uses them', () => {
    const [finding, ...others] = found('volumeSnapshotClassName: disks', snapshotClass('disks', 'Delete'));
    assert.deepEqual(others, []);
    assert.equal(finding?.line, 'kind: VolumeSnapshot');
    assert.match(finding.message, /\(class 'disks' of the cluster 'production' deletes them\)/);
    assert.deepEqual(finding.fixes, []);
    assert.deepEqual(found('volumeSnapshotClassName: disks', snapshotClass('disks', 'Retain')), []);
  });

  it('of which one is the default of each driver', () => {
    const other = snapshotClass('other', 'Delete', 'disk.example.com', true);
    const own = snapshotClass('own', 'Retain', 'ebs.csi.aws.com', true);
    assert.deepEqual(found('# the default', other, own), []);
    assert.equal(found('# the default', other, { ...own, deletionPolicy: 'Delete' }).length, 1);
  });
});

describe('storage/missing-class with a cluster', () => {
  const unnamed = set('# no class');
  const standard = liveClass('ebs.csi.aws.com', {}, true);

  it('is silent where the only default class is fit for data', () => {
    assert.equal(told('storage/missing-class', unnamed).length, 1);
    assert.deepEqual(told('storage/missing-class', unnamed, clusterOf(standard)), []);
  });

  it('says what the default is where it is not fit, and offers those that are', () => {
    const nfs = liveClass('nfs.csi.k8s.io', {}, true, 'files');
    const cluster = { context: 'production', storageClasses: [nfs, liveClass('ebs.csi.aws.com', {}, false, 'fast')] };
    const [finding] = told('storage/missing-class', unnamed, cluster);
    assert.match(
      finding?.message ?? '',
      /lands on class 'files', the default of the cluster 'production', which is hardly/,
    );
    assert.deepEqual(finding?.fixes, [
      "Use the class 'fast' of the cluster 'production' (only before the claim exists)",
    ]);
  });

  it('says that nobody makes a volume where there is no default, and that nobody chose where there are two', () => {
    const fast = liveClass('ebs.csi.aws.com', {}, true, 'fast');
    const none = told('storage/missing-class', unnamed, clusterOf(liveClass('ebs.csi.aws.com')));
    assert.match(
      none[0]?.message ?? '',
      /lands on nothing, and waits forever: the cluster 'production' has no default/,
    );
    const two = told('storage/missing-class', unnamed, { context: 'c', storageClasses: [fast, standard] });
    assert.match(
      two[0]?.message ?? '',
      /the newest of the classes that the cluster 'c' calls its default: 'fast', 'standard'/,
    );
  });

  it('does not call a default fit that is lost with its node, unless the engine replicates', () => {
    const local = clusterOf(liveClass('rancher.io/local-path', {}, true));
    assert.deepEqual(told('storage/missing-class', unnamed, local), []);
    const alone = unnamed.replace('args: [--replSet, rs0, --bind_ip_all]', 'args: []');
    assert.equal(told('storage/missing-class', alone, local).length, 1);
  });

  it('leaves a place to fill in where no class is fit', () => {
    const [finding] = told('storage/missing-class', unnamed, clusterOf(liveClass('nfs.csi.k8s.io', {}, true)));
    assert.deepEqual(finding?.fixes, ['Name the storage class (only before the claim exists)']);
  });
});

describe('the Kubernetes version of the connected cluster', () => {
  const many = set(NAMED).replace('ReadWriteOnce', 'ReadWriteMany');
  const modes = (version: string | undefined, configuration: Partial<Configuration> = {}) =>
    told('storage/access-mode', many, version === undefined ? undefined : { context: 'c', version }, configuration)[0]
      ?.fixes.length;

  it('decides whether ReadWriteOncePod is offered, where nothing is configured', () => {
    assert.equal(modes(undefined), 1);
    assert.equal(modes('1.28.4'), 1);
    assert.equal(modes('v1.36.3-gke.100'), 2);
    assert.equal(modes('1.36.3', { kubernetesVersion: '1.27' }), 1);
    assert.equal(modes('1.27.0', { kubernetesVersion: '1.30' }), 2);
  });

  it('decides which versions of the API are served', () => {
    const old = set(NAMED).replace('apps/v1', 'apps/v1beta1');
    const count = (version: string) => told('workload/removed-api', old, { context: 'c', version }).length;
    assert.equal(count('1.36.3'), 1);
    assert.equal(count('1.15.12'), 0);
  });
});
