/** Hand-written manifests in the styles that people use; for tests of reading and of editing. */
export const SAMPLES: Readonly<Record<string, string>> = {
  indented: `# A database for the shop
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders   # also the Service's name
  labels:
    app: orders
spec:
  serviceName: "orders"
  replicas: 3
  # Pods come up one after the other.
  template:
    metadata:
      labels: {app: orders}
    spec:
      containers:
        # the server
        - name: postgres
          image: 'postgres:16.4' # pinned
          args: ["-c", "shared_buffers=1GB"]
          env:
            - name: PGDATA
              value: /var/lib/postgresql/data/pgdata

            # from the Secret
            - name: POSTGRES_PASSWORD
              valueFrom:
                secretKeyRef: { name: orders, key: password }
          resources: {}
          ports: []
      terminationGracePeriodSeconds: 120
`,
  unindented: `---
kind: Service
apiVersion: v1
metadata: {name: orders, namespace: shop}
spec:
    type:
    ports:
    - port: 5432
      name: sql
    -   port: 9187
        name: metrics
    selector:
        app: orders
---
apiVersion: v1
kind: ConfigMap
metadata:
    name: orders
data:
    postgresql.conf: |
        shared_buffers = 1GB

        max_connections = 200
          # indented further
    note: >-
        folded text goes on
        in the next line

        and has paragraphs
    quoted: "a \\"b\\" \\u00e9\\n"
    single: 'it''s one'
    plain: several words
      on two lines
    keep: |+
        kept

immutable: true`,
  anchors: `apiVersion: v1
kind: Pod
metadata:
  name: anchored
  labels: &labels
    app: anchored
    tier: db
spec:
  selector:
    <<: *labels
    extra: "1"
  copied: *labels
  containers:
  - name: a
    command: [sh, -c, "exit 0"]
    yes: on
    mode: 0644
  - &second
    name: b
  -
    name: c
  - *second
  nothing: ~
`,
  list: `apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Secret
  metadata:
    name: one
  stringData:
    password: changeme
- apiVersion: v1
  kind: Service
  metadata:
    name: two
  spec: {ports: [{port: 3306}], clusterIP: None}
`,
  crlf: 'apiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: windows\r\ndata:\r\n  my.cnf: |\r\n    [mysqld]\r\n    datadir=/data\r\n\r\n  other: "x"\r\n  # end\r\n---\r\nkind: B\r\nlist:\r\n- 1\r\n- 2\r\n',
  json: `{
  "apiVersion": "v1",
  "kind": "PersistentVolumeClaim",
  "metadata": { "name": "data", "labels": {} },
  "spec": {
    "accessModes": ["ReadWriteOnce"],
    "resources": {
      "requests": {
        "storage": "10Gi"
      }
    },
    "empty": []
  }
}
`,
};

/** The language in which a sample is opened. */
export function languageOf(name: string): 'yaml' | 'json' {
  return name === 'json' ? 'json' : 'yaml';
}
