import { describeRule } from '../../../test/support/rule-cases.ts';
import { hostPath } from './host-path.ts';

const withClaim = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  strategy: { type: Recreate }
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: postgres
          image: postgres:17
          env:
            - { name: PGDATA, value: /var/lib/postgresql/data/pgdata }
          volumeMounts:
            - { name: data, mountPath: /var/lib/postgresql/data }
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: db
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: db
spec:
  storageClassName: manual
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 5Gi } }
`;

describeRule(hostPath, {
  fires: [
    {
      name: 'a hostPath volume of a StatefulSet',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: search
spec:
  serviceName: search
  selector:
    matchLabels: { app: search }
  template:
    metadata:
      labels: { app: search }
    spec:
      containers:
        - name: elasticsearch
          image: docker.elastic.co/elasticsearch/elasticsearch:8.15.3
          volumeMounts:
            - name: data
              mountPath: /usr/share/elasticsearch/data
      volumes:
        - name: data
          ⟦hostPath⟧:
            path: /mnt/search
            type: DirectoryOrCreate
`,
      message: /\/mnt\/search of whichever node/,
      fixed: {
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: search
spec:
  serviceName: search
  selector:
    matchLabels: { app: search }
  template:
    metadata:
      labels: { app: search }
    spec:
      containers:
        - name: elasticsearch
          image: docker.elastic.co/elasticsearch/elasticsearch:8.15.3
          volumeMounts:
            - name: data
              mountPath: /usr/share/elasticsearch/data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: storage-class
        resources:
          requests:
            storage: 10Gi
`,
      },
    },
    {
      name: 'a claim that binds a hostPath PersistentVolume in another file',
      text: withClaim,
      files: {
        'volume.yaml': `apiVersion: v1
kind: PersistentVolume
metadata:
  name: db
spec:
  storageClassName: manual
  capacity: { storage: 5Gi }
  accessModes: [ReadWriteOnce]
  ⟦hostPath⟧:
    path: /mnt/data
`,
      },
      message: /does not say of which/,
      fixed: {
        title: /local volume/,
        text: withClaim,
        files: {
          'volume.yaml': `apiVersion: v1
kind: PersistentVolume
metadata:
  name: db
spec:
  storageClassName: manual
  capacity: { storage: 5Gi }
  accessModes: [ReadWriteOnce]
  local:
    path: /mnt/data
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions:
            - key: kubernetes.io/hostname
              operator: In
              values:
                - node-name
`,
        },
        others: ['storage/local-volume'],
      },
    },
    {
      name: 'a DaemonSet loses the member with the node',
      text: `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: cassandra
spec:
  selector:
    matchLabels: { app: cassandra }
  template:
    metadata:
      labels: { app: cassandra }
    spec:
      containers:
        - name: cassandra
          image: cassandra:5.0
          volumeMounts: [{ name: data, mountPath: /var/lib/cassandra }]
      volumes: [{ name: data, ⟦hostPath⟧: { path: /mnt/cassandra } }]
`,
      message: /gone with the node/,
    },
    {
      name: 'every PersistentVolume that the claims of a template may get, and no further one',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 2
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { storageClassName: manual, accessModes: [ReadWriteOnce], resources: { requests: { storage: 5Gi } } }
${['⟦hostPath⟧', '⟦hostPath⟧', 'hostPath']
  .map(
    (key, at) => `---
apiVersion: v1
kind: PersistentVolume
metadata: { name: db-${at} }
spec: { storageClassName: manual, capacity: { storage: 5Gi }, accessModes: [ReadWriteOnce], ${key}: { path: /mnt/${at} } }
`,
  )
  .join('')}`,
    },
    {
      name: 'PersistentVolumes that name the claims of a template',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 2
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { storageClassName: manual, accessModes: [ReadWriteOnce], resources: { requests: { storage: 5Gi } } }
---
apiVersion: v1
kind: PersistentVolume
metadata: { name: other }
spec: { storageClassName: manual, capacity: { storage: 5Gi }, accessModes: [ReadWriteOnce], hostPath: { path: /mnt/a } }
---
apiVersion: v1
kind: PersistentVolume
metadata: { name: mine }
spec:
  storageClassName: manual
  capacity: { storage: 5Gi }
  accessModes: [ReadWriteOnce]
  claimRef: { name: data-db-0 }
  ⟦hostPath⟧: { path: /mnt/b }
`,
    },
  ],
  silent: [
    {
      name: 'a local PersistentVolume names its node',
      text: withClaim,
      files: {
        'volume.yaml': `apiVersion: v1
kind: PersistentVolume
metadata:
  name: db
spec:
  storageClassName: manual
  capacity: { storage: 5Gi }
  accessModes: [ReadWriteOnce]
  local:
    path: /mnt/data
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: [node-1] }]
`,
      },
    },
    {
      name: 'a hostPath for the time zone beside the claim',
      text: withClaim.replace(
        '      volumes:\n',
        '      volumes:\n        - name: localtime\n          hostPath: { path: /etc/localtime }\n',
      ),
    },
    {
      name: 'a hostPath PersistentVolume of another class',
      text: withClaim,
      files: {
        'volume.yaml': `apiVersion: v1
kind: PersistentVolume
metadata:
  name: media
spec:
  storageClassName: media
  capacity: { storage: 50Gi }
  accessModes: [ReadWriteOnce]
  hostPath: { path: /mnt/media }
`,
      },
    },
  ],
});
