import { Signal } from '../cluster/signal.ts';
import { NO_FILTER } from './filter.ts';
import type { Filter } from './filter.ts';

/** Where preferences are kept: VS Code's Memento, or a map in tests. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): unknown;
}

/** What can be pinned: kept at the top. A database is named by its context's id and its own. */
export interface Pinned {
  readonly context: string;
  readonly database?: string;
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

const keyOf = (...parts: readonly (string | undefined)[]): string =>
  JSON.stringify(parts.filter((p) => p !== undefined));

/**
 * What people have arranged: pins, hidden namespaces and contexts (for all workspaces); the filter, the contexts that were opened, and the one that
 * the linter asks (for this one).
 */
export class Preferences {
  readonly #everywhere: Store;
  readonly #here: Store;
  readonly #changed = new Signal();
  readonly onChange = this.#changed.on;

  constructor(everywhere: Store, here: Store) {
    this.#everywhere = everywhere;
    this.#here = here;
  }

  /** Nobody has opened or closed a context in this workspace yet. */
  get fresh(): boolean {
    return this.#here.get('opened') === undefined;
  }

  /** Ids of the contexts that are connected when the view shows: those that someone opened and nobody closed. */
  get opened(): readonly string[] {
    return this.#texts(this.#here, 'opened');
  }

  setOpened(context: string, opened: boolean): void {
    this.#put(this.#here, 'opened', context, opened);
  }

  isPinned({ context, database }: Pinned): boolean {
    return this.#texts(this.#everywhere, 'pinned').includes(keyOf(context, database));
  }

  setPinned({ context, database }: Pinned, pinned: boolean): void {
    this.#put(this.#everywhere, 'pinned', keyOf(context, database), pinned);
  }

  /** Whether a context, or a namespace of one, was hidden by hand. */
  isHidden(context: string, namespace?: string): boolean {
    return this.#texts(this.#everywhere, 'hidden').includes(keyOf(context, namespace));
  }

  setHidden(context: string, namespace: string | undefined, hidden: boolean): void {
    this.#put(this.#everywhere, 'hidden', keyOf(context, namespace), hidden);
  }

  get hasHidden(): boolean {
    return this.#texts(this.#everywhere, 'hidden').length > 0;
  }

  /** Hidden things are shown, marked as such. */
  get showHidden(): boolean {
    return this.#here.get('showHidden') === true;
  }

  set showHidden(show: boolean) {
    this.#keep(this.#here, 'showHidden', show);
  }

  get filter(): Filter {
    const kept = this.#here.get('filter');
    if (typeof kept !== 'object' || kept === null) return NO_FILTER;
    const { text, healths, engines } = kept as Record<keyof Filter, unknown>;
    return {
      text: typeof text === 'string' ? text : '',
      healths: (isTexts(healths) ? healths : []) as Filter['healths'],
      engines: (isTexts(engines) ? engines : []) as Filter['engines'],
    };
  }

  set filter(filter: Filter) {
    this.#keep(this.#here, 'filter', filter);
  }

  /** The context whose classes and version the linter takes, where someone has chosen one. */
  get linked(): string | undefined {
    const kept = this.#here.get('linked');
    return typeof kept === 'string' ? kept : undefined;
  }

  set linked(context: string | undefined) {
    this.#keep(this.#here, 'linked', context);
  }

  #texts(store: Store, key: string): readonly string[] {
    const kept = store.get(key);
    return isTexts(kept) ? kept : [];
  }

  #put(store: Store, key: string, value: string, present: boolean): void {
    const others = this.#texts(store, key).filter((one) => one !== value);
    this.#keep(store, key, present ? [...others, value] : others);
  }

  #keep(store: Store, key: string, value: unknown): void {
    void store.update(key, value);
    this.#changed.tell();
  }
}
