import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { SourceFile } from '../../server/documents/index.ts';
import { referencesIn } from '../../server/references/find.ts';
import { Workspace } from '../../server/workspace/workspace.ts';
import { CORPUS, corpusTexts } from '../support/texts.ts';
import type { Text } from '../support/texts.ts';

/** What a plain reader of YAML sees of one object. */
interface Plain {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly body: unknown;
}

/** A name that an object says, found without the table. */
interface Said {
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  /** A key of the object named. */
  readonly key?: string;
  readonly isGlobal: boolean;
}

const MANIFESTS = join(CORPUS, 'manifests');
const at = (value: unknown, ...steps: (string | number)[]): unknown =>
  steps.reduce<unknown>((one, step) => (one as Record<string, unknown> | null | undefined)?.[step], value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

describe('references in the corpus of real manifests', function () {
  this.timeout(120_000);
  before(function () {
    if (!existsSync(MANIFESTS)) this.skip();
  });

  it('lead to what a plain search finds, and to nothing else', () => {
    const texts = corpusTexts();
    const wrong: string[] = [];
    let led = 0;
    let lost = 0;
    for (const repository of readdirSync(MANIFESTS)) {
      const own = texts.filter(({ name }) => name.startsWith(`${repository}/`) && !name.includes('{{'));
      const plain = own.flatMap(plainObjects);
      const workspace = new Workspace(`/${repository}`);
      for (const { name, text } of own) workspace.set(SourceFile.open(`/${name}`, text));
      for (const object of workspace.objects()) {
        // A plain reader knows neither templates nor kustomizations, nor what cannot be parsed.
        const file = object.document.file.uri.slice(1);
        const { text } = object.document;
        if (object.document.problems.length > 0 || text.includes('{{') || object.partial) continue;
        const found = referencesIn(object);
        for (const said of namesIn(object.kind, object.body)) {
          const where = `${file} ${object.kind}/${object.name ?? ''} ${said.path} = ${said.name}`;
          const reference = found.find(({ path }) => path.join('.') === said.path);
          if (reference === undefined) {
            wrong.push(`not seen: ${where}`);
            continue;
          }
          const expected = plain.filter((one) => isMeant(one, said, object.namespace));
          const meant = reference.resolve(workspace);
          const places = new Set(expected.map((one) => `${one.file} ${one.kind} ${one.name}`));
          if (meant.length > 0) led += 1;
          else lost += 1;
          if (meant.length === 0 && expected.length > 0) wrong.push(`leads nowhere: ${where}`);
          for (const definition of meant) {
            const { document, kind, name } = definition.object;
            if (!places.has(`${document.file.uri.slice(1)} ${kind} ${name ?? ''}`))
              wrong.push(`leads to ${document.file.uri} ${kind}/${name ?? ''}: ${where}`);
          }
        }
      }
    }
    process.stdout.write(`    ${led} references lead somewhere, ${lost} to what is not in sight\n`);
    assert.deepEqual(wrong, []);
    assert.ok(led > 150, `only ${led}`);
  });
});

function plainObjects({ name: file, text }: Text): Plain[] {
  if (text.includes('{{')) return [];
  return parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    if (!('toJS' in document)) return [];
    const whole: unknown = document.errors.length > 0 ? undefined : document.toJS();
    const items = at(whole, 'kind') === 'List' ? at(whole, 'items') : [whole];
    return (Array.isArray(items) ? items : []).flatMap((body: unknown): Plain[] => {
      const [kind, name, namespace] = [
        at(body, 'kind'),
        at(body, 'metadata', 'name'),
        at(body, 'metadata', 'namespace'),
      ];
      return isText(kind) && isText(name)
        ? [{ file, kind, name, namespace: isText(namespace) ? namespace : undefined, body }]
        : [];
    });
  });
}

function isMeant(one: Plain, { kind, name, key, isGlobal }: Said, namespace: string | undefined): boolean {
  const meets = isGlobal || namespace === undefined || one.namespace === undefined || one.namespace === namespace;
  if (!meets) return false;
  if (one.kind === 'StatefulSet' && kind === 'PersistentVolumeClaim') {
    const templates = at(one.body, 'spec', 'volumeClaimTemplates');
    return (Array.isArray(templates) ? templates : []).some((template: unknown) =>
      new RegExp(`^${String(at(template, 'metadata', 'name'))}-${one.name}-\\d+$`, 'u').test(name),
    );
  }
  if (one.kind === 'Elasticsearch' && kind === 'Service') return `${one.name}-es-http` === name;
  if (one.kind === 'SealedSecret' && kind === 'Secret') return one.name === name;
  if (one.kind !== kind || one.name !== name) return false;
  return (
    key === undefined || ['data', 'stringData', 'binaryData'].some((part) => at(one.body, part, key) !== undefined)
  );
}

/** The names that matter most, found by going through pods by hand. */
function namesIn(kind: string, body: unknown): Said[] {
  const said: Said[] = [];
  const add = (of: string, path: (string | number)[], key?: (string | number)[]): void => {
    const name = at(body, ...path);
    if (!isText(name)) return;
    const isGlobal = of === 'StorageClass' || of === 'PersistentVolume' || of === 'PriorityClass';
    said.push({ kind: of, name, path: path.join('.'), isGlobal });
    const named = key && at(body, ...key);
    if (key && isText(named)) said.push({ kind: of, name, path: key.join('.'), key: named, isGlobal });
  };
  const each = (path: (string | number)[], visit: (path: (string | number)[]) => void): void => {
    const list = at(body, ...path);
    if (Array.isArray(list)) for (const index of list.keys()) visit([...path, index]);
  };
  if (kind === 'StatefulSet') {
    add('Service', ['spec', 'serviceName']);
    each(['spec', 'volumeClaimTemplates'], (template) => {
      add('StorageClass', [...template, 'spec', 'storageClassName']);
    });
  }
  if (kind === 'PersistentVolumeClaim') {
    add('StorageClass', ['spec', 'storageClassName']);
    add('PersistentVolume', ['spec', 'volumeName']);
  }
  if (kind === 'Ingress')
    each(['spec', 'rules'], (rule) => {
      each([...rule, 'http', 'paths'], (path) => {
        add('Service', [...path, 'backend', 'service', 'name']);
      });
    });
  const pods: Readonly<Record<string, (string | number)[]>> = {
    Pod: ['spec'],
    CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  };
  const usual = ['StatefulSet', 'Deployment', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job'];
  const pod = pods[kind] ?? (usual.includes(kind) ? ['spec', 'template', 'spec'] : undefined);
  if (pod === undefined) return said;
  add('ServiceAccount', [...pod, 'serviceAccountName']);
  add('PriorityClass', [...pod, 'priorityClassName']);
  each([...pod, 'volumes'], (volume) => {
    add('PersistentVolumeClaim', [...volume, 'persistentVolumeClaim', 'claimName']);
    add('ConfigMap', [...volume, 'configMap', 'name'], [...volume, 'configMap', 'items', 0, 'key']);
    add('Secret', [...volume, 'secret', 'secretName'], [...volume, 'secret', 'items', 0, 'key']);
  });
  for (const list of ['containers', 'initContainers'])
    each([...pod, list], (container) => {
      each([...container, 'envFrom'], (from) => {
        add('ConfigMap', [...from, 'configMapRef', 'name']);
        add('Secret', [...from, 'secretRef', 'name']);
      });
      each([...container, 'env'], (variable) => {
        const from = [...variable, 'valueFrom'];
        add('ConfigMap', [...from, 'configMapKeyRef', 'name'], [...from, 'configMapKeyRef', 'key']);
        add('Secret', [...from, 'secretKeyRef', 'name'], [...from, 'secretKeyRef', 'key']);
      });
    });
  return said;
}
