import type { Duplex } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** A terminal's size in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A command with a terminal, as {@link Connection.terminal} gives it. */
export interface RunningCommand {
  readonly stream: Duplex;
  resize(columns: number, rows: number): void;
  readonly ended: Promise<number | undefined>;
}

/** What a terminal of the editor is told. */
export interface Screen {
  write(text: string): void;
  /** The terminal's process has ended; without a code nothing is known of how. */
  close(code: number | undefined): void;
}

/** A command in a pod behind a terminal of the editor: what is typed goes there, what it prints comes back. */
export class StreamSession {
  readonly #start: (signal: AbortSignal) => Promise<RunningCommand>;
  readonly #screen: Screen;
  readonly #abort = new AbortController();
  readonly #decoder = new StringDecoder('utf8');
  #running: RunningCommand | undefined;
  #size: Size | undefined;

  constructor(start: (signal: AbortSignal) => Promise<RunningCommand>, screen: Screen) {
    this.#start = start;
    this.#screen = screen;
  }

  /** Starts the command. Never rejects: what goes wrong stands in the terminal. */
  async open(greeting: string, size: Size | undefined): Promise<void> {
    this.#size = size;
    this.#screen.write(`\u001b[2m${greeting}\u001b[0m\r\n`);
    try {
      const running = await this.#start(this.#abort.signal);
      if (this.#abort.signal.aborted) return void running.stream.destroy();
      this.#running = running;
      if (this.#size !== undefined) running.resize(this.#size.columns, this.#size.rows);
      running.stream.on('data', (chunk: Buffer) => this.#screen.write(this.#decoder.write(chunk)));
      running.stream.on('error', (error) => this.#say(error.message));
      const code = await running.ended;
      this.#running = undefined;
      this.#say(
        code === undefined
          ? 'The connection ended; whether the command did is not known.'
          : `Ended with exit code ${code}.`,
      );
      if (code === 0) this.#screen.close(0);
    } catch (error) {
      this.#running = undefined;
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  input(text: string): void {
    // What has ended stays to be read; any key closes it.
    if (this.#running === undefined) this.#screen.close(undefined);
    else this.#running.stream.write(text);
  }

  resize(size: Size): void {
    this.#size = size;
    this.#running?.resize(size.columns, size.rows);
  }

  close(): void {
    this.#abort.abort();
    this.#running?.stream.destroy();
  }

  #say(text: string): void {
    if (!this.#abort.signal.aborted)
      this.#screen.write(`\r\n\u001b[2m${text} Any key closes this terminal.\u001b[0m\r\n`);
  }
}
