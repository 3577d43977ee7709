import { Field } from '../../engines/model/field.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import { isWorkloadKind, podPath } from '../../engines/model/pod.ts';
import { ManifestObject } from '../documents/index.ts';
import type { ObjectContext, SourceFile } from '../documents/index.ts';
import { isBelow } from './folders.ts';
import type { Kustomization } from './kustomization.ts';
import { readPatches } from './patches.ts';
import type { TargetedPatch } from './patches.ts';

/** What is in sight of a workspace. */
export interface Sight {
  /** Whether there is such a file or folder. */
  readonly exists: (path: string) => boolean;
  readonly file: (path: string) => SourceFile | undefined;
}

/** The file of an object; undefined for one that no file holds. */
export function fileOf(object: KubeObject): string | undefined {
  return object instanceof ManifestObject ? object.document.file.uri : undefined;
}

/** What kustomizations say about the files of a workspace: which hold patches and for what, in which namespace objects land. */
export class Placement {
  readonly #patchFiles: ReadonlySet<string>;
  readonly #namespaces = new Map<string, string | undefined>();
  readonly #labelled = new Set<string>();
  readonly #transformed = new Set<string>();
  readonly #patches = new Map<string, TargetedPatch[]>();
  readonly #partialFolders: readonly string[];

  constructor(kustomizations: readonly Kustomization[], sight: Sight) {
    this.#patchFiles = new Set(kustomizations.flatMap(({ patches }) => patches.map(({ path }) => path)));
    const byFolder = new Map(kustomizations.map((one) => [one.folder, one]));
    for (const one of kustomizations) {
      const files = filesOf(one, byFolder, new Set());
      if (one.namespace !== undefined) this.#setNamespace(files, one.namespace);
      if (one.transforms) for (const file of files) this.#transformed.add(file);
      if (one.addsLabels) for (const file of files) this.#labelled.add(file);
      this.#setPatches(files, patchesOf(one, byFolder, sight));
    }
    this.#partialFolders = kustomizations
      .filter(({ resources }) => resources.some((path) => !sight.exists(path)))
      .map(({ folder }) => folder);
  }

  /** True when objects of that file belong to something of which a part is out of sight: a missing or remote base. */
  isPartial(uri: string | undefined): boolean {
    return uri !== undefined && this.#partialFolders.some((folder) => isBelow(uri, folder));
  }

  /** True for a file of which some kustomization makes more than what is written. */
  isTransformed(uri: string): boolean {
    return this.#transformed.has(uri);
  }

  /** True for a file whose text is laid over other objects. */
  holdsPatch(uri: string): boolean {
    return this.#patchFiles.has(uri);
  }

  /** The object as its kustomization makes it. */
  place(object: ManifestObject): ManifestObject {
    const uri = object.document.file.uri;
    const context: { -readonly [K in keyof ObjectContext]: ObjectContext[K] } = {};
    if (this.#patchFiles.has(uri) || isFragment(object)) context.partial = true;
    const namespace = this.#namespaces.get(uri);
    if (namespace !== undefined) context.namespace = namespace;
    if (this.#labelled.has(uri)) context.labelled = true;
    const patches = (this.#patches.get(uri) ?? []).filter(({ isFor }) => isFor(object)).map(({ patch }) => patch);
    if (patches.length > 0) context.patches = patches;
    return Object.keys(context).length === 0 ? object : object.within(context);
  }

  #setNamespace(files: ReadonlySet<string>, namespace: string): void {
    for (const file of files) {
      // Two overlays may put one base into two namespaces: then nothing says where it lands.
      const isOther = this.#namespaces.has(file) && this.#namespaces.get(file) !== namespace;
      this.#namespaces.set(file, isOther ? undefined : namespace);
    }
  }

  #setPatches(files: ReadonlySet<string>, patches: readonly TargetedPatch[]): void {
    if (patches.length === 0) return;
    for (const file of files) this.#patches.set(file, [...(this.#patches.get(file) ?? []), ...patches]);
  }
}

/** The files whose objects a kustomization takes in, through the kustomizations of its bases. */
function filesOf(
  one: Kustomization,
  byFolder: ReadonlyMap<string, Kustomization>,
  visited: Set<Kustomization>,
): Set<string> {
  if (visited.has(one)) return new Set();
  visited.add(one);
  const files = one.resources.map((path) => {
    const base = byFolder.get(path);
    return base ? filesOf(base, byFolder, visited) : new Set([path]);
  });
  return new Set(files.flatMap((set) => [...set]));
}

/** A kustomization's own patches and those of its components, which work on whatever takes them in. */
function patchesOf(one: Kustomization, byFolder: ReadonlyMap<string, Kustomization>, sight: Sight): TargetedPatch[] {
  const components = one.resources.flatMap((path) => {
    const component = byFolder.get(path);
    return component?.object.kind === 'Component' ? [component] : [];
  });
  return [one, ...components].flatMap(({ patches }) => patches.flatMap((entry) => readPatches(entry, sight.file)));
}

/** A workload whose containers name no image cannot be applied: it is a patch, whoever takes it in. */
function isFragment(object: ManifestObject): boolean {
  if (!isWorkloadKind(object.kind)) return false;
  const spec = new Field(object, [...podPath(object.kind), 'spec']);
  const containers = spec.at('containers').items();
  return containers.length === 0
    ? spec.at('containers').absent && object.kind !== 'Pod'
    : containers.every((container) => container.at('image').absent);
}
