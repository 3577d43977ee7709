// Connections of users who have certain rights and no others.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Connection, Right } from '../../core/cluster/connection.ts';
import { connect, readContexts } from '../../core/cluster/index.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import type { Practice } from '../cluster/practice.ts';

/** Connects as a ServiceAccount of the namespace that may do this, and nothing else that not everybody may. */
export async function connectWith(
  practice: Practice,
  name: string,
  rights: readonly Right[],
): Promise<{ readonly connection: Connection; readonly close: () => Promise<void> }> {
  const { here, namespace } = practice;
  const rules = rights.map(({ verb, resource, subresource, name: one }) => ({
    apiGroups: [resource.group],
    resources: [subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`],
    verbs: [verb],
    ...(one === undefined ? {} : { resourceNames: [one] }),
  }));
  const metadata = { name };
  const items = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
  await here(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const config = parse(await readFile(KUBECONFIG, 'utf8')) as { users: { user: Record<string, unknown> }[] };
  for (const { user } of config.users) user['as'] = `system:serviceaccount:${namespace}:${name}`;
  const folder = await mkdtemp(join(tmpdir(), 'plinth-rights-'));
  const file = join(folder, 'config');
  await writeFile(file, stringify(config), { mode: 0o600 });
  const [context] = (await readContexts({ env: { KUBECONFIG: file } })).contexts;
  if (context === undefined) throw new Error('the practice cluster has no context');
  const connection = connect(context);
  // The file is read again whenever the connection is made anew.
  const close = async (): Promise<void> => {
    connection.close();
    await rm(folder, { recursive: true });
  };
  return { connection, close };
}
