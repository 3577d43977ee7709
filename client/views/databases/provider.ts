import * as vscode from 'vscode';
import { uriOfMark } from './decorations.ts';
import { identified } from './element.ts';
import type { Element } from './element.ts';
import { Gathered } from './gathered.ts';
import type { Icon, Item } from './item.ts';
import { DatabaseTree } from './tree.ts';
import type { Touched } from './tree.ts';
import type { World } from './world.ts';

const FOLDS: Readonly<Record<Item['fold'], vscode.TreeItemCollapsibleState>> = {
  leaf: vscode.TreeItemCollapsibleState.None,
  folded: vscode.TreeItemCollapsibleState.Collapsed,
  unfolded: vscode.TreeItemCollapsibleState.Expanded,
};

const themeIcon = ({ name, colour }: Icon): vscode.ThemeIcon =>
  new vscode.ThemeIcon(name, colour === undefined ? undefined : new vscode.ThemeColor(colour));

/** The editor's side of {@link DatabaseTree}: turns rows into tree items, and changes into events. */
export class DatabasesProvider implements vscode.TreeDataProvider<Element>, vscode.Disposable {
  readonly tree: DatabaseTree;
  readonly #world: World;
  readonly #gathered: Gathered;
  readonly #ready: () => Promise<void>;
  readonly #changed = new vscode.EventEmitter<Element[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  /** `ready` is called when the view first wants rows, which is when someone looks at it. */
  constructor(world: World, ready: () => Promise<void>) {
    this.#world = world;
    this.#ready = ready;
    this.tree = new DatabaseTree(world);
    this.#gathered = new Gathered(this.tree, (changed) => {
      this.#changed.fire(changed === 'all' ? undefined : [...changed]);
    });
  }

  /** Something may look different now. */
  touch(touched: Touched): void {
    this.#gathered.touch(touched);
  }

  async getChildren(element?: Element): Promise<Element[]> {
    if (element === undefined) await this.#ready();
    return [...this.tree.children(element)];
  }

  getParent(element: Element): Element | undefined {
    const id = element.context;
    if (element.kind === 'context') return undefined;
    const context = this.tree.same(identified({ kind: 'context', context: id }));
    if (element.kind !== 'database') return context;
    const view = this.#world.contexts.find((one) => one.context.id === id)?.view;
    const namespace = view?.databases.get(element.database)?.namespace;
    if (namespace === undefined) return context;
    return this.tree.same(identified({ kind: 'namespace', context: id, namespace }));
  }

  getTreeItem(element: Element): vscode.TreeItem {
    // A row whose object has just gone is asked for once more before its parent is.
    const item: Item = this.tree.item(element) ?? { label: '', facets: ['gone'], fold: 'leaf' };
    const row = new vscode.TreeItem(item.label, FOLDS[item.fold]);
    row.id = element.id;
    row.contextValue = item.facets.join(' ');
    if (item.description !== undefined) row.description = item.description;
    if (item.icon !== undefined) row.iconPath = themeIcon(item.icon);
    if (item.tooltip !== undefined) row.tooltip = new vscode.MarkdownString(item.tooltip);
    if (item.spoken !== undefined) row.accessibilityInformation = { label: item.spoken };
    if (item.mark !== undefined) row.resourceUri = uriOfMark(item.mark, element.id);
    if (item.opens !== undefined) row.command = { command: item.opens, title: item.label, arguments: [element] };
    return row;
  }

  dispose(): void {
    this.#gathered.dispose();
    this.#changed.dispose();
  }
}
