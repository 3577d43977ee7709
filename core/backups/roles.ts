import type { ApiObject } from '../cluster/connection.ts';
import { cachePlace } from './cache.ts';

/**
 * What somebody may do about backups. `look`: see what backups there are and how runs went. `run`: besides, start a run of the schedule now. Neither may read a
 * Secret, run a command in a container, or change anything else.
 */
export type BackupRole = 'look' | 'run';

/** Whom a RoleBinding names. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects */
export interface Subject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of a ServiceAccount. */
  readonly namespace?: string;
}

/** One rule of a Role, and why it is there. */
export interface ExplainedRule {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly names?: readonly string[];
  readonly why: string;
}

/** Objects to apply, each rule's reason, and what such a Role cannot promise. */
export interface BackupRoles {
  readonly objects: readonly ApiObject[];
  readonly rules: readonly ExplainedRule[];
  readonly caveats: readonly string[];
}

/** The Role of a namespace for the backups of one database, and its RoleBinding. `database` is the workload's name. */
export function backupRoles(
  role: BackupRole,
  { namespace, database }: { readonly namespace: string; readonly database: string },
  subjects: readonly Subject[],
): BackupRoles {
  const name = `plinth-backups-${role}-${database}`;
  const rules = [...looking(namespace, database), ...(role === 'run' ? RUNNING : [])];
  const labels = { 'app.kubernetes.io/managed-by': 'plinth' };
  const group = 'rbac.authorization.k8s.io';
  const apiVersion = `${group}/v1`;
  return {
    objects: [
      {
        apiVersion,
        kind: 'Role',
        metadata: { name, namespace, labels },
        rules: rules.map((rule) => ({
          apiGroups: [rule.group],
          resources: [...rule.resources],
          ...(rule.names === undefined ? {} : { resourceNames: [...rule.names] }),
          verbs: [...rule.verbs],
        })),
      },
      {
        apiVersion,
        kind: 'RoleBinding',
        metadata: { name, namespace, labels },
        roleRef: { apiGroup: group, kind: 'Role', name },
        subjects: subjects.map((subject) =>
          subject.kind === 'ServiceAccount'
            ? { kind: subject.kind, name: subject.name, namespace: subject.namespace ?? namespace }
            : { apiGroup: group, kind: subject.kind, name: subject.name },
        ),
      },
    ],
    rules,
    caveats: role === 'run' ? [JOBS_HOLD_ANYTHING, LOGS] : [LOGS],
  };
}

const looking = (namespace: string, database: string): readonly ExplainedRule[] => [
  {
    group: '',
    resources: ['configmaps'],
    names: [cachePlace(namespace, database).name],
    verbs: ['get'],
    why: 'the list of known backups: ids, sizes, when each was made and tested; no data and no key',
  },
  {
    group: 'batch',
    resources: ['cronjobs', 'jobs'],
    verbs: ['get', 'list', 'watch'],
    why: 'the schedule, and how its runs ended',
  },
  { group: '', resources: ['pods'], verbs: ['get', 'list', 'watch'], why: 'why a run does not start, or failed' },
  { group: '', resources: ['pods/log'], verbs: ['get'], why: 'what a run says while it works, and why it failed' },
];

const RUNNING: readonly ExplainedRule[] = [
  { group: 'batch', resources: ['jobs'], verbs: ['create'], why: 'a run of the schedule now, made from its template' },
];

/** https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation */
const JOBS_HOLD_ANYTHING =
  'Whoever may create Jobs in a namespace can write one that uses any Secret and any claim there: Kubernetes’ roles cannot say what a Job may hold. This Role keeps people from reading by mistake, not by intent; where that matters, give «look», and let the schedule run, or demand the schedule’s own template by an admission policy.';
const LOGS =
  'Logs of all pods of the namespace can be read, those of the database too: rules cannot be narrowed to the pods of Jobs.';
