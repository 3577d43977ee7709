import type { Fact } from '../model/engine.ts';
import type { MemberRole } from '../model/live.ts';

/** Labels in which someone keeps a member's role, the most specific first. */
const ROLE_LABELS: readonly Fact<string>[] = [
  { value: 'plinth.dev/role', source: 'examples/topologies' },
  { value: 'cnpg.io/instanceRole', source: 'https://cloudnative-pg.io/documentation/current/labels_annotations/' },
  {
    value: 'postgres-operator.crunchydata.com/role',
    source: 'https://access.crunchydata.com/documentation/postgres-operator/latest/',
  },
  {
    value: 'spilo-role',
    source: 'https://postgres-operator.readthedocs.io/en/latest/reference/operator_parameters/ (pod_role_label)',
  },
  {
    value: 'k8s.mariadb.com/role',
    source: 'https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/ha.md',
  },
  { value: 'redis-role', source: 'https://github.com/OT-CONTAINER-KIT/redis-operator' },
  // Patroni's own; CloudNativePG's old one.
  { value: 'role', source: 'https://patroni.readthedocs.io/en/latest/kubernetes.html' },
  { value: 'app.kubernetes.io/component', source: 'https://github.com/bitnami/charts/tree/main/bitnami/postgresql' },
];

const PRIMARY = /^(?:primary|master|leader)$/u;
const REPLICA = /^(?:replica|standby|slave|secondary|read|sync_standby|standby_leader)$/u;

/**
 * The role that a pod's labels say: the least that can be known, for whoever sets them may be late, and bitnami's charts set them once and for all.
 * Undefined where no label says any.
 */
export function roleByLabel(labels: Readonly<Record<string, string>>): MemberRole | undefined {
  for (const { value: label } of ROLE_LABELS) {
    const word = labels[label];
    if (word === undefined) continue;
    if (PRIMARY.test(word)) return 'primary';
    if (REPLICA.test(word)) return 'replica';
    if (word === 'arbiter') return 'arbiter';
  }
  return undefined;
}
