import { describeRule } from '../../../test/support/rule-cases.ts';
import { mountOptions } from './mount-options.ts';

const database = (storageClass: string) => `---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: mongod
          image: mongo:8.0
          volumeMounts: [{ name: data, mountPath: /data/db }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: ${storageClass}
        resources: { requests: { storage: 5Gi } }
`;
const storageClass = (options: string) => `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
allowVolumeExpansion: true
${options}${database('fast')}`;

describeRule(mountOptions, {
  fires: [
    {
      name: 'an option among others',
      text: storageClass('mountOptions:\n  - noatime\n  - ⟦nobarrier⟧ # faster\n  - discard\n'),
      message: /'nobarrier': the disk may write its cache in any order/,
      severity: 'error',
      fixed: { text: storageClass('mountOptions:\n  - noatime\n  - discard\n') },
    },
    {
      name: 'the only option takes the list with it',
      text: storageClass('mountOptions: [⟦data=writeback⟧]\n'),
      fixed: { text: storageClass('') },
    },
    {
      name: 'several in one item',
      text: storageClass('mountOptions:\n  - ⟦noatime,soft,nolock⟧\n'),
      message: /'soft'/,
      fixed: { text: storageClass('mountOptions:\n  - noatime\n') },
    },
    {
      name: 'two items, each its own finding',
      text: storageClass('mountOptions:\n  - ⟦barrier=0⟧\n  - ⟦data=writeback⟧\n'),
      fixed: { text: storageClass('mountOptions:\n  - data=writeback\n') },
    },
    {
      name: 'async is a warning',
      text: storageClass('mountOptions: [⟦async⟧, hard]\n'),
      message: /until somebody asks for them with fsync/,
      severity: 'warning',
      fixed: { text: storageClass('mountOptions: [hard]\n') },
    },
    {
      name: 'a PersistentVolume made by hand',
      text: `apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk
spec:
  storageClassName: by-hand
  accessModes: [ReadWriteOnce]
  capacity: { storage: 5Gi }
  mountOptions:
    - ⟦nobarrier⟧
  fc: { wwids: ["3600"] }
${database('by-hand')}`,
      message: /nobarrier/,
    },
  ],
  silent: [
    { name: 'harmless options', text: storageClass('mountOptions: [noatime, discard, hard, nfsvers=4.1, sync]\n') },
    {
      name: 'a class that no database uses',
      text: storageClass('mountOptions: [nobarrier]\n').replace('storageClassName: fast', 'storageClassName: other'),
    },
    { name: 'barriers said to be on', text: storageClass('mountOptions: [barrier=1, data=ordered]\n') },
  ],
});
