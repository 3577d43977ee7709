import ignore from 'ignore';
import type { Ignore } from 'ignore';
import { CONFIGURATION_FILE } from '../workspace/configuration.ts';
import { folderOf, isBelow } from '../workspace/folders.ts';
import type { FileSystem } from './file-system.ts';
import type { Workspaces } from './workspaces.ts';

/** Ignore patterns and the folder from which their paths count. */
export interface Patterns {
  readonly folder: string;
  readonly ignore: Ignore;
}

/** Folders that nobody's manifests lie in. */
export const NEVER: ReadonlySet<string> = new Set([
  '.git',
  'node_modules',
  '.hg',
  '.svn',
  '.terraform',
  '.idea',
  '.vscode',
]);
export const IGNORE_FILES: readonly string[] = ['.gitignore', '.plinthignore'];
const decoder = new TextDecoder();

/** The patterns that the ignore files among a folder's entries hold. */
export async function patternsOf(
  folder: string,
  entries: readonly { readonly uri: string; readonly name: string }[],
  files: FileSystem,
): Promise<Patterns[]> {
  const texts: string[] = [];
  for (const { name, uri } of entries) {
    if (!IGNORE_FILES.includes(name)) continue;
    const bytes = await files.read(uri);
    if (bytes) texts.push(decoder.decode(bytes));
  }
  return texts.length === 0 ? [] : [{ folder, ignore: ignore().add(texts) }];
}

/** The patterns of folders above the root, up to the one that holds `.git`; none outside a repository. */
export async function inherited(root: string, files: FileSystem): Promise<Patterns[]> {
  const found: Patterns[] = [];
  for (let folder = root; ;) {
    const entries = await files.list(folder);
    if (folder !== root) found.unshift(...(await patternsOf(folder, entries, files)));
    if (entries.some(({ name }) => name === '.git')) return found;
    const parent = folderOf(folder);
    if (parent === '' || parent === folder || parent.endsWith(':/')) return [];
    folder = parent;
  }
}

/** The patterns that a workspace's configuration adds; `from` is the folder of its `.plinth.yaml`, from which paths count. */
export function configuredPatterns(workspaces: Workspaces, folder: string, from = folder): Patterns[] {
  const own = workspaces.of(folder)?.configuration.ignore ?? [];
  return own.length === 0 ? [] : [{ folder: from, ignore: ignore().add([...own]) }];
}

export function isIgnored(uri: string, isFolder: boolean, patterns: readonly Patterns[]): boolean {
  return patterns.some(({ folder, ignore: rules }) => {
    const base = folder.endsWith('/') ? folder : `${folder}/`;
    const relative = uri.startsWith(base) ? decodeURIComponentSafely(uri.slice(base.length)) : '';
    return relative !== '' && ignore.isPathValid(relative) && rules.ignores(isFolder ? `${relative}/` : relative);
  });
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Tells of single files what a walk would tell of them. Folders are read once: use a new one when ignore files may have changed. */
export class IgnoreCheck {
  readonly #files: FileSystem;
  readonly #workspaces: Workspaces;
  readonly #known = new Map<string, Promise<Patterns[]>>();

  constructor(workspaces: Workspaces, files: FileSystem) {
    this.#workspaces = workspaces;
    this.#files = files;
  }

  /** Whether a walk of `root` would leave the file out. */
  async leavesOut(uri: string, root: string): Promise<boolean> {
    if (!isBelow(uri, root)) return false;
    const steps = uri.slice(root.length).split('/').slice(1, -1);
    if (steps.some((step) => NEVER.has(step))) return true;
    let folder = root;
    const patterns = [...(await this.#of(root, true))];
    for (const step of steps) {
      folder = `${folder}/${step}`;
      patterns.push(...(await this.#of(folder, false)));
    }
    return isIgnored(uri, false, patterns);
  }

  #of(folder: string, isRoot: boolean): Promise<Patterns[]> {
    const known = this.#known.get(folder);
    if (known) return known;
    const read = this.#read(folder, isRoot);
    this.#known.set(folder, read);
    return read;
  }

  async #read(folder: string, isRoot: boolean): Promise<Patterns[]> {
    const entries = await this.#files.list(folder);
    const from = folderOf(this.#workspaces.configurationFile(folder));
    const isWorkspace = isRoot || entries.some(({ name }) => name === CONFIGURATION_FILE);
    return [
      ...(isRoot ? await inherited(folder, this.#files) : []),
      ...(await patternsOf(folder, entries, this.#files)),
      ...(isWorkspace ? configuredPatterns(this.#workspaces, folder, from) : []),
    ];
  }
}
