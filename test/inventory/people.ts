// Users of the practice cluster with fewer rights than its administrator's.
import { readFileSync, writeFileSync } from 'node:fs';
import { readContexts } from '../../core/cluster/index.ts';
import type { KubeContext } from '../../core/cluster/context.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import type { Practice } from '../cluster/practice.ts';

/** What a person may do: `everywhere` by a ClusterRole bound in all namespaces, else in the practice's namespace alone. */
export interface Rights {
  readonly everywhere: boolean;
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

export const READ_ONLY: Rights['rules'] = [
  {
    apiGroups: [
      '',
      'apps',
      'batch',
      'policy',
      'discovery.k8s.io',
      'storage.k8s.io',
      'snapshot.storage.k8s.io',
      'autoscaling',
    ],
    resources: [
      ...['pods', 'services', 'configmaps', 'persistentvolumeclaims', 'persistentvolumes', 'nodes', 'namespaces'],
      ...['statefulsets', 'deployments', 'daemonsets', 'jobs', 'cronjobs', 'endpointslices', 'poddisruptionbudgets'],
      ...['storageclasses', 'volumesnapshots', 'volumesnapshotclasses', 'horizontalpodautoscalers'],
    ],
    verbs: ['get', 'list', 'watch'],
  },
];

/** Makes a person with these rights; returns the context by which they come. The namespace's end takes a Role along; a ClusterRole is removed by `leave`. */
export async function personWith(
  practice: Practice,
  name: string,
  { everywhere, rules }: Rights,
  folder: string,
): Promise<{ readonly context: KubeContext; readonly leave: () => Promise<void> }> {
  const { here, kubectl, namespace } = practice;
  const kind = everywhere ? 'ClusterRole' : 'Role';
  const role = `${namespace}-${name}`;
  const metadata = everywhere ? { name: role } : { name: role, namespace };
  const group = 'rbac.authorization.k8s.io';
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  const roleRef = { apiGroup: group, kind, name: role };
  const items = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    { apiVersion: `${group}/v1`, kind, metadata, rules },
    { apiVersion: `${group}/v1`, kind: `${kind}Binding`, metadata, subjects, roleRef },
  ];
  await kubectl(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const token = (await here(['create', 'token', name, '--duration=1h'])).trim();
  const config = JSON.parse(await kubectl(['config', 'view', '--raw', '--minify', '--output=json'])) as {
    readonly clusters: readonly { readonly name: string }[];
  };
  const cluster = config.clusters[0]?.name ?? '';
  const file = `${folder}/${name}`;
  const own = {
    ...config,
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster, user: name, namespace } }],
    'current-context': name,
  };
  writeFileSync(file, JSON.stringify(own), { mode: 0o600 });
  const { contexts } = await readContexts({ env: { KUBECONFIG: file } });
  const [context] = contexts;
  if (context === undefined) throw new Error(`no context in ${readFileSync(file, 'utf8').length} characters`);
  const leave = async (): Promise<void> => {
    if (everywhere) await kubectl(['delete', 'clusterrole,clusterrolebinding', role, '--ignore-not-found']);
  };
  return { context, leave };
}

/** The administrator's context. */
export async function administrator(): Promise<KubeContext> {
  const { contexts } = await readContexts({ env: { KUBECONFIG } });
  const [context] = contexts;
  if (context === undefined) throw new Error('the practice cluster has no context');
  return context;
}
