/** A PostgreSQL that loses its data with the pod, and has no readiness probe. */
export const RISKY = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: shop
spec:
  serviceName: shop
  selector:
    matchLabels: { app: shop }
  template:
    metadata:
      labels: { app: shop }
    spec:
      terminationGracePeriodSeconds: 120
      containers:
        - name: postgres
          image: postgres:16.4
          env:
            - name: PGDATA
              value: /var/lib/postgresql/data/pgdata
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          emptyDir: {}
`;

/** The headless Service that {@link RISKY} names. */
export const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  clusterIP: None
  selector: { app: shop }
  ports:
    - port: 5432
`;

/** No manifest, and broken at that. */
export const COMPOSE = `services:
  db: [image: "postgres
`;
