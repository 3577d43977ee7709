/** A manifest of at least so many lines: databases with Service and budget, as people write them. */
export function manifest(lines: number): string {
  const documents: string[] = [];
  let count = 0;
  for (let number = 0; count < lines; number += 1) {
    for (const document of lines <= 80 ? [database(number)] : [database(number), service(number), budget(number)]) {
      documents.push(document);
      count += document.split('\n').length;
    }
    if (lines <= 80) break;
  }
  return documents.join('---\n');
}

function database(number: number): string {
  const name = `store-${number}`;
  return `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
  namespace: shop
  labels:
    app.kubernetes.io/name: postgresql
    app.kubernetes.io/instance: ${name}
spec:
  serviceName: ${name}-members
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/instance: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: postgresql
        app.kubernetes.io/instance: ${name}
    spec:
      terminationGracePeriodSeconds: 90
      securityContext:
        fsGroup: 999
      containers:
        - name: postgresql
          image: postgres:17.2
          ports:
            - name: postgresql
              containerPort: 5432
          env:
            - name: POSTGRES_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: ${name}
                  key: superuser
          readinessProbe:
            exec:
              command: [pg_isready, -U, postgres]
            periodSeconds: 10
          resources:
            requests:
              cpu: 500m
              memory: 1Gi
            limits:
              memory: 1Gi
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: standard
        resources:
          requests:
            storage: 20Gi
`;
}

function service(number: number): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: store-${number}-members
  namespace: shop
spec:
  clusterIP: None
  selector:
    app.kubernetes.io/instance: store-${number}
  ports:
    - name: postgresql
      port: 5432
`;
}

function budget(number: number): string {
  return `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: store-${number}
  namespace: shop
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app.kubernetes.io/instance: store-${number}
`;
}
