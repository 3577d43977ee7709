import assert from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';
import { INSTALLED_RIGHTS } from '../../core/runner-pods/installed.ts';
import { rbacManifests } from './manifests.ts';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly { readonly resources: readonly string[]; readonly verbs: readonly string[] }[];
  readonly roleRef?: { readonly kind: string };
  readonly subjects?: readonly { readonly namespace: string }[];
}

const read = (text: string): Manifest[] =>
  parseAllDocuments(text).flatMap((one) => (one.toJS() as Manifest | null) ?? []);

describe('plinth rbac', () => {
  it('prints account, Role and binding for each namespace', () => {
    const all = read(rbacManifests({ namespaces: ['shop', 'crm'], clusterRole: false }));
    assert.deepEqual(
      all.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`),
      ['shop', 'crm'].flatMap((namespace) =>
        ['ServiceAccount', 'Role', 'RoleBinding'].map((kind) => `${kind} ${namespace}/plinth-runner`),
      ),
    );
    assert.deepEqual(
      all.filter(({ kind }) => kind === 'RoleBinding').map(({ subjects }) => subjects?.[0]?.namespace),
      ['shop', 'crm'],
    );
  });

  it('prints one ClusterRole, bound in each namespace and nowhere else, where that is wanted', () => {
    const all = read(rbacManifests({ namespaces: ['shop', 'crm'], clusterRole: true }));
    assert.equal(all.filter(({ kind }) => kind === 'ClusterRole').length, 1);
    assert.ok(!all.some(({ kind }) => kind === 'ClusterRoleBinding' || kind === 'Role'));
    assert.ok(all.every(({ kind, roleRef }) => kind !== 'RoleBinding' || roleRef?.kind === 'ClusterRole'));
  });

  it('prints what fences want of nodes, to read them alone, for these accounts alone, where that is wanted', () => {
    const all = read(rbacManifests({ namespaces: ['shop', 'crm'], clusterRole: false, nodes: true }));
    const [role, binding, ...more] = all.slice(-2);
    assert.deepEqual(more, []);
    assert.deepEqual(role?.rules, [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }]);
    assert.equal(binding?.kind, 'ClusterRoleBinding');
    assert.deepEqual(
      [role.metadata.name, binding.roleRef?.kind, binding.subjects?.map(({ namespace }) => namespace)],
      ['plinth-runner-nodes', 'ClusterRole', ['shop', 'crm']],
    );
  });

  it('says why each rule is wanted, and wants nothing of Secrets, and no wildcard', () => {
    const text = rbacManifests({ namespaces: ['shop'], clusterRole: false });
    const rules = read(text).find(({ kind }) => kind === 'Role')?.rules ?? [];
    assert.equal(rules.length, INSTALLED_RIGHTS.length);
    for (const { why } of INSTALLED_RIGHTS) assert.ok(text.includes(`# ${why}\n`), why);
    const words = rules.flatMap(({ resources, verbs }) => [...resources, ...verbs]);
    assert.ok(!words.some((word) => word === '*' || word === 'secrets' || word === 'escalate' || word === 'bind'));
    const resources = rules.flatMap((rule) => rule.resources);
    assert.equal(new Set(resources).size, resources.length);
  });
});
