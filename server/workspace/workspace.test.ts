import assert from 'node:assert/strict';
import { Field } from '../../engines/model/field.ts';
import { SourceFile } from '../documents/index.ts';
import type { ManifestObject } from '../documents/index.ts';
import { Workspace } from './workspace.ts';

const service = (name: string, labels: string, extra = '') =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n${extra}spec:\n  selector: ${labels}\n`;
const workload = (name: string, extra = '') =>
  `apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: ${name}\n${extra}spec:\n  template:\n    spec:\n      containers: [{ name: db, image: postgres }]\n`;

function workspaceOf(files: Readonly<Record<string, string>>): Workspace {
  const workspace = new Workspace('/w');
  for (const [name, text] of Object.entries(files)) workspace.set(SourceFile.open(`/w/${name}`, text));
  return workspace;
}

function objectIn(workspace: Workspace, name: string): ManifestObject {
  const [document] = workspace.files.get(`/w/${name}`)?.documents ?? [];
  const [object] = document ? workspace.objectsOf(document) : [];
  assert.ok(object);
  return object;
}

const fileNames = (objects: readonly unknown[]) =>
  objects.map((object) => (object as ManifestObject).document.file.uri.replace('/w/', ''));

describe('a workspace', () => {
  it('finds the nearest of several objects of one name first', () => {
    const workspace = workspaceOf({
      'b/svc.yaml': service('db', '{ app: db }'),
      'a/svc.yaml': service('db', '{ app: db }'),
      'a/set.yaml': workload('db'),
    });
    const found = workspace.lookup(objectIn(workspace, 'a/set.yaml'), new Set());
    assert.deepEqual(fileNames(found.named('Service', objectIn(workspace, 'a/set.yaml'), 'db')), [
      'a/svc.yaml',
      'b/svc.yaml',
    ]);
  });

  it('keeps namespaces apart, and lets an unsaid one meet all', () => {
    const workspace = workspaceOf({
      'one.yaml': service('db', '{ app: db }', '  namespace: one\n'),
      'two.yaml': service('db', '{ app: db }', '  namespace: two\n'),
      'set.yaml': workload('db', '  namespace: one\n'),
      'loose.yaml': workload('db'),
    });
    const find = (name: string) => {
      const origin = objectIn(workspace, name);
      return fileNames(workspace.lookup(origin, new Set()).named('Service', origin, 'db'));
    };
    assert.deepEqual(find('set.yaml'), ['one.yaml']);
    assert.deepEqual(find('loose.yaml'), ['one.yaml', 'two.yaml']);
  });

  it('finds Services by the labels that they select, expressions and empty selectors among them', () => {
    const budget = (name: string, selector: string) =>
      `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: ${name}\nspec:\n  selector: ${selector}\n`;
    const workspace = workspaceOf({
      'set.yaml': workload('db'),
      'svc.yaml': service('db', '{ app: db, tier: x }'),
      'other.yaml': service('web', '{ app: web }'),
      'none.yaml': service('none', '{}'),
      'all.yaml': budget('all', '{}'),
      'some.yaml': budget('some', '{ matchExpressions: [{ key: app, operator: In, values: [db, web] }] }'),
      'not.yaml': budget('not', '{ matchExpressions: [{ key: app, operator: NotIn, values: [db] }] }'),
    });
    const origin = objectIn(workspace, 'set.yaml');
    const lookup = workspace.lookup(origin, new Set());
    const labels = { app: 'db', tier: 'x' };
    assert.deepEqual(fileNames(lookup.selecting('Service', origin, labels)), ['svc.yaml']);
    assert.deepEqual(fileNames(lookup.selecting('PodDisruptionBudget', origin, labels)).sort(), [
      'all.yaml',
      'some.yaml',
    ]);
  });

  it('finds workloads by the labels of their pods', () => {
    const labelled = (name: string, labels: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, labels: ${labels} }\nspec: { containers: [{ name: db, image: postgres }] }\n`;
    const workspace = workspaceOf({
      'a.yaml': labelled('a', '{ app: shop, tier: db }'),
      'b.yaml': labelled('b', '{ app: shop, tier: db, extra: x }'),
      'c.yaml': labelled('c', '{ app: shop, tier: web }'),
    });
    const origin = objectIn(workspace, 'a.yaml');
    const lookup = workspace.lookup(origin, new Set());
    assert.deepEqual(fileNames(lookup.bearing(origin, { app: 'shop', tier: 'db' })), ['b.yaml']);
    assert.deepEqual(fileNames(lookup.bearing(origin, { app: 'shop' })), ['b.yaml', 'c.yaml']);
    assert.deepEqual(lookup.bearing(origin, {}), []);
  });

  it('notes what a look-up depends on, and tells when that changes', () => {
    const workspace = workspaceOf({ 'set.yaml': workload('db'), 'svc.yaml': service('db', '{ app: db }') });
    workspace.takeChanges();
    const read = new Set<string>();
    const origin = objectIn(workspace, 'set.yaml');
    workspace.lookup(origin, read).named('Service', origin, 'db');
    workspace.set(SourceFile.open('/w/other.yaml', service('other', '{ app: other }')));
    assert.ok(![...workspace.takeChanges().keys].some((key) => read.has(key)));
    workspace.delete('/w/svc.yaml');
    assert.ok([...workspace.takeChanges().keys].some((key) => read.has(key)));
  });

  it('knows the files that kustomizations take as patches, and the namespace that they set', () => {
    const workspace = workspaceOf({
      'base/kustomization.yaml': 'resources: [set.yaml]\n',
      'base/set.yaml': workload('db'),
      'prod/patch.yaml': workload('db'),
      'prod/kustomization.yaml': 'namespace: prod\nresources: [../base]\npatches:\n  - path: patch.yaml\n',
    });
    assert.equal(objectIn(workspace, 'prod/patch.yaml').partial, true);
    assert.equal(objectIn(workspace, 'base/set.yaml').partial, false);
    assert.equal(objectIn(workspace, 'base/set.yaml').namespace, 'prod');
    workspace.delete('/w/prod/kustomization.yaml');
    assert.equal(objectIn(workspace, 'prod/patch.yaml').partial, false);
    assert.equal(objectIn(workspace, 'base/set.yaml').namespace, undefined);
  });

  it('takes a workload whose containers name no image for a patch', () => {
    const text =
      'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db }\nspec: { template: { spec: { containers: [{ name: db }] } } }\n';
    assert.equal(objectIn(workspaceOf({ 'patch.yaml': text }), 'patch.yaml').partial, true);
  });

  it('generates the ConfigMaps of kustomizations, once their files are attached', () => {
    const workspace = workspaceOf({
      'set.yaml': workload('db'),
      'kustomization.yaml':
        'resources: [set.yaml]\nconfigMapGenerator:\n  - name: conf\n    files: [my.cnf, extra=conf/b.txt]\n    literals: [A=1]\n',
    });
    const origin = objectIn(workspace, 'set.yaml');
    const find = () => workspace.lookup(origin, new Set()).named('ConfigMap', origin, 'conf');
    assert.deepEqual(workspace.wantedAttachments(), ['/w/my.cnf', '/w/conf/b.txt']);
    assert.equal(find().length, 0);
    workspace.attach('/w/my.cnf', '[mysqld]\ndatadir=/data\n');
    workspace.attach('/w/conf/b.txt', 'b');
    workspace.takeChanges();
    const [generated] = find();
    assert.ok(generated);
    assert.deepEqual(new Field(generated).at('data').stringMap(), {
      A: '1',
      extra: 'b',
      'my.cnf': '[mysqld]\ndatadir=/data\n',
    });
  });

  describe('knows what overlays lay over a base', () => {
    const base = {
      'base/kustomization.yaml': 'resources: [set.yaml]\n',
      'base/set.yaml': workload('db'),
    };
    const container = ['spec', 'template', 'spec', 'containers', 0];
    const isOpen = (overlay: Readonly<Record<string, string>>, path: readonly (string | number)[], key?: string) =>
      objectIn(workspaceOf({ ...base, ...overlay }), 'base/set.yaml').isOpen(path, key);
    const strategic =
      'kind: StatefulSet\napiVersion: apps/v1\nmetadata: { name: db }\nspec: { template: { spec: { volumes: [{ name: data }], ' +
      'containers: [{ name: db, readinessProbe: {} }, { name: metrics, image: exporter }] } } }\n';

    it('from files', () => {
      const overlay = {
        'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ path: p.yaml }]\n',
        'prod/p.yaml': strategic,
      };
      assert.equal(isOpen(overlay, container, 'readinessProbe'), true);
      assert.equal(isOpen(overlay, container, 'livenessProbe'), false);
      assert.equal(isOpen(overlay, container), true);
      assert.equal(isOpen(overlay, ['spec', 'template', 'spec', 'containers']), true);
      assert.equal(isOpen(overlay, ['spec', 'template', 'spec'], 'volumes'), true);
      assert.equal(isOpen(overlay, ['spec'], 'serviceName'), false);
    });

    it('written out in the kustomization, with a target', () => {
      const patch = (target: string) => ({
        'prod/kustomization.yaml': `resources: [../base]\npatches:\n  - target: ${target}\n    patch: |\n${strategic.replace(/^/gmu, '      ')}`,
      });
      assert.equal(isOpen(patch('{ kind: StatefulSet }'), container, 'readinessProbe'), true);
      assert.equal(isOpen(patch('{ kind: StatefulSet, name: d.* }'), container, 'readinessProbe'), true);
      assert.equal(isOpen(patch('{ kind: Deployment }'), container, 'readinessProbe'), false);
      assert.equal(isOpen(patch('{ kind: StatefulSet, name: "(" }'), container, 'readinessProbe'), false);
    });

    it('as JSON 6902 operations', () => {
      const overlay = {
        'prod/kustomization.yaml':
          'resources: [../base]\npatches:\n  - target: { kind: StatefulSet, name: db }\n    patch: |-\n' +
          '      - op: add\n        path: /spec/template/spec/containers/0/livenessProbe\n        value: {}\n',
      };
      assert.equal(isOpen(overlay, container, 'livenessProbe'), true);
      assert.equal(isOpen(overlay, container, 'readinessProbe'), false);
    });

    it('from components, and not from overlays of something else', () => {
      const component = {
        'prod/kustomization.yaml': 'resources: [../base]\ncomponents: [../probe]\n',
        'probe/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{ path: p.yaml }]\n',
        'probe/p.yaml': strategic,
        'other/kustomization.yaml': 'resources: [set.yaml]\npatches: [{ path: q.yaml }]\n',
        'other/set.yaml': workload('db'),
        'other/q.yaml': strategic.replace('readinessProbe', 'livenessProbe'),
      };
      assert.equal(isOpen(component, container, 'readinessProbe'), true);
      assert.equal(isOpen(component, container, 'livenessProbe'), false);
    });

    it('and follows their edits', () => {
      const workspace = workspaceOf({
        ...base,
        'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ path: p.yaml }]\n',
        'prod/p.yaml': strategic,
      });
      assert.equal(objectIn(workspace, 'base/set.yaml').isOpen(container, 'readinessProbe'), true);
      workspace.set(SourceFile.open('/w/prod/p.yaml', strategic.replace('readinessProbe', 'livenessProbe')));
      assert.equal(objectIn(workspace, 'base/set.yaml').isOpen(container, 'readinessProbe'), false);
    });
  });

  it('says that a part is out of sight where a base is missing', () => {
    const workspace = workspaceOf({
      'prod/kustomization.yaml': 'resources: [https://example.com/base, set.yaml]\n',
      'prod/set.yaml': workload('db'),
      'set.yaml': workload('db'),
    });
    const partial = (name: string) => workspace.lookup(objectIn(workspace, name), new Set()).partial;
    assert.equal(partial('prod/set.yaml'), true);
    assert.equal(partial('set.yaml'), false);
  });
});
