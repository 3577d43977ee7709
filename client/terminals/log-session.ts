import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { printable } from './printable.ts';
import type { Screen } from './stream-session.ts';

/** Ctrl+C as a terminal sends it. */
const INTERRUPT = '\u0003';

/** A log that is followed in a terminal: Ctrl+C stops, Enter goes on where it has ended. */
export class LogSession {
  readonly #start: (signal: AbortSignal) => Promise<Readable>;
  readonly #screen: Screen;
  #abort = new AbortController();
  #runs = false;
  #closed = false;

  constructor(start: (signal: AbortSignal) => Promise<Readable>, screen: Screen) {
    this.#start = start;
    this.#screen = screen;
  }

  /** Follows the log until it ends. Never rejects: what goes wrong stands in the terminal. */
  async open(greeting: string): Promise<void> {
    this.#say(greeting);
    this.#runs = true;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const decoder = new StringDecoder('utf8');
    let ended = 'The log has ended.';
    try {
      const stream = await this.#start(signal);
      signal.addEventListener('abort', () => stream.destroy(), { once: true });
      for await (const chunk of stream) this.#screen.write(printable(decoder.write(chunk as Buffer)));
    } catch (error) {
      if (!signal.aborted) ended = error instanceof Error ? error.message : String(error);
    }
    this.#runs = false;
    if (signal.aborted) ended = 'Stopped.';
    this.#say(`${ended} Enter follows it again.`);
  }

  input(text: string): void {
    if (text === INTERRUPT) this.#abort.abort();
    else if (!this.#runs && text === '\r') void this.open('Following the log again; Ctrl+C stops.');
  }

  close(): void {
    this.#closed = true;
    this.#abort.abort();
  }

  #say(text: string): void {
    if (!this.#closed) this.#screen.write(`\r\n\u001b[2m${text}\u001b[0m\r\n`);
  }
}
