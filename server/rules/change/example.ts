/** What an example changes of the set that all of them show. */
interface Shown {
  readonly name?: string;
  readonly replicas?: number;
  readonly image?: string;
  /** A line of the spec. */
  readonly spec?: string;
  /** Lines of the container's `env`. */
  readonly environment?: readonly string[];
  readonly mountPath?: string;
  readonly size?: string;
}

/** A StatefulSet of PostgreSQL, as the examples of the rules about changes show it. */
export function ordersSet({
  name = 'orders',
  replicas = 1,
  image = 'postgres:16.4',
  spec,
  environment = [],
  mountPath = '/var/lib/postgresql/data',
  size = '20Gi',
}: Shown = {}): string {
  const lines = [
    'apiVersion: apps/v1',
    'kind: StatefulSet',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    '  serviceName: orders',
    ...(spec === undefined ? [] : [`  ${spec}`]),
    `  replicas: ${String(replicas)}`,
    '  selector:',
    '    matchLabels:',
    '      app: orders',
    '  template:',
    '    metadata:',
    '      labels:',
    '        app: orders',
    '    spec:',
    '      containers:',
    '        - name: postgres',
    `          image: ${image}`,
    ...(environment.length === 0 ? [] : ['          env:', ...environment.map((line) => `            ${line}`)]),
    '          volumeMounts:',
    '            - name: data',
    `              mountPath: ${mountPath}`,
    '  volumeClaimTemplates:',
    '    - metadata:',
    '        name: data',
    '      spec:',
    '        accessModes:',
    '          - ReadWriteOnce',
    '        resources:',
    '          requests:',
    `            storage: ${size}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The `env` of a password that a Secret holds. */
export const passwordFrom = (secret: string): readonly string[] => [
  '- name: POSTGRES_PASSWORD',
  '  valueFrom:',
  '    secretKeyRef:',
  `      name: ${secret}`,
  '      key: password',
];

/** A replica set of MongoDB with so many members. */
export const cartsSet = (replicas: number): string => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: carts
spec:
  serviceName: carts
  replicas: ${String(replicas)}
  selector:
    matchLabels:
      app: carts
  template:
    metadata:
      labels:
        app: carts
    spec:
      containers:
        - name: mongod
          image: mongo:8.0
          args: [--replSet, rs0, --bind_ip_all]
`;
