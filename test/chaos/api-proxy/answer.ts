import { Transform, type TransformCallback } from 'node:stream';
import type { Fault } from './rules.ts';
import { statusOf } from './status.ts';

/** How an answer is broken off: as a server does that has had enough, as a broken network does, or within a JSON text. */
export type How = 'end' | 'reset' | 'half-line';

const NEWLINE = 10;

/**
 * Passes an answer on until it is time to break it off. `breach` is called once, when all that may still reach the client is pushed. Without a fault
 * every byte goes through as it comes.
 */
export class Answer extends Transform {
  readonly #breach: (how: 'end' | 'reset') => void;
  /** After so many lines it is over. */
  #limit = Infinity;
  #how: How = 'end';
  /** What is said last. */
  #farewell = '';
  #lines = 0;
  #over = false;

  constructor(fault: Fault | undefined, breach: (how: 'end' | 'reset') => void) {
    super();
    this.#breach = breach;
    if (fault?.kind === 'watch-gone') {
      this.#limit = fault.afterLines ?? 0;
      this.#farewell = `${JSON.stringify({ type: 'ERROR', object: statusOf(410) })}\n`;
    } else if (fault?.kind === 'drop') {
      this.#how = fault.how ?? 'end';
      this.#limit = fault.afterLines ?? (fault.afterMs === undefined ? 0 : Infinity);
      if (fault.afterMs !== undefined) this.#later(fault.afterMs);
    }
    if (this.#limit === 0 && !this.#wantsHalf) setImmediate(() => this.#finish());
  }

  /** Breaks off whatever is under way. Where half a line is wanted, half of a made-up event goes out: the real next one may never come. */
  breakNow(how: How): void {
    if (this.#over || this.writableEnded) return;
    if (how === 'half-line') this.push('{"type":"MODIFIED","object":{"kind":"Po');
    this.#how = how;
    this.#finish();
  }

  get #wantsHalf(): boolean {
    return this.#how === 'half-line';
  }

  #later(ms: number): void {
    const timer = setTimeout(() => this.breakNow(this.#how), ms);
    this.once('close', () => clearTimeout(timer));
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#farewell !== '') this.push(this.#farewell);
    this.#breach(this.#how === 'end' ? 'end' : 'reset');
  }

  /** It has ended by itself: nothing is left to break off. */
  override _flush(done: TransformCallback): void {
    this.#over = true;
    done();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let rest = chunk;
    while (!this.#over && rest.length > 0) rest = this.#take(rest);
    done();
  }

  /** Passes on what comes up to the next border that counts, and gives what is left. */
  #take(rest: Buffer): Buffer {
    if (this.#limit === Infinity) {
      this.push(rest);
      return rest.subarray(rest.length);
    }
    const end = rest.indexOf(NEWLINE) + 1 || rest.length;
    if (this.#lines >= this.#limit) {
      if (this.#wantsHalf) this.push(rest.subarray(0, Math.ceil(end / 2)));
      this.#finish();
      return rest;
    }
    this.push(rest.subarray(0, end));
    if (rest[end - 1] === NEWLINE) this.#lines += 1;
    if (this.#lines >= this.#limit && !this.#wantsHalf) this.#finish();
    return rest.subarray(end);
  }
}
