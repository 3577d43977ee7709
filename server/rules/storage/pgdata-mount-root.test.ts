import { describeRule } from '../../../test/support/rule-cases.ts';
import { pgdataMountRoot } from './pgdata-mount-root.ts';

const workload = (image: string, environment: string, mount: string, storageClass = 'fast') => `apiVersion: apps/v1
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
        - name: server
          image: ${image}
${environment}          volumeMounts:
            - name: data
              mountPath: ${mount}
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: ${storageClass}
        resources: { requests: { storage: 5Gi } }
`;
const PLACE = '/var/lib/postgresql/data';

describeRule(pgdataMountRoot, {
  fires: [
    {
      name: 'the default directory, without any variable',
      text: workload('postgres:17', '', `⟦${PLACE}⟧`),
      message: /lost\+found/,
      severity: 'warning',
      fixed: {
        text: workload(
          'postgres:17',
          '          env:\n            - name: PGDATA\n              value: /var/lib/postgresql/data/pgdata\n',
          PLACE,
        ),
      },
    },
    {
      name: 'the variable joins the others',
      text: workload(
        'postgis/postgis:16-3.4',
        '          env:\n            - { name: POSTGRES_DB, value: maps }\n',
        `⟦${PLACE}⟧`,
      ),
      fixed: {
        text: workload(
          'postgis/postgis:16-3.4',
          '          env:\n            - { name: POSTGRES_DB, value: maps }\n            - name: PGDATA\n              value: /var/lib/postgresql/data/pgdata\n',
          PLACE,
        ),
      },
    },
    {
      name: 'PGDATA written out as the mount itself',
      text: workload('postgres:14', '          env: [{ name: PGDATA, value: "/srv/pg" }]\n', '⟦/srv/pg⟧'),
      fixed: {
        text: workload('postgres:14', '          env: [{ name: PGDATA, value: "/srv/pg/pgdata" }]\n', '/srv/pg'),
      },
    },
  ],
  silent: [
    {
      name: 'PGDATA below the mount',
      text: workload('postgres:17', `          env: [{ name: PGDATA, value: ${PLACE}/pgdata }]\n`, PLACE),
    },
    { name: 'a subPath', text: workload('postgres:17', '', `${PLACE}\n              subPath: pg`) },
    { name: 'images from 18 on make their own directory', text: workload('postgres:18', '', '/var/lib/postgresql') },
    { name: 'bitnami makes its own directory', text: workload('bitnami/postgresql:16.4.0', '', '/bitnami/postgresql') },
    { name: 'a directory of a node has no lost+found', text: workload('postgres:17', '', PLACE, 'local-path') },
    { name: 'another engine', text: workload('mariadb:11.4', '', '/var/lib/mysql') },
    {
      name: 'variables out of sight may set PGDATA',
      text: workload('postgres:17', '          envFrom: [{ configMapRef: { name: db } }]\n', PLACE),
    },
  ],
});
