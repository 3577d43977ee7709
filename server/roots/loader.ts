import { decode, SourceFile } from '../documents/index.ts';
import { CONFIGURATION_FILE } from '../workspace/configuration.ts';
import { isBelow, nameOf } from '../workspace/folders.ts';
import { configuredPatterns, inherited, isIgnored, NEVER, patternsOf } from './ignore-patterns.ts';
import type { Patterns } from './ignore-patterns.ts';
import { manifestsIn } from '../workspace/manifests.ts';
import type { FileSystem } from './file-system.ts';
import type { Workspaces } from './workspaces.ts';

export interface LoadOptions {
  /** Called after each file; a place to yield and to report progress. */
  readonly afterFile?: (uri: string, count: number) => Promise<void> | void;
  /** Called often while a file is read; a place to yield. */
  readonly pause?: () => Promise<void>;
  readonly isCancelled?: () => boolean;
  /** Files that are open in the editor: their text is not the one on disk. */
  readonly isOpen?: (uri: string) => boolean;
  /** The configuration of a root that has no `.plinth.yaml` of its own. */
  readonly inherited?: InheritedConfiguration | undefined;
}

/** A `.plinth.yaml` that holds for folders below its own. */
export interface InheritedConfiguration {
  readonly folder: string;
  readonly text: string;
}

const MANIFEST = /\.(?:ya?ml|json)$/iu;
const decoder = new TextDecoder();

/** True for files that may hold manifests, by name. */
export function isManifestName(uri: string): boolean {
  const name = nameOf(uri);
  return MANIFEST.test(name) || name === 'Kustomization';
}

/**
 * Reads all manifests below a root into its workspaces; `.gitignore`, `.plinthignore` and the configuration's `ignore` are honoured, and a
 * folder with a `.plinth.yaml` of its own becomes a workspace of its own.
 */
export async function loadRoot(
  workspaces: Workspaces,
  root: string,
  files: FileSystem,
  options: LoadOptions = {},
): Promise<number> {
  const loader = new Loader(workspaces, files, options);
  await loader.folder(root, await inherited(root, files), true);
  await loadAttachments(workspaces, root, files);
  return loader.count;
}

/** Reads one file as the workspace reads it; undefined where there is none. */
export async function readManifest(uri: string, files: FileSystem): Promise<SourceFile | undefined> {
  const bytes = await files.read(uri);
  if (!bytes) return undefined;
  const decoded = decode(bytes);
  return 'text' in decoded ? SourceFile.open(uri, decoded.text) : SourceFile.unreadable(uri, decoded.problem);
}

/** Reads a file's documents before anybody asks, giving way in between: a large one takes seconds. */
export async function readAhead(file: SourceFile, pause: (() => Promise<void>) | undefined): Promise<void> {
  if (!pause) return;
  for (const document of file.documents) {
    manifestsIn(document);
    await pause();
  }
}

/** Reads the files that kustomizations take into ConfigMaps. */
export async function loadAttachments(workspaces: Workspaces, root: string, files: FileSystem): Promise<void> {
  for (const workspace of workspaces.below(root)) {
    for (const path of workspace.wantedAttachments()) {
      if (workspace.files.has(path) || !isBelow(path, workspace.root)) continue;
      const bytes = await files.read(path);
      workspace.attach(path, bytes && decoder.decode(bytes));
    }
  }
}

class Loader {
  readonly #workspaces: Workspaces;
  readonly #files: FileSystem;
  readonly #options: LoadOptions;
  count = 0;

  constructor(workspaces: Workspaces, files: FileSystem, options: LoadOptions) {
    this.#workspaces = workspaces;
    this.#files = files;
    this.#options = options;
  }

  async folder(folder: string, outer: readonly Patterns[], isRoot: boolean): Promise<void> {
    if (this.#options.isCancelled?.()) return;
    const entries = await this.#files.list(folder);
    const configuration = entries.find(({ name, isFolder }) => name === CONFIGURATION_FILE && !isFolder);
    const above = isRoot && !configuration ? this.#options.inherited : undefined;
    if (configuration ?? isRoot) {
      const text = configuration && (await this.#files.read(configuration.uri));
      this.#workspaces.configure(folder, text ? decoder.decode(text) : above?.text, above?.folder);
    }
    const patterns = [...outer, ...(await patternsOf(folder, entries, this.#files))];
    if (configuration ?? isRoot) patterns.push(...configuredPatterns(this.#workspaces, folder, above?.folder));
    for (const entry of entries) {
      if (this.#options.isCancelled?.()) return;
      if (isIgnored(entry.uri, entry.isFolder, patterns)) continue;
      if (entry.isFolder) {
        if (!NEVER.has(entry.name)) await this.folder(entry.uri, patterns, false);
      } else if (isManifestName(entry.uri) && entry.name !== CONFIGURATION_FILE) {
        await this.#file(entry.uri);
      }
    }
  }

  async #file(uri: string): Promise<void> {
    if (!this.#options.isOpen?.(uri)) {
      const file = await readManifest(uri, this.#files);
      if (file) {
        await readAhead(file, this.#options.pause);
        this.#workspaces.of(uri)?.set(file);
      }
    }
    this.count += 1;
    await this.#options.afterFile?.(uri, this.count);
  }
}
