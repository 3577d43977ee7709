import { stringify } from 'yaml';
import { Field } from '../../engines/model/field.ts';
import type { ManifestObject } from '../documents/index.ts';
import { folderOf, nameOf, resolveFrom } from './folders.ts';

/** What one `kustomization.yaml` says about the files around it. Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
export interface Kustomization {
  readonly folder: string;
  readonly object: ManifestObject;
  /** Files and folders that it takes in, as paths of the workspace; remote ones are left as they are written. */
  readonly resources: readonly string[];
  readonly patches: readonly PatchEntry[];
  readonly namespace: string | undefined;
  /** It adds labels to selectors and pod templates: what is written there is not all. */
  readonly addsLabels: boolean;
  readonly generators: readonly ConfigMapGenerator[];
  /** It makes something else of its resources than what is written there: patches, names, images, labels, suffixes of generated names. */
  readonly transforms: boolean;
}

/** A patch in a file, or written out in the kustomization itself. */
export interface PatchEntry {
  /** The patch's file; for one written out, a name for it. */
  readonly path: string;
  readonly text: string | undefined;
  /** For which objects it is meant; without one, for the object that the patch names. */
  readonly target: { readonly kind: string | undefined; readonly name: string | undefined } | undefined;
}

/** One `configMapGenerator`. */
export interface ConfigMapGenerator {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly field: Field;
  readonly literals: readonly string[];
  /** Keys and the files whose text is their value. */
  readonly files: readonly { readonly key: string; readonly path: string }[];
  /** Files of `NAME=value` lines. */
  readonly environments: readonly string[];
}

/** What takes resources in as they are, but for their namespace. Anything else may change them. */
const PLAIN_KEYS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'resources', 'bases', 'namespace']);

const FILE_NAMES: ReadonlySet<string> = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

export function isKustomizationFile(uri: string): boolean {
  return FILE_NAMES.has(nameOf(uri));
}

/** Reads the document of a kustomization file; what is half-typed is left out. */
export function readKustomization(object: ManifestObject): Kustomization {
  const folder = folderOf(object.document.file.uri);
  const root = new Field(object);
  const here = (path: string) =>
    /^[a-z+]+:\/\/|^git@|\?ref=|^github\.com/u.test(path) ? path : resolveFrom(folder, path);
  const strings = (name: string) => root.at(name).strings().map(here);
  const namespace = root.at('namespace').string();
  return {
    folder,
    object,
    resources: [...strings('resources'), ...strings('bases'), ...strings('components')],
    patches: [
      ...root
        .at('patchesStrategicMerge')
        .items()
        .flatMap((field) => readMerge(field, here)),
      ...['patches', 'patchesJson6902'].flatMap((name) =>
        root
          .at(name)
          .items()
          .flatMap((entry) => readPatch(entry, here)),
      ),
    ],
    namespace,
    addsLabels: root.at('commonLabels').exists || root.at('labels').items().some(reachesSelectors),
    generators: root
      .at('configMapGenerator')
      .items()
      .flatMap((field) => readGenerator(field, namespace, here)),
    transforms: root.entries().some(([key]) => !PLAIN_KEYS.has(key)),
  };
}

/** Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/labels/ */
function reachesSelectors(entry: Field): boolean {
  return entry.at('includeSelectors').boolean() === true || entry.at('includeTemplates').boolean() === true;
}

/** An entry of patchesStrategicMerge is a file, or a patch written out in place. */
function readMerge(field: Field, here: (path: string) => string): PatchEntry[] {
  const entry = field.string();
  if (entry === undefined) return [];
  const isText = entry.includes('\n');
  return [
    {
      path: isText ? `${here('kustomization.yaml')}#patch` : here(entry),
      text: isText ? entry : undefined,
      target: undefined,
    },
  ];
}

function readPatch(entry: Field, here: (path: string) => string): PatchEntry[] {
  const target = entry.at('target');
  const path = entry.at('path').string();
  const text = entry.at('patch').string();
  if (path === undefined && text === undefined) return [];
  return [
    {
      path: path === undefined ? `${here('kustomization.yaml')}#patch` : here(path),
      text: path === undefined ? text : undefined,
      target: target.exists ? { kind: target.at('kind').string(), name: target.at('name').string() } : undefined,
    },
  ];
}

function readGenerator(
  field: Field,
  namespace: string | undefined,
  here: (path: string) => string,
): ConfigMapGenerator[] {
  const name = field.at('name').string();
  if (name === undefined) return [];
  const files = field
    .at('files')
    .strings()
    .map((entry) => {
      const [key, path] = entry.includes('=') ? entry.split('=', 2) : [nameOf(entry), entry];
      return { key: key ?? entry, path: here(path ?? entry) };
    });
  return [
    {
      name,
      namespace: field.at('namespace').string() ?? namespace,
      field,
      literals: field.at('literals').strings(),
      files,
      environments: [...field.at('envs').strings(), ...field.at('env').strings()].map(here),
    },
  ];
}

/**
 * The manifest of a generated ConfigMap, without the suffix of its hash: references name it without. Undefined while a file that it
 * takes in is out of sight: then nobody may conclude anything from it.
 */
export function generatedManifest(
  generator: ConfigMapGenerator,
  read: (path: string) => string | undefined,
): string | undefined {
  const data: Record<string, string> = {};
  const take = (line: string) => {
    const at = line.indexOf('=');
    if (at > 0 && !line.startsWith('#')) data[line.slice(0, at)] = line.slice(at + 1);
  };
  for (const path of generator.environments) {
    const text = read(path);
    if (text === undefined) return undefined;
    text.split(/\r?\n/u).forEach(take);
  }
  generator.literals.forEach(take);
  for (const { key, path } of generator.files) {
    const text = read(path);
    if (text === undefined) return undefined;
    data[key] = text;
  }
  const metadata =
    generator.namespace === undefined
      ? { name: generator.name }
      : { name: generator.name, namespace: generator.namespace };
  return stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
}
