import type { ObjectLookup } from '../../engines/model/lookup.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import { SourceFile } from '../documents/index.ts';
import type { ManifestObject, YamlDocument } from '../documents/index.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { withCluster } from './cluster-lookup.ts';
import { NO_CONFIGURATION } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import { folderOf } from './folders.ts';
import { generatedManifest, isKustomizationFile, readKustomization } from './kustomization.ts';
import type { Kustomization } from './kustomization.ts';
import { manifestsIn } from './manifests.ts';
import { ObjectIndex } from './object-index.ts';
import { fileOf, Placement } from './placement.ts';

/** What has changed since somebody last asked. */
export interface WorkspaceChange {
  readonly added: readonly ManifestObject[];
  readonly removed: readonly ManifestObject[];
  /** Keys of the index whose answers may differ now. */
  readonly keys: ReadonlySet<string>;
}

/** The files among which objects find each other: a folder of the editor, a path given to the command line. */
export class Workspace {
  readonly root: string;
  readonly #files = new Map<string, SourceFile>();
  readonly #objects = new Map<YamlDocument, readonly ManifestObject[]>();
  readonly #index = new ObjectIndex<ManifestObject>();
  readonly #kustomizations = new Map<YamlDocument, Kustomization>();
  readonly #attachments = new Map<string, string>();
  #generated: readonly SourceFile[] = [];
  #generatedFrom = new Map<string, Kustomization>();
  #placement = new Placement([], { exists: () => true, file: () => undefined });
  #kustomizationsChanged = false;
  #added = new Set<ManifestObject>();
  #removed = new Set<ManifestObject>();
  configuration: Configuration;
  /** What is known of the connected cluster; see `Linter.clusterChanged`. */
  cluster: Cluster | undefined;

  constructor(root: string, configuration: Configuration = NO_CONFIGURATION) {
    this.root = root;
    this.configuration = configuration;
  }

  get files(): ReadonlyMap<string, SourceFile> {
    return this.#files;
  }

  /** Takes a file in, in place of one with the same URI. */
  set(file: SourceFile): void {
    const old = this.#files.get(file.uri);
    this.#files.set(file.uri, file);
    this.update(file, { added: file.documents, removed: old?.documents ?? [] });
    if (!old && this.#kustomizations.size > 0) this.#kustomizationsChanged = true;
  }

  /** Follows a change of a file: see `SourceFile.change`. */
  update(
    file: SourceFile,
    change: { readonly added: readonly YamlDocument[]; readonly removed: readonly YamlDocument[] },
  ): void {
    const isKustomization = isKustomizationFile(file.uri);
    for (const document of change.removed) this.#forget(document);
    for (const document of change.added) {
      const root = isKustomization ? document.root : undefined;
      if (root) this.#kustomizations.set(document, readKustomization(root));
      else this.#take(document);
    }
    if (isKustomization || this.#placement.holdsPatch(file.uri)) this.#kustomizationsChanged = true;
  }

  delete(uri: string): void {
    const file = this.#files.get(uri);
    if (!file) return;
    this.#files.delete(uri);
    this.update(file, { added: [], removed: file.documents });
    if (this.#kustomizations.size > 0) this.#kustomizationsChanged = true;
  }

  /** Files that kustomizations take into ConfigMaps and that are no manifests; whoever loads the workspace reads them. */
  wantedAttachments(): string[] {
    return [...this.#kustomizations.values()].flatMap(({ generators }) =>
      generators.flatMap(({ files, environments }) => [...files.map(({ path }) => path), ...environments]),
    );
  }

  /** The text of such a file; undefined when it is gone. */
  attach(path: string, text: string | undefined): void {
    if (text === undefined) this.#attachments.delete(path);
    else this.#attachments.set(path, text);
    this.#kustomizationsChanged = true;
  }

  /** Files that are no manifests and that kustomizations take in, with their texts. */
  get attachments(): ReadonlyMap<string, string> {
    return this.#attachments;
  }

  /** The objects of a document as they stand in this workspace. */
  objectsOf(document: YamlDocument): readonly ManifestObject[] {
    this.#settle();
    return this.#objects.get(document) ?? [];
  }

  /** The objects of a kind, patches among them. */
  ofKind(kind: string): readonly ManifestObject[] {
    this.#settle();
    return this.#index.ofKind(kind);
  }

  /** All objects of the workspace's files, patches among them; those that are generated stand in no file and are left out. */
  *objects(): Iterable<ManifestObject> {
    this.#settle();
    for (const file of this.#files.values())
      for (const document of file.documents) yield* this.#objects.get(document) ?? [];
  }

  /** The kustomizations, by the document that holds each. */
  get kustomizations(): ReadonlyMap<YamlDocument, Kustomization> {
    return this.#kustomizations;
  }

  /** A look-up from the point of view of an object; what it reads is noted in `read`. */
  lookup(origin: KubeObject, read: Set<string>): ObjectLookup {
    const own = this.#index.lookup(this.#placement.isPartial(fileOf(origin)), read);
    return withCluster(own, this.cluster, read);
  }

  /** The objects of a kind by name, whatever their namespace, patches among them. */
  named(kind: string, name: string): readonly ManifestObject[] {
    this.#settle();
    return this.#index.named(kind, name);
  }

  /** Whether a kustomization makes something else of the object than what is written, beyond its namespace. */
  isTransformed(object: ManifestObject): boolean {
    return this.#placement.isTransformed(object.document.file.uri);
  }

  /** The kustomization that generates the object, for a place to show: generated objects stand in no file. */
  generatorOf(object: ManifestObject): Kustomization | undefined {
    return this.#generatedFrom.get(object.document.file.uri);
  }

  /** What has changed since the last call. */
  takeChanges(): WorkspaceChange {
    this.#settle();
    const change = { added: [...this.#added], removed: [...this.#removed], keys: this.#index.takeChangedKeys() };
    this.#added = new Set();
    this.#removed = new Set();
    return change;
  }

  #take(document: YamlDocument): void {
    const objects = manifestsIn(document).map((object) => this.#placement.place(object));
    if (objects.length === 0) return;
    this.#objects.set(document, objects);
    for (const object of objects) {
      this.#index.add(object);
      // One that goes and comes back before anybody asks has not changed.
      if (!this.#removed.delete(object)) this.#added.add(object);
    }
  }

  #forget(document: YamlDocument): void {
    this.#kustomizations.delete(document);
    for (const object of this.#objects.get(document) ?? []) {
      this.#index.remove(object);
      if (!this.#added.delete(object)) this.#removed.add(object);
    }
    this.#objects.delete(document);
  }

  /** Brings generated objects and the objects' places in line with the kustomizations. */
  #settle(): void {
    if (!this.#kustomizationsChanged) return;
    this.#kustomizationsChanged = false;
    const all = [...this.#kustomizations.values()];
    const folders = new Set([...this.#files.keys()].map(folderOf));
    this.#placement = new Placement(all, {
      exists: (path) => this.#files.has(path) || folders.has(path),
      file: (path) => this.#files.get(path),
    });
    for (const [document, objects] of [...this.#objects]) {
      const fresh = manifestsIn(document).map((object) => this.#placement.place(object));
      if (fresh.every((object, at) => isPlacedAs(object, objects[at]))) continue;
      this.#forget(document);
      this.#take(document);
    }
    this.#generate(all);
  }

  #generate(kustomizations: readonly Kustomization[]): void {
    for (const file of this.#generated) for (const document of file.documents) this.#forget(document);
    this.#generatedFrom = new Map();
    const read = (path: string) => this.#attachments.get(path) ?? this.#files.get(path)?.text();
    this.#generated = kustomizations.flatMap((one) =>
      one.generators.flatMap((generator, at) => {
        const text = generatedManifest(generator, read);
        if (text === undefined) return [];
        // Beside its kustomization, so that it is as near as that.
        const file = SourceFile.open(`${one.folder}/kustomization.yaml#${at}`, text, { language: 'yaml' });
        this.#generatedFrom.set(file.uri, one);
        return [file];
      }),
    );
    for (const file of this.#generated) for (const document of file.documents) this.#take(document);
  }
}

function isPlacedAs(object: ManifestObject, before: ManifestObject | undefined): boolean {
  return (
    object.partial === before?.partial &&
    object.namespace === before.namespace &&
    object.labelled === before.labelled &&
    // Patches are read anew, so objects under them are placed anew.
    object.patches.length === 0 &&
    before.patches.length === 0
  );
}
