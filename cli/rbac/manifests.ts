import { Document, type YAMLMap, type YAMLSeq } from 'yaml';
import { INSTALLED_RIGHTS, NODE_RIGHTS, type ExplainedRight } from '../../core/runner-pods/installed.ts';
import { INSTALLED } from '../../core/runner-pods/names.ts';

const GROUP = 'rbac.authorization.k8s.io';
const LABELS = { 'app.kubernetes.io/managed-by': 'plinth', 'app.kubernetes.io/component': 'runner' };

/** Where the account is installed. */
export interface Installation {
  /** At least one; in each of them runner pods may then run. */
  readonly namespaces: readonly string[];
  /** One ClusterRole for all of them in place of a Role in each. */
  readonly clusterRole: boolean;
  /** Beside it what fences want of nodes, which no Role of a namespace can give. */
  readonly nodes?: boolean;
}

/** The ClusterRole of what is wanted of nodes. */
const NODES = `${INSTALLED}-nodes`;

const HEAD = `What Plinth's runner pods may do, for an administrator to look at and to apply. Operations that take writes away run in two
pods beside the database, under this account, where a person may not make an account for them. Whoever may make Jobs or pods in a
namespace can run them under any account of it, this one too: give that right as carefully as those below.`;

/** ServiceAccount, Role and RoleBinding for each namespace, with the reason of each rule, as YAML. */
export function rbacManifests({ namespaces, clusterRole, nodes = false }: Installation): string {
  const documents = [
    ...(clusterRole ? [role('ClusterRole', undefined)] : []),
    ...namespaces.flatMap((namespace) => [
      plain('v1', 'ServiceAccount', namespace, { automountServiceAccountToken: false }),
      ...(clusterRole ? [] : [role('Role', namespace)]),
      plain(`${GROUP}/v1`, 'RoleBinding', namespace, {
        roleRef: { apiGroup: GROUP, kind: clusterRole ? 'ClusterRole' : 'Role', name: INSTALLED },
        subjects: [{ kind: 'ServiceAccount', name: INSTALLED, namespace }],
      }),
    ]),
    ...(nodes
      ? [
          role('ClusterRole', undefined, NODES, NODE_RIGHTS),
          plain(`${GROUP}/v1`, 'ClusterRoleBinding', undefined, {
            roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: NODES },
            subjects: namespaces.map((namespace) => ({ kind: 'ServiceAccount', name: INSTALLED, namespace })),
          }),
        ]
      : []),
  ];
  const head = HEAD.split('\n').map((line) => `# ${line}`);
  return `${head.join('\n')}\n---\n${documents.map((one) => one.toString({ lineWidth: 0, flowCollectionPadding: false })).join('---\n')}`;
}

const metadata = (namespace: string | undefined, name: string = INSTALLED): object => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
  labels: LABELS,
});

function plain(apiVersion: string, kind: string, namespace: string | undefined, more: object): Document {
  const named = metadata(namespace, namespace === undefined ? NODES : INSTALLED);
  return new Document({ apiVersion, kind, metadata: named, ...more }, { aliasDuplicateObjects: false });
}

function role(
  kind: 'Role' | 'ClusterRole',
  namespace: string | undefined,
  name: string = INSTALLED,
  rights: readonly ExplainedRight[] = INSTALLED_RIGHTS,
): Document {
  const rules = rights.map(({ resource, subresource, verbs }) => ({
    apiGroups: [resource.group],
    resources: [subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`],
    verbs,
  }));
  const document = new Document(
    { apiVersion: `${GROUP}/v1`, kind, metadata: metadata(namespace, name), rules },
    { aliasDuplicateObjects: false },
  );
  const written = document.get('rules') as YAMLSeq<YAMLMap>;
  for (const [index, rule] of written.items.entries()) {
    rule.commentBefore = ` ${rights[index]?.why ?? ''}`;
    for (const key of ['apiGroups', 'resources', 'verbs']) (rule.get(key) as YAMLSeq).flow = true;
  }
  return document;
}
