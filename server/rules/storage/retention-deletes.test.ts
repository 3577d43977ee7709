import { describeRule } from '../../../test/support/rule-cases.ts';
import { retentionDeletes } from './retention-deletes.ts';

const set = (policy: string, image = 'postgres:17', args = '') => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
${policy}  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: server
          image: ${image}
${args}          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data, subPath: db }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 5Gi } }
`;
const policy = (deleted: string, scaled: string) => `  persistentVolumeClaimRetentionPolicy:
    whenDeleted: ${deleted}
    whenScaled: ${scaled}
`;

describeRule(retentionDeletes, {
  fires: [
    {
      name: 'when it is deleted',
      text: set(policy('⟦Delete⟧', 'Retain')),
      message: /When the StatefulSet is deleted/,
      severity: 'warning',
      fixed: { text: set(policy('Retain', 'Retain')) },
    },
    {
      name: 'when it is scaled, in flow style',
      text: set('  persistentVolumeClaimRetentionPolicy: { whenScaled: ⟦Delete⟧ }\n'),
      message: /When replicas is lowered/,
      fixed: { text: set('  persistentVolumeClaimRetentionPolicy: { whenScaled: Retain }\n') },
    },
    {
      name: 'both',
      text: set(policy('⟦Delete⟧', '⟦"Delete"⟧')),
      fixed: { title: /whenScaled/, text: set(policy('Delete', '"Retain"')) },
    },
  ],
  silent: [
    { name: 'both are kept', text: set(policy('Retain', 'Retain')) },
    { name: 'nothing is said: they are kept', text: set('') },
    { name: 'what a template decides', text: set(policy('{{ .Values.deleted }}', 'Retain')) },
    { name: 'no database', text: set(policy('Delete', 'Delete'), 'nginx:1.27') },
  ],
});
