// People of the practice cluster with few rights: the administrator's kubeconfig, acting as somebody else.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { connect, readContexts } from '../../core/cluster/index.ts';
import type { Connection, Right } from '../../core/cluster/connection.ts';
import { roleOf } from '../../core/runner-pods/manifests.ts';
import type { Kubectl } from '../cluster/kubectl.ts';
import { KUBECONFIG } from '../cluster/places.ts';

export interface Person {
  readonly name: string;
  readonly rights: readonly Right[];
}

/** Gives a person these rights in a namespace, and a way to the cluster as that person; its kubeconfig is kept in `folder`. */
export async function personOf(
  here: Kubectl,
  namespace: string,
  folder: string,
  { name, rights }: Person,
): Promise<Connection> {
  const role = roleOf({ name, namespace }, rights);
  await here(['apply', '--filename=-'], JSON.stringify(role));
  await here(['create', 'rolebinding', name, `--role=${name}`, `--user=${name}`]);
  const config = parse(await readFile(KUBECONFIG, 'utf8')) as { users: { user: Record<string, unknown> }[] };
  for (const entry of config.users) entry.user['as'] = name;
  const file = path.join(folder, name);
  await writeFile(file, stringify(config), { mode: 0o600 });
  const [context] = (await readContexts({ env: { KUBECONFIG: file } })).contexts;
  assert.ok(context);
  return connect(context);
}
