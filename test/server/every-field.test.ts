import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { fieldItems } from '../../server/completion/fields.ts';
import { probeAt } from '../../server/completion/probe.ts';
import { SourceFile } from '../../server/documents/index.ts';
import { schemasFor } from '../../server/schemas/catalogue.ts';
import type { PackedSchemas, VersionSchemas } from '../../server/schemas/catalogue.ts';
import { mismatchesOf } from '../../server/schemas/mismatches.ts';
import { placeInSchema } from '../../server/schemas/shape.ts';
import { manifestsIn } from '../../server/workspace/manifests.ts';
import { corpusTexts, exampleTexts } from '../support/texts.ts';
import type { Text } from '../support/texts.ts';

const FILE = new URL('../../dist/kubernetes-schemas.json.br', import.meta.url);
const VERSIONS = ['1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36', '1.37'];
/** What databases on Kubernetes are made of. */
const KINDS = [
  'apps/v1 StatefulSet',
  'apps/v1 Deployment',
  'apps/v1 DaemonSet',
  'apps/v1 ReplicaSet',
  'v1 ReplicationController',
  'v1 Pod',
  'batch/v1 Job',
  'batch/v1 CronJob',
  'v1 Service',
  'v1 ConfigMap',
  'v1 Secret',
  'v1 ServiceAccount',
  'v1 Namespace',
  'v1 PersistentVolumeClaim',
  'v1 PersistentVolume',
  'v1 ResourceQuota',
  'v1 LimitRange',
  'storage.k8s.io/v1 StorageClass',
  'policy/v1 PodDisruptionBudget',
  'networking.k8s.io/v1 NetworkPolicy',
  'networking.k8s.io/v1 Ingress',
  'autoscaling/v2 HorizontalPodAutoscaler',
  'scheduling.k8s.io/v1 PriorityClass',
  'rbac.authorization.k8s.io/v1 Role',
  'rbac.authorization.k8s.io/v1 RoleBinding',
  'rbac.authorization.k8s.io/v1 ClusterRole',
];

/** A step into a map (its key), into a list, or to any key of a map. */
type Step = string;

describe('the packed schemas', () => {
  let packed: PackedSchemas;
  before(() => {
    const file = readFileSync(FILE);
    assert.ok(file.length < VERSIONS.length * 100 * 1024, `${file.length} bytes`);
    packed = JSON.parse(brotliDecompressSync(file).toString('utf8')) as PackedSchemas;
  });

  it('hold the last eight minors, each with what it has of its own', () => {
    assert.deepEqual(
      VERSIONS.filter((version) => schemasFor(packed, version).version !== version),
      [],
    );
    const has = (version: string): boolean =>
      placeInSchema({ apiVersion: 'v1', kind: 'Pod' }, ['spec', 'hostnameOverride'], schemasFor(packed, version)) !==
      undefined;
    assert.deepEqual(
      VERSIONS.filter((version) => has(version)),
      ['1.34', '1.35', '1.36', '1.37'],
    );
    assert.equal(schemasFor(packed, '1.12').version, '1.30');
    assert.equal(schemasFor(packed, '1.99').version, '1.37');
  });

  for (const kind of KINDS) {
    it(`complete every field of ${kind}, at every depth, and explain it`, function () {
      this.timeout(60_000);
      const schemas = schemasFor(packed, undefined);
      const [apiVersion = '', name = ''] = kind.split(' ');
      const root = schemas.typeOfKind(apiVersion, name);
      assert.ok(root !== undefined);
      let fields = 0;
      for (const [type, way] of waysTo(root, schemas)) {
        const { text, position } = manifestAt(apiVersion, name, way);
        const probe = probeAt(SourceFile.open('a.yaml', text), position);
        const offered = probe ? fieldItems(probe, schemas).map(({ label }) => label) : [];
        const expected = Object.keys(packed.types[type]?.p ?? {});
        const written = way.length === 0 ? new Set(['apiVersion', 'kind']) : new Set<string>();
        assert.deepEqual(
          offered,
          expected.filter((field) => !written.has(field)),
          way.join('.'),
        );
        for (const field of expected) {
          const path = [...way.map((step) => (step === '[]' ? 0 : step === '{}' ? 'key' : step)), field];
          assert.ok(placeInSchema({ apiVersion, kind: name }, path, schemas)?.field, path.join('.'));
        }
        fields += expected.length;
      }
      assert.ok(fields > 0);
    });
  }

  it('find nothing in the examples, and next to nothing in the corpus', () => {
    const schemas = schemasFor(packed, undefined);
    assert.deepEqual(mistakesIn(exampleTexts(), schemas), []);
    // The one is true: no version has had that field.
    assert.ok(mistakesIn(corpusTexts(), schemas).length <= 1);
  });
});

/** Every type below a kind, with one way that leads to it. */
function waysTo(root: string, schemas: VersionSchemas): Map<string, readonly Step[]> {
  const ways = new Map<string, readonly Step[]>([[root, []]]);
  const waiting = [root];
  for (let type = waiting.shift(); type !== undefined; type = waiting.shift()) {
    const way = ways.get(type) ?? [];
    for (const [field, [shape]] of Object.entries(schemas.type(type)?.p ?? {})) {
      const [, wrappers = '', target] = /^((?:\[\]|\{\})*)@(.+)$/u.exec(shape) ?? [];
      if (target === undefined || ways.has(target)) continue;
      ways.set(target, [...way, field, ...(wrappers.match(/\[\]|\{\}/gu) ?? [])]);
      waiting.push(target);
    }
  }
  return ways;
}

/** A manifest that is written as far as a place, with the cursor there. */
function manifestAt(
  apiVersion: string,
  kind: string,
  way: readonly Step[],
): { readonly text: string; readonly position: { readonly line: number; readonly character: number } } {
  const lines = [`apiVersion: ${apiVersion}`, `kind: ${kind}`];
  let indent = '';
  let pending = '';
  for (const step of way) {
    if (step === '[]') {
      pending += '- ';
      continue;
    }
    lines.push(`${indent}${pending}${step === '{}' ? 'key' : step}:`);
    indent += ' '.repeat(pending.length + 2);
    pending = '';
  }
  lines.push(indent + pending);
  return {
    text: `${lines.join('\n')}\n`,
    position: { line: lines.length - 1, character: (lines.at(-1) ?? '').length },
  };
}

function mistakesIn(texts: readonly Text[], schemas: VersionSchemas): string[] {
  return texts.flatMap(({ name, text }) =>
    SourceFile.open(name, text).documents.flatMap((document) =>
      manifestsIn(document).flatMap((object) =>
        mismatchesOf(object, schemas).map(({ message }) => `${name}: ${object.kind}: ${message}`),
      ),
    ),
  );
}
