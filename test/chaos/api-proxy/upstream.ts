import http from 'node:http';
import https from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';

/** The API behind the proxy, and as whom requests go there that name nobody themselves. */
export interface Upstream {
  /** `https://127.0.0.1:16443` or `http://127.0.0.1:8080`. */
  readonly url: string;
  /** PEM. */
  readonly authority?: string;
  /** A client certificate and its key, PEM. */
  readonly certificate?: string;
  readonly key?: string;
  readonly token?: string;
}

/** The cluster and the user of a kubeconfig's context: the current one, unless another is named. */
export function upstreamOf(kubeconfig: string, context?: string): Upstream {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new Error(`${kubeconfig} has no cluster for the context «${config.getCurrentContext()}».`);
  const user = config.getCurrentUser();
  const decoded = (base64: string | undefined): string | undefined =>
    base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString();
  const found = {
    url: cluster.server,
    authority: decoded(cluster.caData),
    certificate: decoded(user?.certData),
    key: decoded(user?.keyData),
    token: user?.token,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as unknown as Upstream;
}

/** Connections to an upstream: with its client certificate, and without, for requests that bring a token. */
export class Dial {
  readonly #upstream: Upstream;
  readonly #agents: Record<'itself' | 'client', http.Agent | https.Agent>;

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
    const { authority, certificate, key } = upstream;
    const trust = { keepAlive: true, ...(authority !== undefined && { ca: authority }) };
    const identity = certificate !== undefined && key !== undefined ? { cert: certificate, key } : {};
    const agent = (options: https.AgentOptions): http.Agent | https.Agent =>
      upstream.url.startsWith('https:') ? new https.Agent(options) : new http.Agent({ keepAlive: true });
    this.#agents = { itself: agent({ ...trust, ...identity }), client: agent(trust) };
  }

  /** Opens a request. The API server looks at a certificate before a token, so whoever brings a token comes without one. */
  request(method: string, path: string, headers: http.OutgoingHttpHeaders, asItself: boolean): http.ClientRequest {
    const { url, token } = this.#upstream;
    const { protocol, hostname, port, pathname } = new URL(url);
    const secure = protocol === 'https:';
    const bringsToken = headers['authorization'] !== undefined;
    const identified =
      !bringsToken && asItself && token !== undefined ? { ...headers, authorization: `Bearer ${token}` } : headers;
    return (secure ? https : http).request({
      method,
      host: hostname,
      port: port === '' ? (secure ? 443 : 80) : Number(port),
      path: pathname.replace(/\/$/, '') + path,
      headers: identified,
      agent: this.#agents[bringsToken || !asItself ? 'client' : 'itself'],
    });
  }

  close(): void {
    this.#agents.itself.destroy();
    this.#agents.client.destroy();
  }
}
