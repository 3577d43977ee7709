import { Field } from '../../engines/model/field.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import { isWorkloadKind, podPath } from '../../engines/model/pod.ts';
import { ManifestObject } from '../documents/index.ts';
import type { ObjectContext } from '../documents/index.ts';
import { isBelow } from './folders.ts';
import type { Kustomization } from './kustomization.ts';

/** The file of an object; undefined for one that no file holds. */
export function fileOf(object: KubeObject): string | undefined {
  return object instanceof ManifestObject ? object.document.file.uri : undefined;
}

/** What kustomizations say about the files of a workspace: which hold patches, in which namespace their objects land. */
export class Placement {
  readonly #patches: ReadonlySet<string>;
  readonly #namespaces = new Map<string, string | undefined>();
  readonly #labelled = new Set<string>();
  readonly #partialFolders: readonly string[];

  /** `exists` tells whether a file or folder is in sight. */
  constructor(kustomizations: readonly Kustomization[], exists: (path: string) => boolean) {
    this.#patches = new Set(kustomizations.flatMap(({ patches }) => patches));
    const byFolder = new Map(kustomizations.map((one) => [one.folder, one]));
    for (const one of kustomizations) {
      if (one.namespace !== undefined) this.#setNamespace(one, one.namespace, byFolder, new Set());
      if (one.addsLabels) this.#setLabelled(one, byFolder, new Set());
    }
    this.#partialFolders = kustomizations
      .filter(({ resources }) => resources.some((path) => !exists(path)))
      .map(({ folder }) => folder);
  }

  /** True when objects of that file belong to something of which a part is out of sight: a missing or remote base. */
  isPartial(uri: string | undefined): boolean {
    return uri !== undefined && this.#partialFolders.some((folder) => isBelow(uri, folder));
  }

  /** The object as its kustomization makes it. */
  place(object: ManifestObject): ManifestObject {
    const uri = object.document.file.uri;
    const context: { -readonly [K in keyof ObjectContext]: ObjectContext[K] } = {};
    if (this.#patches.has(uri) || isFragment(object)) context.partial = true;
    const namespace = this.#namespaces.get(uri);
    if (namespace !== undefined) context.namespace = namespace;
    if (this.#labelled.has(uri)) context.labelled = true;
    return Object.keys(context).length === 0 ? object : object.within(context);
  }

  #setLabelled(one: Kustomization, byFolder: ReadonlyMap<string, Kustomization>, visited: Set<Kustomization>): void {
    if (visited.has(one)) return;
    visited.add(one);
    for (const path of one.resources) {
      const base = byFolder.get(path);
      if (base) this.#setLabelled(base, byFolder, visited);
      else this.#labelled.add(path);
    }
  }

  #setNamespace(
    one: Kustomization,
    namespace: string,
    byFolder: ReadonlyMap<string, Kustomization>,
    visited: Set<Kustomization>,
  ): void {
    if (visited.has(one)) return;
    visited.add(one);
    for (const path of one.resources) {
      const base = byFolder.get(path);
      if (base) this.#setNamespace(base, namespace, byFolder, visited);
      // Two overlays may put one base into two namespaces: then nothing says where it lands.
      else if (this.#namespaces.has(path) && this.#namespaces.get(path) !== namespace)
        this.#namespaces.set(path, undefined);
      else this.#namespaces.set(path, namespace);
    }
  }
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
