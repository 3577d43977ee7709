// A reverse proxy between a client and an API server, for tests: it passes everything on, and lets go wrong what the test asks for.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, How } from './answer.ts';
import { makeCertificate } from './certificate.ts';
import { OF_THE_CONNECTION, withoutHeaders } from './headers.ts';
import { kubeconfigTo, type Client } from './kubeconfig.ts';
import type { LogEntry, Note } from './log.ts';
import { pass } from './pass.ts';
import { readRequest, type ApiRequest } from './request.ts';
import { matches, Rules, type ActiveRule, type Fault, type Match, type Rule } from './rules.ts';
import { refusal } from './status.ts';
import { tunnel, type Tunnel } from './upgrade.ts';
import { Dial, type Upstream } from './upstream.ts';

export interface ProxyOptions {
  /** Speaks plain HTTP to clients. By default it speaks TLS with an authority of its own, which its kubeconfig names. */
  readonly plain?: boolean;
  /**
   * As whom requests go on that bring no token: as the upstream's user (`upstream`, the default), or as nobody (`client`). A request with a token
   * always goes on with that token alone.
   */
  readonly identity?: 'upstream' | 'client';
  /** For rules with a share: numbers from 0 to 1. */
  readonly random?: () => number;
}

/** The proxy. Made by {@link startProxy}; `close` ends it. */
export class ApiProxy {
  readonly log: LogEntry[] = [];
  readonly #dial: Dial;
  readonly #rules: Rules;
  readonly #asItself: boolean;
  /** Stands for «no token» in the kubeconfig: kubectl asks at the terminal for a name where a user has nothing at all. */
  readonly #token = `nobody-${randomBytes(16).toString('hex')}`;
  readonly #certificate: { readonly key: string; readonly certificate: string } | undefined;
  readonly #since = performance.now();
  readonly #sockets = new Set<Socket>();
  readonly #open = new Set<{ readonly request: ApiRequest; readonly answer: Answer }>();
  readonly #tunnels = new Map<Tunnel, ApiRequest>();
  readonly #silenced = new Set<Socket>();
  #server: http.Server | undefined;
  #port = 0;

  constructor(upstream: Upstream, { plain = false, identity = 'upstream', random = Math.random }: ProxyOptions) {
    this.#dial = new Dial(upstream);
    this.#rules = new Rules(random);
    this.#asItself = identity === 'upstream';
    this.#certificate = plain ? undefined : makeCertificate();
  }

  /** Where clients reach it: `https://127.0.0.1:41234`. */
  get url(): string {
    return `${this.#certificate ? 'https' : 'http'}://127.0.0.1:${this.#port}`;
  }

  /** PEM of the authority that a client must trust; undefined for plain HTTP. */
  get authority(): string | undefined {
    return this.#certificate?.certificate;
  }

  /** The text of a kubeconfig whose one context, `plinth-proxy`, leads here. Tests write it to a file of their own. */
  kubeconfig(client: Client = {}): string {
    return kubeconfigTo(this.url, this.authority, { token: this.#token, ...client });
  }

  /** Lets something go wrong from the next request on. */
  rule(rule: Rule): ActiveRule {
    return this.#rules.add(rule);
  }

  /** Takes all rules away, breaks off requests that got no answer, and listens again where it did not. What was broken stays broken. */
  async heal(): Promise<void> {
    this.#rules.clear();
    for (const socket of this.#silenced) socket.destroy();
    await this.listen();
  }

  /** Breaks off the watches (or other answers) that are under way now; gives how many. */
  dropStreams(how: How = 'end', match: Match = { verb: 'watch' }): number {
    const dropped = [...this.#open].filter(({ request }) => matches(match, request));
    for (const { answer } of dropped) answer.breakNow(how);
    return dropped.length;
  }

  /** Cuts the exec streams and port-forwards that are under way now; gives how many. */
  cutTunnels(match?: Match): number {
    const cut = [...this.#tunnels].filter(([, request]) => matches(match, request));
    for (const [one] of cut) one.cut();
    return cut.length;
  }

  /** The API is down: what is under way breaks off, and connections are refused until `heal` or `listen`. */
  async refuse(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Is down for some milliseconds, then listens again at the same port. */
  async outage(ms: number): Promise<void> {
    await this.refuse();
    await sleep(ms);
    await this.listen();
  }

  /** Listens, if it does not: the first time at a free port, later at the same one. */
  async listen(): Promise<void> {
    if (this.#server) return;
    const handle = (request: http.IncomingMessage, response: http.ServerResponse): void =>
      void this.#answer(request, response).catch(() => response.destroy());
    const server = this.#certificate
      ? https.createServer({ key: this.#certificate.key, cert: this.#certificate.certificate }, handle)
      : http.createServer(handle);
    // A watch lasts, and a client may be slow on purpose.
    server.requestTimeout = 0;
    server.on('upgrade', (request, socket, bytes) => {
      void this.#upgrade(request, socket, bytes).catch(() => socket.destroy());
    });
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('tlsClientError', (_error, socket: Socket) => socket.destroy());
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Ends the proxy and every connection of it. */
  async close(): Promise<void> {
    await this.refuse();
    this.#dial.close();
  }

  #now(): number {
    return Math.round(performance.now() - this.#since);
  }

  /** Notes a request and waits out its delays; gives the fault that is left. */
  async #meet(
    incoming: http.IncomingMessage,
    upgrades: boolean,
  ): Promise<{ request: ApiRequest; fault: Fault | undefined; note: Note }> {
    const request = readRequest(incoming.method ?? 'GET', incoming.url ?? '/');
    const faults = this.#rules.faultsOf(request, upgrades);
    const entry: LogEntry = { ...request, at: this.#now(), faults: faults.map(({ kind }) => kind) };
    this.log.push(entry);
    for (const fault of faults) if (fault.kind === 'delay') await sleep(fault.ms);
    const note: Note = (facts) => void Object.assign(entry, facts);
    return { request, note, fault: faults.find(({ kind }) => kind !== 'delay') };
  }

  async #answer(incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { request, fault, note } = await this.#meet(incoming, false);
    response.once('close', () => note({ ended: this.#now() }));
    if (this.#isOver(fault, incoming.socket, note)) return;
    if (fault?.kind === 'status') {
      // A client may still be sending; its words are taken, and dropped.
      incoming.resume();
      note({ code: fault.code });
      const { headers, body } = refusal(fault);
      response.writeHead(fault.code, headers).end(body);
      return;
    }
    // Lines of a watch are counted, so it must not be compressed.
    const dropped = request.verb === 'watch' ? [...OF_THE_CONNECTION, 'accept-encoding'] : OF_THE_CONNECTION;
    const headers = this.#withoutOwnToken(withoutHeaders(incoming.headers, dropped));
    const upstream = this.#dial.request(request.method, incoming.url ?? '/', headers, this.#asItself);
    upstream.once('error', () => response.destroy());
    response.once('close', () => upstream.destroy());
    upstream.once('response', (answer) => {
      if (fault?.kind === 'lost-answer') {
        incoming.socket.destroy();
        return;
      }
      note({ code: answer.statusCode ?? 502 });
      const open = { request, answer: pass(answer, response, fault) };
      this.#open.add(open);
      response.once('close', () => this.#open.delete(open));
    });
    incoming.pipe(upstream);
  }

  async #upgrade(incoming: http.IncomingMessage, socket: Duplex, bytes: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const { request, fault, note } = await this.#meet(incoming, true);
    socket.once('close', () => note({ ended: this.#now() }));
    if (this.#isOver(fault, incoming.socket, note)) return;
    if (fault?.kind === 'status') {
      note({ code: fault.code });
      const { headers, body } = refusal(fault);
      const lines = Object.entries({ ...headers, Connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${fault.code} ${http.STATUS_CODES[fault.code] ?? ''}\r\n${lines.join('')}\r\n${body}`);
      return;
    }
    const headers = this.#withoutOwnToken(withoutHeaders(incoming.headers, ['host']));
    tunnel(this.#dial, incoming, socket, bytes, {
      headers,
      fault,
      asItself: this.#asItself,
      told: (code) => note({ code }),
      joined: (one) => this.#tunnels.set(one, request),
      left: (one) => this.#tunnels.delete(one),
    });
  }

  #withoutOwnToken(headers: http.OutgoingHttpHeaders): http.OutgoingHttpHeaders {
    const { authorization, ...rest } = headers;
    return authorization === `Bearer ${this.#token}` ? rest : headers;
  }

  /** Deals with the faults that leave a request without any answer. */
  #isOver(fault: Fault | undefined, socket: Socket, note: Note): boolean {
    if (fault?.kind === 'reset') {
      note({ ended: this.#now() });
      socket.destroy();
      return true;
    }
    if (fault?.kind !== 'silence') return false;
    this.#silenced.add(socket);
    socket.once('close', () => this.#silenced.delete(socket));
    return true;
  }
}

/** Starts a proxy in front of an API. It listens on 127.0.0.1, at a free port. */
export async function startProxy(upstream: Upstream, options: ProxyOptions = {}): Promise<ApiProxy> {
  const proxy = new ApiProxy(upstream, options);
  await proxy.listen();
  return proxy;
}
