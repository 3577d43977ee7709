import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';
import type { Environment } from './environment.ts';

/** How long work may go on before messages that wait are read. */
const SLICE_MS = 10;

/** Every handler runs through here: it yields first, answers cancelled requests at once, and turns a fault of ours into a harmless answer. */
export class Runner {
  readonly #environment: Environment;
  readonly #log: (text: string) => void;
  /** Faults told already: one that comes with every key stroke is told once. */
  readonly #told = new Set<string>();

  constructor(environment: Environment, log: (text: string) => void) {
    this.#environment = environment;
    this.#log = log;
  }

  /** Answers a request with what `work` gives; with `harmless` when it fails, and with «cancelled» when nobody waits any more. */
  async answer<T>(
    what: string,
    token: CancellationToken,
    harmless: T,
    work: (slice: Slice) => T | Promise<T>,
  ): Promise<T> {
    await this.#environment.yield();
    try {
      const slice = this.slice(token);
      slice.check();
      return await work(slice);
    } catch (error) {
      // The connection sends a ResponseError as the answer, whether it is thrown or returned.
      if (error instanceof Cancelled) throw new ResponseError(LSPErrorCodes.RequestCancelled, `${what}: cancelled`);
      this.report(what, error);
      return harmless;
    }
  }

  /** Runs what nobody waits for. A fault is told, and that is all; being cancelled is no fault. */
  run(what: string, work: () => void | Promise<void>): void {
    void this.attempt(what, work);
  }

  /** Like {@link run}, for callers that go on when it is done. */
  async attempt(what: string, work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Cancelled)) this.report(what, error);
    }
  }

  /** Logs a fault, the same one only once. Texts of manifests never stand in it: errors are ours, their messages name code. */
  report(what: string, error: unknown): void {
    const text = `${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    // The message and where it was thrown; who called matters less.
    const fault = text.split('\n', 3).join('\n');
    if (this.#told.has(fault)) return;
    this.#told.add(fault);
    this.#log(text);
  }

  /** For loops: see {@link Slice}. */
  slice(token?: CancellationToken): Slice {
    return new Slice(this.#environment, token);
  }
}

/** Thrown out of work that is cancelled. */
export class Cancelled extends Error {}

/** The time that work may take before it gives way to messages that wait. */
export class Slice {
  readonly #environment: Environment;
  readonly #token: CancellationToken | undefined;
  #end: number;

  constructor(environment: Environment, token: CancellationToken | undefined) {
    this.#environment = environment;
    this.#token = token;
    this.#end = environment.now() + SLICE_MS;
  }

  /** True when it is time to give way; ask before {@link pause} where a loop is hot. */
  get over(): boolean {
    return this.#environment.now() >= this.#end;
  }

  /** Throws {@link Cancelled} where the request was cancelled. */
  check(): void {
    if (this.#token?.isCancellationRequested) throw new Cancelled();
  }

  /** Call once a step of a loop: gives way when the time is over, and ends the work when it is cancelled. */
  async pause(): Promise<void> {
    if (!this.over) return;
    await this.#environment.yield();
    this.check();
    this.#end = this.#environment.now() + SLICE_MS;
  }
}
