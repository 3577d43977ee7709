import { one } from '../row.ts';
import type { Row } from '../row.ts';

const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'];

/** Who may do what. Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export const accessRows: readonly Row[] = [
  {
    from: BINDINGS,
    at: 'subjects.*.name',
    to: { is: 'object', kind: { field: 'kind' }, namespace: { field: 'namespace' } },
  },
  { from: BINDINGS, at: 'roleRef.name', to: { is: 'object', kind: { field: 'kind' } } },
  { from: ['ServiceAccount'], at: 'secrets.*.name', to: one('Secret') },
  { from: ['ServiceAccount'], at: 'imagePullSecrets.*.name', to: one('Secret') },
];
