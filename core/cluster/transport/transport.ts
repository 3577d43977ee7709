import { createHash } from 'node:crypto';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { makeWay, type Way } from './agent.ts';
import { readBody } from './body.ts';
import type { CredentialStore, Credentials } from '../credentials/credentials.ts';
import type { Definition } from '../kubeconfig/kubeconfig-entries.ts';
import { troubleOfAnswer } from './trouble-of-answer.ts';
import { troubleOfError } from './trouble-of-error.ts';
import { ClusterTrouble } from '../trouble.ts';

/** One request to the API. */
export interface Wanted {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly accept?: string;
  /** Whether the answer may be compressed; default true. A stream would wait for enough to pack. */
  readonly packed?: boolean;
  readonly body?: string;
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
}

/** What every request to the server needs. Secret. */
export interface Prepared {
  readonly server: string;
  readonly way: Way;
  readonly credentials: Credentials;
}

export interface TransportOptions {
  /** Reads the kubeconfig's entries; again after the cluster has refused the credentials, for they may be new. */
  readonly definition: () => Promise<Definition>;
  readonly credentials: CredentialStore;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds within which a connection must stand. */
  readonly connectTimeout: number;
}

/** How much of a refused request's body is read for its message. */
const ENOUGH = 64 * 1024;

/** Carries requests to one server: agent, credentials, one refresh of them after a 401, errors in words. It tries nothing twice besides. */
export class Transport {
  readonly #options: TransportOptions;
  #definition: Promise<Definition> | undefined;
  #way: { readonly fingerprint: string; readonly way: Promise<Way> } | undefined;
  /** Counts refusals, so that requests that were refused together refresh only once. */
  #refusals = 0;
  #closed = false;
  readonly #running = new Set<ClientRequest>();
  readonly #kept = new Set<() => void>();

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** Sends a request, and gives the answer as soon as its headers are there. Throws {@link ClusterTrouble} for all that is no 2xx. */
  async open(wanted: Wanted): Promise<IncomingMessage> {
    const before = this.#refusals;
    const first = await this.#send(wanted);
    if (first.statusCode !== 401) return this.#accept(first, wanted);
    first.resume();
    this.refused(before);
    return this.#accept(await this.#send(wanted), wanted);
  }

  /** The cluster did not take the credentials: forget them, unless somebody else has done so since `before`. */
  refused(before: number): void {
    if (this.#refusals !== before) return;
    this.#refusals++;
    this.#options.credentials.forget();
    this.#definition = undefined;
  }

  get refusals(): number {
    return this.#refusals;
  }

  /** Address, agent and credentials, for web sockets. */
  async prepare(): Promise<Prepared> {
    if (this.#closed) throw closed();
    const definition = await (this.#definition ??= this.#read());
    const { cluster } = definition;
    const server = cluster?.server;
    if (cluster === undefined || server === undefined || !URL.canParse(server)) {
      const message = 'The kubeconfig names no server for this context. Add its cluster with «server: https://…».';
      throw new ClusterTrouble('credentials', message);
    }
    const credentials = await this.#options.credentials.get(definition);
    const fingerprint = createHash('sha256')
      .update(credentials.cert ?? '')
      .update('\0')
      .update(credentials.key ?? '')
      .update(`\0${JSON.stringify(cluster)}`)
      .digest('base64');
    if (this.#way?.fingerprint !== fingerprint) {
      const way = makeWay({ ...cluster, server }, credentials, this.#options.env);
      this.#way = { fingerprint, way };
      // A failed one is made anew at the next request.
      way.catch(() => (this.#way = undefined));
    }
    return { server, credentials, way: await this.#way.way };
  }

  /** Has something ended when the connection is closed. Forgotten with what it returns. */
  keep(end: () => void): () => void {
    this.#kept.add(end);
    return () => this.#kept.delete(end);
  }

  /** Ends everything that runs, for good. */
  close(): void {
    this.#closed = true;
    for (const request of this.#running) request.destroy();
    for (const end of this.#kept) end();
    void this.#way?.way.then(({ agent }) => agent.destroy()).catch(() => undefined);
  }

  #read(): Promise<Definition> {
    const reading = this.#options.definition();
    reading.catch(() => (this.#definition = undefined));
    return reading;
  }

  async #accept(answer: IncomingMessage, wanted: Wanted): Promise<IncomingMessage> {
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    const { server } = await this.prepare();
    const body = await readBody(answer, ENOUGH, 'cut').catch(() => '');
    throw troubleOfAnswer({
      status,
      contentType: answer.headers['content-type'],
      retryAfter: answer.headers['retry-after'],
      body,
      what: `${wanted.method ?? 'GET'} ${wanted.path.split('?', 1)[0] ?? ''}`,
      server: shown(server),
    });
  }

  async #send(wanted: Wanted): Promise<IncomingMessage> {
    const { server, credentials, way } = await this.prepare();
    const { method = 'GET', body, signal } = wanted;
    if (signal?.aborted === true) throw cancelled();
    const headers = {
      ...credentials.headers,
      accept: wanted.accept ?? 'application/json',
      'accept-encoding': wanted.packed === false ? 'identity' : 'gzip',
      'user-agent': 'plinth',
      ...(wanted.contentType === undefined ? {} : { 'content-type': wanted.contentType }),
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    };
    const attempt = { server: shown(server), proxy: way.proxy };
    return new Promise((resolve, reject) => {
      const send = server.startsWith('http:') ? httpRequest : httpsRequest;
      const fail = (error: unknown): void => {
        if (this.#closed) reject(closed());
        else reject(signal?.aborted === true ? cancelled() : troubleOfError(error, attempt));
      };
      try {
        const outgoing = send(`${server}${wanted.path}`, {
          method,
          headers,
          agent: way.agent,
          ...(signal === undefined ? {} : { signal }),
        });
        this.#running.add(outgoing);
        const timer = setTimeout(() => {
          outgoing.destroy(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' }));
        }, this.#options.connectTimeout);
        const connected = (): void => clearTimeout(timer);
        outgoing.on('socket', (socket) => {
          if (!socket.connecting) connected();
          else socket.once(server.startsWith('http:') ? 'connect' : 'secureConnect', connected);
        });
        outgoing.on('close', () => {
          connected();
          this.#running.delete(outgoing);
        });
        outgoing.on('error', fail);
        outgoing.on('response', (answer) => {
          connected();
          // Without a listener, a cut connection after the headers would be an uncaught error. Readers get it from the stream.
          answer.on('error', () => undefined);
          resolve(answer);
        });
        outgoing.end(body);
      } catch (error) {
        // A certificate that cannot be read is told by an exception.
        fail(error);
      }
    });
  }
}

/** Why a request ended that nobody wanted any more. */
const cancelled = (): ClusterTrouble => new ClusterTrouble('cancelled', 'Cancelled.');

const closed = (): ClusterTrouble => new ClusterTrouble('cancelled', 'The connection to the cluster was closed.');

/** A server as people read it: without a password in its URL. */
export const shown = (server: string): string => server.replace(/^(https?:\/\/)[^/@]*@/u, '$1');
