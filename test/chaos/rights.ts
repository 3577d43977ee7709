import type { Kubectl } from '../cluster/kubectl.ts';
import { makeFault, type Fault } from './fault.ts';

/** Takes rights away: deletes a RoleBinding (in the namespace of `here`) or a ClusterRoleBinding. `undo` makes it again as it was. */
export async function takeRights(
  here: Kubectl,
  kind: 'rolebinding' | 'clusterrolebinding',
  name: string,
): Promise<Fault> {
  const found = JSON.parse(await here(['get', kind, name, '--output=json'])) as {
    apiVersion: string;
    kind: string;
    metadata: Record<string, unknown>;
    roleRef: object;
    subjects?: object[];
  };
  const { namespace, labels, annotations } = found.metadata;
  const object = {
    apiVersion: found.apiVersion,
    kind: found.kind,
    metadata: { name, ...(namespace !== undefined && { namespace }), labels, annotations },
    roleRef: found.roleRef,
    subjects: found.subjects,
  };
  return makeFault(`the rights of ${kind} ${name} are taken away`, [{ do: 'create', object }], async () => {
    await here(['delete', kind, name]);
  });
}
