import { Field } from '../../engines/model/field.ts';
import type { Path } from '../../engines/model/object.ts';
import type { ManifestObject } from '../documents/index.ts';
import { resolveFrom } from '../workspace/folders.ts';
import type { Kustomization } from '../workspace/kustomization.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** A file or folder that a kustomization names. */
export interface FileReference {
  readonly object: ManifestObject;
  readonly path: Path;
  /** The file as a path of the workspace; for a folder, the kustomization in it. */
  readonly file: string;
}

/** Lists of files and folders. Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
const LISTS = [
  'resources',
  'bases',
  'components',
  'crds',
  'configurations',
  'generators',
  'transformers',
  'validators',
];
/** Lists of maps in which `path` is a file. */
const WITH_PATH = ['patches', 'patchesJson6902', 'replacements'];
const GENERATORS = ['configMapGenerator', 'secretGenerator'];

/** The files that a kustomization names and that are there: remote ones and texts written in place are left out. */
export function filesNamedBy({ object, folder }: Kustomization, workspace: Workspace): FileReference[] {
  const root = new Field(object);
  const items = (name: string): Field[] => root.at(name).items();
  const fields = [
    ...LISTS.flatMap(items),
    ...items('patchesStrategicMerge'),
    ...WITH_PATH.flatMap(items).map((entry) => entry.at('path')),
    ...GENERATORS.flatMap(items).flatMap((generator) => [
      ...generator.at('envs').items(),
      generator.at('env'),
      ...generator.at('files').items(),
    ]),
  ];
  return fields.flatMap((field) => {
    const text = field.string();
    if (text === undefined || text === '' || text.includes('\n') || text.includes('://')) return [];
    // `key=file` names the key under which the file is taken in.
    const written = field.path[2] === 'files' ? text.slice(text.indexOf('=') + 1) : text;
    const file = existing(resolveFrom(folder, written), workspace);
    return file === undefined ? [] : [{ object, path: field.path, file }];
  });
}

function existing(path: string, { files, attachments }: Workspace): string | undefined {
  if (files.has(path) || attachments.has(path)) return path;
  return ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
    .map((name) => `${path}/${name}`)
    .find((file) => files.has(file));
}
