import { describeRule } from '../../../test/support/rule-cases.ts';
import { networkFilesystem } from './network-filesystem.ts';

const pod = (volume: string) => `apiVersion: v1
kind: Pod
metadata:
  name: mysql
spec:
  containers:
    - name: mysql
      image: mysql:8.4
      volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumes:
    - name: data
      ${volume}
`;
const claimed = pod('persistentVolumeClaim: { claimName: mysql }');
const claim = (storageClass: string) => `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: ${storageClass}
  resources: { requests: { storage: 5Gi } }
`;
const storageClass = (provisioner: string) => `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: shared
provisioner: ${provisioner}
`;

describeRule(networkFilesystem, {
  fires: [
    {
      name: 'an NFS volume of the pod',
      text: pod('⟦nfs⟧: { server: files, path: /mysql }'),
      message: /on NFS, a network file system/,
      severity: 'error',
    },
    {
      name: 'a class in sight',
      text: `${claimed}---\n${claim('⟦shared⟧')}---\n${storageClass('efs.csi.aws.com')}`,
      message: /Amazon EFS/,
    },
    {
      name: 'a PersistentVolume of a CSI driver in another file',
      text: `${claimed}---\n${claim('""')}  volumeName: disk\n`,
      files: {
        'volume.yaml': `apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk
spec:
  accessModes: [ReadWriteOnce]
  capacity: { storage: 5Gi }
  csi:
    driver: ⟦file.csi.azure.com⟧
    volumeHandle: share
`,
      },
      message: /Azure Files/,
    },
    {
      name: 'a class known by its name only',
      text: `${claimed}---\n${claim('⟦azurefile-csi⟧')}`,
      message: /by its name is Azure Files/,
      severity: 'warning',
    },
    {
      name: 'CephFS of Rook, whatever the namespace before the driver',
      text: `${claimed}---\n${claim('⟦shared⟧')}---\n${storageClass('rook-ceph.cephfs.csi.ceph.com')}`,
      message: /CephFS/,
    },
  ],
  silent: [
    { name: 'a block class', text: `${claimed}---\n${claim('shared')}---\n${storageClass('ebs.csi.aws.com')}` },
    {
      name: 'a class that only has the name of one',
      text: `${claimed}---\n${claim('nfs')}---\n${storageClass('disk.csi.azure.com').replace('name: shared', 'name: nfs')}`,
    },
    {
      name: 'NFS for the backups',
      text: `${claimed}    - name: backups
      nfs: { server: files, path: /backups }
`.replace('mountPath: /var/lib/mysql }', 'mountPath: /var/lib/mysql }, { name: backups, mountPath: /backups }'),
    },
    { name: 'Ceph RBD', text: `${claimed}---\n${claim('shared')}---\n${storageClass('rook-ceph.rbd.csi.ceph.com')}` },
  ],
});
