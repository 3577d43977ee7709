import type { ApiObject } from '../connection.ts';
import type { MirrorChange } from './mirror-state.ts';

/**
 * Gathers changes and tells them: the first one at once (after what runs now), then not more often than every `pause` milliseconds. Of one object
 * only the last change is told.
 */
export class Batch {
  readonly #pause: number;
  readonly #beforeTelling: () => void;
  readonly #listeners = new Set<(change: MirrorChange) => void>();
  readonly #told = new Set<string>();
  #objects = new Map<string, { readonly object: ApiObject; readonly removed: boolean }>();
  #state = false;
  #timer: NodeJS.Timeout | undefined;
  #last = -Infinity;
  #closed = false;

  /** `beforeTelling` runs when all that happened so far is about to be told. */
  constructor(pause: number, beforeTelling: () => void = () => undefined) {
    this.#pause = pause;
    this.#beforeTelling = beforeTelling;
  }

  changed(uid: string, object: ApiObject): void {
    this.#objects.set(uid, { object, removed: false });
    this.#plan();
  }

  removed(uid: string, object: ApiObject): void {
    // Nobody has heard of it: it came and went between two batches.
    if (this.#told.has(uid)) this.#objects.set(uid, { object, removed: true });
    else this.#objects.delete(uid);
    this.#plan();
  }

  state(): void {
    this.#state = true;
    this.#plan();
  }

  listen(listener: (change: MirrorChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #plan(): void {
    if (this.#timer !== undefined || this.#closed) return;
    const wait = Math.max(0, this.#last + this.#pause - performance.now());
    this.#timer = setTimeout(() => this.#tell(), wait);
  }

  #tell(): void {
    this.#timer = undefined;
    this.#last = performance.now();
    const objects = this.#objects;
    const state = this.#state;
    this.#objects = new Map();
    this.#state = false;
    this.#beforeTelling();
    const changed: ApiObject[] = [];
    const removed: ApiObject[] = [];
    for (const [uid, { object, removed: gone }] of objects) {
      (gone ? removed : changed).push(object);
      if (gone) this.#told.delete(uid);
      else this.#told.add(uid);
    }
    if (changed.length === 0 && removed.length === 0 && !state) return;
    for (const listener of [...this.#listeners]) {
      try {
        listener({ changed, removed, state });
      } catch (error) {
        // A listener's fault must not keep others from hearing; it is told as any other fault that nobody catches.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
