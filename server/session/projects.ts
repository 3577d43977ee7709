import { allRules, RuleSet, troubles } from '../rules/index.ts';
import type { Linter } from '../linter/linter.ts';
import { CONFIGURATION_FILE, NO_CONFIGURATION } from '../workspace/configuration.ts';
import type { Configuration } from '../workspace/configuration.ts';
import { folderOf, isBelow, nameOf } from '../workspace/folders.ts';
import { IgnoreCheck } from '../roots/ignore-patterns.ts';
import { inheritedConfiguration } from '../roots/inherited-configuration.ts';
import { isManifestName, readAhead, readManifest } from '../roots/loader.ts';
import type { FileSystem } from '../roots/file-system.ts';
import { Workspaces } from '../roots/workspaces.ts';
import type { Runner } from '../runner.ts';
import { withSettings } from './configuration-layers.ts';
import type { DocumentChange, OpenDocument, OpenDocuments } from './open-documents.ts';
import { uriOf } from './paths.ts';
import { isSame, readSettings } from './settings.ts';
import type { ResourceSettings, SettingsStore } from './settings.ts';

const decoder = new TextDecoder();

/** The workspaces of the editor's folders, and of documents that lie in none; which file belongs where, under which settings. */
export class Projects {
  readonly workspaces: Workspaces;
  readonly #files: FileSystem | undefined;
  readonly #documents: OpenDocuments;
  readonly #settings: SettingsStore;
  readonly #runner: Runner;
  /** The editor's folders. */
  readonly #folders = new Set<string>();
  /** What each `.plinth.yaml` says, before the settings are laid over it. */
  readonly #own = new Map<string, Configuration>();
  readonly #settingsOf = new Map<string, ResourceSettings>();
  readonly #placing = new Set<Promise<void>>();
  readonly #configured = new Map<string, Promise<void>>();
  /** Knows the ignore files read so far; given up whenever one may have changed. */
  #ignoring: IgnoreCheck | undefined;

  constructor(files: FileSystem | undefined, documents: OpenDocuments, settings: SettingsStore, runner: Runner) {
    this.#files = files;
    this.#runner = runner;
    this.#documents = documents;
    this.#settings = settings;
    this.workspaces = new Workspaces(
      new RuleSet(),
      (configuration, root) => {
        this.#own.set(root, configuration);
        this.#ignoring = undefined;
        return this.#adjusted(root, configuration);
      },
      (what, error) => {
        runner.report(what, error);
      },
    );
  }

  get folders(): readonly string[] {
    return [...this.#folders];
  }

  /** The linter of a file's workspace; undefined where it is in none (left out, or not placed yet). */
  linterOf(path: string): Linter | undefined {
    const linter = this.workspaces.linterOf(path);
    return linter?.workspace.files.has(path) ? linter : undefined;
  }

  /** The settings for a file, once it is {@link placed}. */
  settingsFor(path: string): ResourceSettings {
    return this.#settingsOf.get(this.#scopeOf(path)) ?? readSettings(undefined);
  }

  /** The configuration for what lies in no file: that of the editor's first folder, or the user's settings where none is open. */
  async configurationOfLiveObjects(): Promise<Configuration> {
    const [folder] = this.#folders;
    const workspace = folder === undefined ? undefined : this.workspaces.of(folder);
    return workspace?.configuration ?? withSettings(NO_CONFIGURATION, await this.#settings.at(undefined), RULES);
  }

  /** Makes a folder of the editor a workspace, with its settings and its `.plinth.yaml`. */
  async addFolder(folder: string): Promise<void> {
    this.#folders.add(folder);
    await this.#configureOnce(folder);
  }

  /** Forgets a folder and the workspaces in it. Whoever calls this reads the other folders anew: one may lie around it, or in it. */
  async removeFolder(folder: string): Promise<void> {
    this.#folders.delete(folder);
    this.#configured.clear();
    this.workspaces.remove(folder);
    await this.rehome();
  }

  /** Forgets workspaces below a folder whose `.plinth.yaml` is gone; their files belong to the folder again. */
  async forgetUnconfigured(folder: string): Promise<void> {
    this.#ignoring = undefined;
    for (const { root } of this.workspaces.below(folder)) {
      if (this.#folders.has(root) || (await this.#files?.read(`${root}/${CONFIGURATION_FILE}`)) !== undefined) continue;
      this.workspaces.remove(root);
    }
    await this.rehome();
  }

  /** Asks for all settings again, and lints anew where they have changed; tells whether they have. */
  async reloadSettings(): Promise<boolean> {
    const before = [...this.#settingsOf];
    for (const [scope] of before) await this.#learnSettings(scope);
    if (before.every(([scope, settings]) => isSame(settings, this.settingsFor(scope)))) return false;
    for (const linter of this.workspaces.linters) {
      const { workspace } = linter;
      const own = this.#own.get(workspace.root) ?? NO_CONFIGURATION;
      workspace.configuration = this.#adjusted(workspace.root, own);
      this.#ignoring = undefined;
      linter.reset();
    }
    return true;
  }

  /** Takes an open document into its workspace. */
  async place(document: OpenDocument): Promise<void> {
    const placing = this.#place(document);
    this.#placing.add(placing);
    try {
      await placing;
    } finally {
      this.#placing.delete(placing);
    }
  }

  /** Resolves when every document opened so far is in its workspace: one may tell something about another. */
  async placed(): Promise<void> {
    await Promise.allSettled(this.#placing);
  }

  /** Follows a change of an open document. */
  update({ document, added, removed }: DocumentChange): void {
    const workspace = this.workspaces.of(document.path);
    // A document whose place is not settled yet is taken in as a whole.
    if (workspace?.files.get(document.path) === document.file) workspace.update(document.file, { added, removed });
  }

  /** Goes back from an open document's text to what is on disk, if anything. */
  async close(path: string): Promise<void> {
    const workspace = this.workspaces.of(path);
    if (workspace === undefined) return;
    if (this.#files === undefined || !this.#folderOf(path)) {
      workspace.delete(path);
      if (workspace.files.size === 0) {
        this.workspaces.remove(workspace.root);
        await this.rehome();
      }
      return;
    }
    await this.reread([path]);
  }

  /** Reads files from disk anew: those that are gone leave their workspace, those that a walk would leave out never enter it. */
  async reread(paths: Iterable<string>, afterFile?: () => Promise<void>): Promise<void> {
    if (this.#files === undefined) return;
    for (const path of paths) {
      const folder = this.#folderOf(path);
      if (folder === undefined || !isManifestName(path) || nameOf(path) === CONFIGURATION_FILE) continue;
      const file = (await this.#leavesOut(path, folder)) ? undefined : await readManifest(path, this.#files);
      // It may have been opened while it was read.
      if (this.#documents.has(path)) continue;
      const workspace = this.workspaces.of(path);
      if (file) workspace?.set(file);
      else workspace?.delete(path);
      await afterFile?.();
    }
  }

  /** The files known at and below a path. */
  *filesBelow(folder: string): Iterable<string> {
    for (const { workspace } of this.workspaces.linters) {
      for (const path of workspace.files.keys()) if (isBelow(path, folder)) yield path;
    }
  }

  /** Settles the place of every open document anew: what is left out may have changed. */
  async placeAll(): Promise<void> {
    await this.rehome();
    await Promise.all([...this.#documents.all()].map((document) => this.place(document)));
  }

  /** Puts open documents into the workspace that is theirs by now: folders with a `.plinth.yaml` come and go. */
  async rehome(): Promise<void> {
    const homeless: OpenDocument[] = [];
    for (const document of this.#documents.all()) {
      const { path, file } = document;
      const right = this.workspaces.of(path);
      let known = false;
      for (const { workspace } of this.workspaces.linters) {
        if (workspace.files.get(path) !== file) continue;
        known = true;
        if (workspace !== right) {
          workspace.delete(path);
          right?.set(file);
        }
      }
      if (!known && right === undefined) homeless.push(document);
    }
    await Promise.all(homeless.map((document) => this.place(document)));
  }

  async #place({ path, uri, file }: OpenDocument): Promise<void> {
    const folder = this.#folderOf(path);
    if (folder === undefined) {
      await this.#learnSettings(this.#scopeOf(path), uri);
      const own = folderOf(path);
      if (!this.workspaces.of(path)) await this.#configureWith(path.startsWith('/') && own !== '' ? own : path);
    } else {
      await this.#configureAbove(path, folder);
      if (await this.#leavesOut(path, folder)) {
        this.workspaces.of(path)?.delete(path);
        return;
      }
    }
    const slice = this.#runner.slice();
    await readAhead(file, () => slice.pause());
    // It may have been closed, or opened anew, in the meantime.
    if (this.#documents.get(path)?.file !== file || nameOf(path) === CONFIGURATION_FILE) return;
    const workspace = this.workspaces.of(path);
    if (workspace?.files.get(path) !== file) workspace?.set(file);
    await this.workspaces.linterOf(path)?.refreshSlowly(() => slice.pause());
  }

  /** Whether a walk of the folder would leave the file out. */
  async #leavesOut(path: string, folder: string): Promise<boolean> {
    if (this.#files === undefined) return false;
    this.#ignoring ??= new IgnoreCheck(this.workspaces, this.#files);
    return this.#ignoring.leavesOut(path, folder);
  }

  /** Reads each `.plinth.yaml` between a folder of the editor and a file, unless it has been read. */
  async #configureAbove(path: string, folder: string): Promise<void> {
    await this.#configureOnce(folder);
    let at = folder;
    for (const step of path.slice(folder.length).split('/').slice(1, -1)) {
      at = `${at}/${step}`;
      if (this.workspaces.of(at)?.root === at) continue;
      const bytes = await this.#files?.read(`${at}/${CONFIGURATION_FILE}`);
      if (bytes) this.workspaces.configure(at, decoder.decode(bytes));
    }
  }

  #configureOnce(folder: string): Promise<void> {
    const known = this.#configured.get(folder);
    if (known) return known;
    const configured = this.#configure(folder);
    this.#configured.set(folder, configured);
    return configured;
  }

  async #configure(folder: string): Promise<void> {
    await this.#learnSettings(this.#scopeOf(folder));
    await this.#configureWith(folder);
  }

  /** Makes a folder a workspace under its own `.plinth.yaml`, or the nearest above it in the repository. */
  async #configureWith(folder: string): Promise<void> {
    const configuration = this.#files && (await inheritedConfiguration(folder, this.#files));
    this.workspaces.configure(folder, configuration?.text, configuration?.folder);
  }

  /** The innermost folder of the editor in which a path lies. */
  #folderOf(path: string): string | undefined {
    const above = [...this.#folders].filter((folder) => isBelow(path, folder));
    return above.sort((a, b) => b.length - a.length)[0];
  }

  #scopeOf(path: string): string {
    return this.#folderOf(path) ?? (path.startsWith('/') ? folderOf(path) : path);
  }

  async #learnSettings(scope: string, uri = uriOf(scope)): Promise<void> {
    this.#settingsOf.set(scope, await this.#settings.at(uri));
  }

  #adjusted(root: string, own: Configuration): Configuration {
    return withSettings(own, this.settingsFor(root), RULES);
  }
}

const RULES = [...allRules, ...troubles].map(({ id }) => id);
