/** What kind of storage a provisioner makes. */
export type StorageKind =
  /** A file system that a server shares over the network. */
  | 'network'
  /** A disk or directory of one node: it is gone with the node. */
  | 'node-local'
  /** Block volumes that the storage itself keeps in several copies on several nodes. */
  | 'replicated'
  /** Block volumes that live in one zone of a cloud. */
  | 'zonal';

/** A provisioner or CSI driver, and what is known about its volumes. */
export interface Provisioner {
  /** As people call it. */
  readonly title: string;
  readonly kind: StorageKind;
  /** `StorageClass.provisioner` and `PersistentVolume.spec.csi.driver`; a leading `*` stands for any prefix. */
  readonly names: readonly string[];
  /** Names of the classes that a distribution creates by itself, or that the project's own documentation and charts use. */
  readonly classNames: readonly string[];
  /** True for those of clusters that have one node only, on a developer's machine. */
  readonly singleNode?: boolean;
  /** False where `allowVolumeExpansion` does nothing for its volumes. */
  readonly expands: boolean;
  /** The class parameter that says how many copies are kept, and how many there are without it. */
  readonly copies?: { readonly parameters: readonly string[]; readonly byDefault: number };
  readonly source: string;
}

const NETWORK: readonly Provisioner[] = [
  {
    title: 'Amazon EFS',
    kind: 'network',
    names: ['efs.csi.aws.com', 'openshift.org/aws-efs', '*/aws-efs'],
    classNames: ['efs-sc', 'aws-efs'],
    expands: false,
    source: 'https://github.com/kubernetes-sigs/aws-efs-csi-driver',
  },
  {
    title: 'Azure Files',
    kind: 'network',
    names: ['file.csi.azure.com', 'kubernetes.io/azure-file'],
    classNames: [
      'azurefile',
      'azurefile-csi',
      'azurefile-premium',
      'azurefile-csi-premium',
      'azurefile-csi-nfs',
      'azurefile-premium-csi',
    ],
    expands: true,
    source: 'https://learn.microsoft.com/en-us/azure/aks/azure-files-csi',
  },
  {
    title: 'Google Filestore',
    kind: 'network',
    names: ['filestore.csi.storage.gke.io'],
    classNames: [
      'standard-rwx',
      'premium-rwx',
      'zonal-rwx',
      'regional-rwx',
      'enterprise-rwx',
      'enterprise-multishare-rwx',
    ],
    expands: true,
    source: 'https://cloud.google.com/filestore/docs/csi-driver',
  },
  {
    title: 'NFS',
    kind: 'network',
    names: [
      'nfs.csi.k8s.io',
      'k8s-sigs.io/nfs-subdir-external-provisioner',
      '*nfs-subdir-external-provisioner',
      'cluster.local/nfs-server-provisioner',
      '*nfs-server-provisioner',
      '*nfs-client-provisioner',
      'fuseim.pri/ifs',
      'example.com/nfs',
      'nasplugin.csi.alibabacloud.com',
    ],
    classNames: ['nfs', 'nfs-client', 'nfs-csi', 'managed-nfs-storage'],
    expands: false,
    source: 'https://github.com/kubernetes-csi/csi-driver-nfs',
  },
  {
    title: 'SMB',
    kind: 'network',
    names: ['smb.csi.k8s.io'],
    classNames: ['smb'],
    expands: false,
    source: 'https://github.com/kubernetes-csi/csi-driver-smb',
  },
  {
    title: 'CephFS',
    kind: 'network',
    names: ['*cephfs.csi.ceph.com', 'ceph.com/cephfs'],
    classNames: ['cephfs', 'rook-cephfs', 'csi-cephfs-sc', 'ocs-storagecluster-cephfs'],
    expands: true,
    source: 'https://rook.io/docs/rook/latest/Storage-Configuration/Shared-Filesystem-CephFS/filesystem-storage/',
  },
  {
    title: 'GlusterFS',
    kind: 'network',
    names: ['kubernetes.io/glusterfs', 'org.gluster.glusterfs', 'gluster.org/glusterfs', 'kadalu'],
    classNames: ['glusterfs', 'glusterfs-storage'],
    expands: true,
    source: 'https://kubernetes.io/docs/concepts/storage/volumes/#glusterfs',
  },
  {
    title: 'Amazon FSx for Lustre',
    kind: 'network',
    names: ['fsx.csi.aws.com'],
    classNames: ['fsx-sc'],
    expands: false,
    source: 'https://github.com/kubernetes-sigs/aws-fsx-csi-driver',
  },
  {
    title: 'an object store through FUSE',
    kind: 'network',
    names: [
      's3.csi.aws.com',
      'gcsfuse.csi.storage.gke.io',
      'blob.csi.azure.com',
      'csi.juicefs.com',
      'ru.yandex.s3.csi',
    ],
    classNames: ['azureblob-fuse-premium', 'azureblob-nfs-premium', 'juicefs-sc'],
    expands: false,
    source: 'https://learn.microsoft.com/en-us/azure/aks/azure-blob-csi',
  },
];

const NODE_LOCAL: readonly Provisioner[] = [
  {
    title: 'a local-path volume',
    kind: 'node-local',
    names: ['rancher.io/local-path', '*/local-path'],
    classNames: ['local-path'],
    expands: false,
    source: 'https://github.com/rancher/local-path-provisioner',
  },
  {
    title: 'OpenEBS local volumes',
    kind: 'node-local',
    names: ['openebs.io/local', 'local.csi.openebs.io', 'zfs.csi.openebs.io', 'device.csi.openebs.io'],
    classNames: ['openebs-hostpath', 'openebs-device', 'openebs-lvm', 'openebs-lvmpv', 'openebs-zfspv'],
    expands: true,
    source: 'https://openebs.io/docs/user-guides/local-storage-user-guide/local-pv-hostpath/hostpath-overview',
  },
  {
    title: 'TopoLVM',
    kind: 'node-local',
    names: ['topolvm.io', 'topolvm.cybozu.com'],
    classNames: ['topolvm-provisioner'],
    expands: true,
    source: 'https://github.com/topolvm/topolvm',
  },
  {
    title: 'a directory of the node',
    kind: 'node-local',
    names: [
      'docker.io/hostpath',
      'microk8s.io/hostpath',
      'k8s.io/minikube-hostpath',
      'hostpath.csi.k8s.io',
      'kubevirt.io.hostpath-provisioner',
      'kubernetes.io/host-path',
    ],
    classNames: ['hostpath', 'microk8s-hostpath', 'csi-hostpath-sc'],
    singleNode: true,
    expands: false,
    source: 'https://microk8s.io/docs/addon-hostpath-storage',
  },
  {
    title: 'local PersistentVolumes',
    kind: 'node-local',
    // `kubernetes.io/no-provisioner` alone says only that somebody makes the volumes by hand: see {@link STATIC_PROVISIONER}.
    names: ['local.csi.scylladb.com', 'lvm.csi.metal-stack.io', 'csi.proxmox.sinextra.dev'],
    classNames: ['local-storage', 'local-volume', 'scylladb-local-xfs'],
    expands: false,
    source: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#local',
  },
];

const REPLICATED: readonly Provisioner[] = [
  {
    title: 'Longhorn',
    kind: 'replicated',
    names: ['driver.longhorn.io'],
    classNames: ['longhorn'],
    expands: true,
    copies: { parameters: ['numberOfReplicas'], byDefault: 3 },
    source: 'https://longhorn.io/docs/latest/references/storage-class-parameters/',
  },
  {
    title: 'Ceph RBD',
    kind: 'replicated',
    names: ['*rbd.csi.ceph.com', 'kubernetes.io/rbd', 'ceph.com/rbd', 'ceph.rook.io/block'],
    classNames: ['rook-ceph-block', 'ceph-block', 'ceph-rbd', 'csi-rbd-sc', 'ocs-storagecluster-ceph-rbd'],
    expands: true,
    copies: { parameters: [], byDefault: 3 },
    source: 'https://rook.io/docs/rook/latest/Storage-Configuration/Block-Storage-RBD/block-storage/',
  },
  {
    title: 'Portworx',
    kind: 'replicated',
    names: ['pxd.portworx.com', 'kubernetes.io/portworx-volume'],
    classNames: ['px-db', 'px-replicated', 'px-csi-db', 'px-csi-replicated'],
    expands: true,
    // Without `repl` Portworx keeps one copy.
    copies: { parameters: ['repl', 'replication_factor'], byDefault: 1 },
    source: 'https://docs.portworx.com/portworx-enterprise/reference/crd/storage-class',
  },
  {
    title: 'LINSTOR',
    kind: 'replicated',
    names: ['linstor.csi.linbit.com'],
    classNames: [],
    expands: true,
    copies: {
      parameters: [
        'linstor.csi.linbit.com/placementCount',
        'linstor.csi.linbit.com/autoPlace',
        'placementCount',
        'autoPlace',
      ],
      byDefault: 1,
    },
    source: 'https://linbit.com/drbd-user-guide/linstor-guide-1_0-en/#s-kubernetes-sc-parameters',
  },
  {
    title: 'OpenEBS Mayastor',
    kind: 'replicated',
    names: ['io.openebs.csi-mayastor'],
    classNames: ['mayastor-3', 'openebs-mayastor-3'],
    expands: true,
    copies: { parameters: ['repl'], byDefault: 1 },
    source:
      'https://openebs.io/docs/user-guides/replicated-storage-user-guide/replicated-pv-mayastor/configuration/rs-storage-class-parameters',
  },
];

const ZONAL: readonly Provisioner[] = [
  {
    title: 'Amazon EBS',
    kind: 'zonal',
    names: ['ebs.csi.aws.com', 'kubernetes.io/aws-ebs', 'ebs.csi.eks.amazonaws.com'],
    classNames: ['gp2', 'gp3', 'gp2-csi', 'gp3-csi'],
    expands: true,
    source: 'https://github.com/kubernetes-sigs/aws-ebs-csi-driver',
  },
  {
    title: 'Google Persistent Disk',
    kind: 'zonal',
    names: ['pd.csi.storage.gke.io', 'kubernetes.io/gce-pd'],
    classNames: ['standard-rwo', 'premium-rwo'],
    expands: true,
    source: 'https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/gce-pd-csi-driver',
  },
  {
    title: 'Azure Disk',
    kind: 'zonal',
    names: ['disk.csi.azure.com', 'kubernetes.io/azure-disk'],
    classNames: ['managed-csi', 'managed-csi-premium', 'managed-premium', 'managed'],
    expands: true,
    source: 'https://learn.microsoft.com/en-us/azure/aks/azure-disk-csi',
  },
  {
    title: 'OpenStack Cinder',
    kind: 'zonal',
    names: ['cinder.csi.openstack.org', 'kubernetes.io/cinder'],
    classNames: [],
    expands: true,
    source: 'https://github.com/kubernetes/cloud-provider-openstack',
  },
];

/** The provisioner name of classes whose volumes are made by hand. */
export const STATIC_PROVISIONER = 'kubernetes.io/no-provisioner';

/** Every provisioner that Plinth knows. */
export const PROVISIONERS: readonly Provisioner[] = [...NETWORK, ...NODE_LOCAL, ...REPLICATED, ...ZONAL];

/** The provisioner or CSI driver of that name. */
export function provisionerNamed(name: string): Provisioner | undefined {
  return PROVISIONERS.find(({ names }) =>
    names.some((known) => (known.startsWith('*') ? name.endsWith(known.slice(1)) : name === known)),
  );
}

/** The provisioner whose classes usually bear that name; only to be asked where the class itself is out of sight. */
export function provisionerOfClassName(name: string): Provisioner | undefined {
  return PROVISIONERS.find(({ classNames }) => classNames.includes(name));
}
