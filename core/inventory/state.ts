import type { Connection } from '../cluster/connection.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import type { ContextState, TroubleSeen } from './model.ts';

const AGAIN_MS = 5_000;

/** How it stands with a context: learns the server's version, and judges by what the feeds say. */
export class ContextWatch {
  readonly #connection: Pick<Connection, 'version'>;
  readonly #now: () => number;
  readonly #wake: () => void;
  #timer: NodeJS.Timeout | undefined;
  #trouble: { readonly seen: TroubleSeen; readonly retryAt: number | undefined } | undefined;
  #isAsking = false;
  #isChanged = false;
  #isClosed = false;
  #state: ContextState = { phase: 'connecting' };
  version: string | undefined;
  /** There was a whole picture once. */
  isPainted = false;

  constructor(connection: Pick<Connection, 'version'>, now: () => number, wake: () => void) {
    this.#connection = connection;
    this.#now = now;
    this.#wake = wake;
  }

  get state(): ContextState {
    return this.#state;
  }

  start(): void {
    void this.#askVersion();
  }

  /** Judges anew; `isSettled` says that the feeds have brought all that they can for now. */
  judge(
    isSettled: boolean,
    trouble: { readonly seen: TroubleSeen; readonly retryAt: number | undefined } | undefined,
  ): void {
    if (this.#isClosed) return;
    const now = this.#now();
    const worst = trouble ?? (this.version === undefined ? this.#trouble : undefined);
    if (isSettled && trouble === undefined) this.isPainted = true;
    if (worst) this.#lose(worst, now);
    else if (this.isPainted && this.version !== undefined && this.#state.phase !== 'connected') {
      this.#set({ phase: 'connected', version: this.version, since: now });
    }
  }

  /** Whether the state changed since the last call. */
  takeChange(): boolean {
    const isChanged = this.#isChanged;
    this.#isChanged = false;
    return isChanged;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#state = { phase: 'closed' };
  }

  #lose({ seen, retryAt }: { readonly seen: TroubleSeen; readonly retryAt: number | undefined }, now: number): void {
    const before = this.#state;
    const since = before.phase === 'connected' ? now : before.phase === 'lost' ? before.since : undefined;
    const isSame = before.phase === 'lost' && before.trouble.message === seen.message && before.retryAt === retryAt;
    if (!isSame) this.#set({ phase: 'lost', trouble: seen, retryAt, since });
    // A server that comes back may be another version.
    if (before.phase === 'connected') void this.#askVersion();
  }

  #set(state: ContextState): void {
    this.#state = state;
    this.#isChanged = true;
  }

  async #askVersion(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    clearTimeout(this.#timer);
    try {
      this.version = await this.#connection.version();
      this.#trouble = undefined;
    } catch (error) {
      if (this.#isClosed) return;
      const seen: TroubleSeen =
        error instanceof ClusterTrouble
          ? { kind: error.kind, message: error.message }
          : { kind: 'broken', message: 'The cluster’s version could not be read.' };
      this.#trouble = { seen, retryAt: this.#now() + AGAIN_MS };
      this.#timer = setTimeout(() => void this.#askVersion(), AGAIN_MS);
      this.#timer.unref();
    } finally {
      this.#isAsking = false;
    }
    if (!this.#isClosed) this.#wake();
  }
}
