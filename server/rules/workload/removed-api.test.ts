import { describeRule } from '../../../test/support/rule-cases.ts';
import { removedApi } from './removed-api.ts';

describeRule(removedApi, {
  fires: [
    {
      name: 'StatefulSet, without the selector that apps/v1 needs',
      text: `apiVersion: ⟦apps/v1beta1⟧ # old
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
      message: /Kubernetes 1\.16 and newer/,
      severity: 'error',
      fixed: {
        title: /Use apps\/v1/,
        text: `apiVersion: apps/v1 # old
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
      },
    },
    {
      name: 'Deployment with fields that are gone',
      text: `apiVersion: ⟦extensions/v1beta1⟧
kind: Deployment
metadata: { name: db }
spec:
  rollbackTo:
    revision: 0
  strategy:
    type: Recreate
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: mysql:8.4
`,
      fixed: {
        title: /Use apps\/v1/,
        text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  strategy:
    type: Recreate
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: mysql:8.4
`,
      },
    },
    {
      name: 'its budget',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
---
apiVersion: ⟦policy/v1beta1⟧
kind: PodDisruptionBudget
metadata: { name: db }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: db } }
`,
      message: /this PodDisruptionBudget is neither/,
      fixed: {
        title: /Use policy\/v1/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: db } }
`,
      },
    },
    {
      name: 'its autoscaler, whose targets are written anew',
      text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: redis:7.2
---
apiVersion: ⟦autoscaling/v2beta1⟧
kind: HorizontalPodAutoscaler
metadata:
  name: db
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: db
  maxReplicas: 4
  metrics:
    - type: Resource
      resource:
        name: cpu
        targetAverageUtilization: 80 # percent
`,
      fixed: {
        title: /Use autoscaling\/v2/,
        text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: redis:7.2
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: db
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: db
  maxReplicas: 4
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 80
`,
      },
    },
    {
      name: 'an Ingress that leads to its Service',
      text: `apiVersion: v1
kind: Service
metadata: { name: search }
spec:
  selector: { app: db }
  ports:
    - port: 9200
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: elasticsearch:8.15.0
---
apiVersion: ⟦networking.k8s.io/v1beta1⟧
kind: Ingress
metadata:
  name: search
spec:
  rules:
    - host: search.example.com
      http:
        paths:
          - path: /
            backend:
              serviceName: search
              servicePort: 9200
`,
      message: /1\.22/,
      fixed: {
        title: /Use networking/,
        text: `apiVersion: v1
kind: Service
metadata: { name: search }
spec:
  selector: { app: db }
  ports:
    - port: 9200
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: elasticsearch:8.15.0
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: search
spec:
  rules:
    - host: search.example.com
      http:
        paths:
          - path: /
            pathType: ImplementationSpecific
            backend:
              service:
                name: search
                port:
                  number: 9200
`,
      },
    },
    {
      name: 'its network policy and class, in other files',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
      files: {
        'class.yaml': `apiVersion: ⟦storage.k8s.io/v1beta1⟧
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
`,
        'policy.yaml': `apiVersion: ⟦extensions/v1beta1⟧
kind: NetworkPolicy
metadata:
  name: db
spec:
  podSelector:
    matchLabels:
      app: db
`,
      },
    },
  ],
  silent: [
    {
      name: 'current versions',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: db
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: StatefulSet
    name: web
  minReplicas: 1
  maxReplicas: 5
`,
    },
    {
      name: 'a configured release that still serves it',
      text: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: db-backup
spec:
  schedule: 0 2 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: dump
              image: postgres:16.4
              command: [sh, -c, pg_dump -h db shop > /backup/shop.sql]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
---
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: { name: db }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: db } }
`,
      configuration: { kubernetesVersion: '1.24' },
    },
    {
      name: 'the old version of something that belongs to another workload',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
---
apiVersion: apps/v1beta2
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.27
`,
    },
    {
      name: 'an apiVersion from a template',
      text: `apiVersion: {{ include "statefulset.apiVersion" . }}
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
    },
  ],
});
