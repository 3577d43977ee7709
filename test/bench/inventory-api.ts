import { Agent, request } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';

/** Requests that run at one time. */
const AT_ONCE = 16;
const ANSWER_MS = 20_000;

/** Writes to the practice cluster's API over a few connections that stay open. */
export class PracticeApi {
  readonly #agent: Agent;
  readonly #server: string;

  constructor(kubeconfig: string) {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    const cluster = config.getCurrentCluster();
    const user = config.getCurrentUser();
    if (!cluster || !user) throw new Error('the practice cluster’s kubeconfig names no cluster or no user');
    this.#server = cluster.server;
    const decoded = (data: string | undefined): Buffer => Buffer.from(data ?? '', 'base64');
    this.#agent = new Agent({
      keepAlive: true,
      maxSockets: AT_ONCE,
      ca: decoded(cluster.caData),
      cert: decoded(user.certData),
      key: decoded(user.keyData),
    });
  }

  /** Makes an object; gives it as the cluster has it. */
  create<Made>(path: string, body: unknown): Promise<Made> {
    return this.#send('POST', path, 'application/json', body) as Promise<Made>;
  }

  /** A merge patch. */
  patch(path: string, body: unknown): Promise<unknown> {
    return this.#send('PATCH', path, 'application/merge-patch+json', body);
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, path: string, type: string, body: unknown): Promise<unknown> {
    const text = JSON.stringify(body);
    const headers = { 'content-type': type, 'content-length': Buffer.byteLength(text), accept: 'application/json' };
    return new Promise((resolve, reject) => {
      const asked = request(
        `${this.#server}${path}`,
        { method, agent: this.#agent, headers, timeout: ANSWER_MS },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const said = Buffer.concat(chunks).toString();
            const status = answer.statusCode ?? 0;
            if (status < 300) resolve(JSON.parse(said));
            else reject(new Error(`${method} ${path}: ${status} ${said.slice(0, 300)}`));
          });
        },
      );
      asked.on('timeout', () => asked.destroy(new Error(`${method} ${path}: no answer`)));
      asked.on('error', reject);
      asked.end(text);
    });
  }
}

/** Works through a list, as many at one time as there are connections; after an error nothing more is begun. */
export async function inTurns<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
