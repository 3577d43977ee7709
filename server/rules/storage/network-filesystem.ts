import { databaseRule } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { backingOfVolume } from './backing.ts';
import { dataVolume } from './data-claim.ts';

export const networkFilesystem = databaseRule({
  id: 'storage/network-filesystem',
  severity: 'error',
  title: 'Data directory on a network file system',
  why: `A database engine relies on three promises of its disk: what \`fsync\` has confirmed is on the disk, writes arrive in the order in which
they were made, and a file lock keeps everybody else out. Network file systems (NFS, SMB, CephFS, EFS, Azure Files, Filestore) keep them
only with the right server, export and mount options; caches on the client, locks that lapse with a lost connection and errors that come
late or never break them. The result is corruption that shows up long after the write. Each commit also waits for the network.

A block volume (EBS, Persistent Disk, Azure Disk, Ceph RBD, Longhorn …) is a disk to one node and keeps them all.`,
  when: `Fires when the data directory lies on an NFS, Azure Files, CephFS, GlusterFS or SMB volume, or on a claim whose PersistentVolume,
class or CSI driver is a known one of these; a warning where only the usual name of a class says so. Silent for engines whose makers
document data on such file systems as supported.`,
  sources: [
    'https://www.postgresql.org/docs/current/creating-cluster.html#CREATING-CLUSTER-NFS',
    'https://dev.mysql.com/doc/refman/8.4/en/disk-issues.html',
    'https://www.mongodb.com/docs/manual/administration/production-notes/#remote-filesystems--nfs-',
    'https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/',
  ],
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  serviceName: mongo
  selector:
    matchLabels:
      app: mongo
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
        - name: mongod
          image: mongo:8.0
          volumeMounts:
            - name: data
              mountPath: /data/db
      volumes:
        - name: data
          nfs:
            server: files.example.com
            path: /exports/mongo
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  serviceName: mongo
  selector:
    matchLabels:
      app: mongo
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
        - name: mongod
          image: mongo:8.0
          volumeMounts:
            - name: data
              mountPath: /data/db
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: premium-rwo
        resources:
          requests:
            storage: 10Gi
`,
  },
  *check(database) {
    const { engine } = database;
    const volume = dataVolume(database);
    if (volume === undefined || engine.networkFileSystems.value || !holdsData(database)) return;
    const backing = backingOfVolume(volume);
    if (backing?.kind !== 'network') return;
    const through = backing.certain ? `on ${backing.title}` : `on a class that by its name is ${backing.title}`;
    yield {
      source: backing.source,
      severity: backing.certain ? 'error' : 'warning',
      message: `${engine.name}'s data lies ${through}, a network file system: a lost connection, a lapsed lock or a cache that answers fsync too early corrupts it. It needs a block volume.`,
      related: backing.related ? [{ source: backing.related, message: 'The provisioner of that class' }] : [],
    };
  },
});
