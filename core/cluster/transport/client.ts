import type { Readable } from 'node:stream';
import { readBody, unpacked } from './body.ts';
import type { RequestOptions } from '../connection.ts';
import { withDeadline } from './deadline.ts';
import type { Reading } from './reading.ts';
import { troubleOfText } from './trouble-of-answer.ts';
import { troubleOfError } from './trouble-of-error.ts';
import { ClusterTrouble } from '../trouble.ts';
import { shown, type Transport, type Wanted } from './transport.ts';

/** Largest answer that is read, in bytes. A page of 500 large objects stays far below. */
const LARGEST = 256 * 1024 * 1024;

interface StreamOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeout?: number | undefined;
}

/** Requests with time-outs, retries where they are safe, and answers that are understood. */
export class Client {
  readonly transport: Transport;
  readonly #reading: Reading;
  /** Milliseconds for a whole request, where nobody says otherwise. */
  readonly timeout: number;
  #server = 'the cluster';

  constructor(transport: Transport, reading: Reading, timeout: number) {
    this.transport = transport;
    this.#reading = reading;
    this.timeout = timeout;
  }

  /** A GET's text; tried again where that may help. */
  async text(path: string, { signal, timeout = this.timeout }: RequestOptions = {}, accept?: string): Promise<string> {
    const { text } = await this.#get(path, { signal, timeout }, accept);
    return text;
  }

  /** A GET's JSON. A body that is cut or that is none is tried again once, for connections break. */
  async json(path: string, { signal, timeout = this.timeout }: RequestOptions = {}, accept?: string): Promise<unknown> {
    const { text, status, contentType } = await this.#get(path, { signal, timeout }, accept);
    return this.#parse(text, { status, contentType, what: `GET ${bare(path)}` });
  }

  /** A write: sent once, whatever happens. */
  async send(
    wanted: Wanted & { readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' },
    options: RequestOptions = {},
  ): Promise<unknown> {
    const { signal, timeout = this.timeout } = options;
    return withDeadline(`${wanted.method} ${bare(wanted.path)}`, { signal, timeout }, async (inner) => {
      const answer = await this.transport.open({ ...wanted, signal: inner });
      const contentType = answer.headers['content-type'];
      const text = await this.#read(answer, inner);
      return this.#parse(text, {
        status: answer.statusCode ?? 0,
        contentType,
        what: `${wanted.method} ${bare(wanted.path)}`,
      });
    });
  }

  /** A GET whose body is a stream without an end in sight: `timeout` is for its beginning only. */
  async stream(
    path: string,
    options: StreamOptions,
    accept = 'application/json',
  ): Promise<{ readonly stream: Readable; readonly server: string }> {
    const { signal, timeout = this.timeout } = options;
    const { server } = await this.#prepared();
    const life = new AbortController();
    const cancel = (): void => life.abort();
    if (signal?.aborted === true) cancel();
    else signal?.addEventListener('abort', cancel);
    try {
      const answer = await this.#reading.once(
        () =>
          withDeadline(`GET ${bare(path)}`, { signal, timeout }, (inner) => {
            inner.addEventListener('abort', cancel);
            return this.transport.open({ path, accept, signal: life.signal, packed: false });
          }),
        signal,
      );
      const stream = unpacked(answer);
      stream.on('close', () => signal?.removeEventListener('abort', cancel));
      return { stream, server };
    } catch (error) {
      signal?.removeEventListener('abort', cancel);
      throw error;
    }
  }

  /** Words for what went wrong inside of a stream. */
  trouble(error: unknown, signal?: AbortSignal): ClusterTrouble {
    if (signal?.aborted === true) return new ClusterTrouble('cancelled', 'Cancelled.');
    return troubleOfError(error, { server: this.#server });
  }

  async #prepared(): Promise<{ readonly server: string }> {
    const { server } = await this.transport.prepare();
    this.#server = shown(server);
    return { server: this.#server };
  }

  #get(
    path: string,
    { signal, timeout }: { readonly signal: AbortSignal | undefined; readonly timeout: number },
    accept?: string,
  ): Promise<{ readonly text: string; readonly status: number; readonly contentType: string | undefined }> {
    return withDeadline(`GET ${bare(path)}`, { signal, timeout }, (late) =>
      this.#reading.run(async (inner) => {
        await this.#prepared();
        const answer = await this.transport.open({ path, signal: inner, ...(accept === undefined ? {} : { accept }) });
        const text = await this.#read(answer, inner);
        return { text, status: answer.statusCode ?? 0, contentType: answer.headers['content-type'] };
      }, late),
    );
  }

  async #read(answer: Parameters<typeof readBody>[0], signal: AbortSignal): Promise<string> {
    try {
      return await readBody(answer, LARGEST, 'error');
    } catch (error) {
      throw error instanceof ClusterTrouble ? error : this.trouble(error, signal);
    }
  }

  #parse(
    body: string,
    more: { readonly status: number; readonly contentType: string | undefined; readonly what: string },
  ): unknown {
    try {
      return JSON.parse(body) as unknown;
    } catch {
      throw troubleOfText({ ...more, body, server: this.#server });
    }
  }
}

const bare = (path: string): string => path.split('?', 1)[0] ?? path;
