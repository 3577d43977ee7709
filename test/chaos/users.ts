import { readFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import type { Kubectl } from '../cluster/kubectl.ts';
import { KUBECONFIG } from '../cluster/places.ts';

/** A rule of a Role, as RBAC writes it. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** May read everything, Secrets too, and enter nothing: no exec, no port-forward. */
export const READ: readonly Rule[] = [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] }];

/** May do everything. */
export const ALL: readonly Rule[] = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];

/** Somebody with certain rights. */
export interface User {
  readonly token: string;
  /** The text of a kubeconfig with one context of the user's name, which leads to the practice cluster. */
  readonly kubeconfig: string;
}

/**
 * Makes a user: a ServiceAccount in the namespace, with rights there or in the whole cluster, and a token for an hour. Without rules
 * it may do nothing but what everybody may. What it is given in the whole cluster has the namespace in its name; `forget` removes it.
 */
export async function makeUser(
  { kubectl, namespace }: { readonly kubectl: Kubectl; readonly namespace: string },
  name: string,
  rules: readonly Rule[] = [],
  where: 'namespace' | 'cluster' = 'namespace',
): Promise<User & { forget(): Promise<void> }> {
  const kind = where === 'cluster' ? 'ClusterRole' : 'Role';
  const wide = where === 'cluster' ? { name: `${namespace}-${name}` } : { name, namespace };
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
  const role = { ...rbac, kind, metadata: wide, rules };
  const binding = {
    ...rbac,
    kind: `${kind}Binding`,
    metadata: wide,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: wide.name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
  const items = rules.length === 0 ? [account] : [account, role, binding];
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await kubectl(['apply', '--filename=-'], list);
  const token = (await kubectl([`--namespace=${namespace}`, 'create', 'token', name, '--duration=1h'])).trim();
  return {
    token,
    kubeconfig: await kubeconfigFor(name, namespace, token),
    forget: async () => {
      await kubectl(['delete', '--ignore-not-found', '--filename=-'], list);
    },
  };
}

async function kubeconfigFor(name: string, namespace: string, token: string): Promise<string> {
  const { clusters } = parse(await readFile(KUBECONFIG, 'utf8')) as { clusters: { name: string; cluster: object }[] };
  const cluster = clusters[0]?.name ?? '';
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters,
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster, user: name, namespace } }],
    'current-context': name,
  });
}
