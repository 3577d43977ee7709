import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Credentials } from '../credentials/credentials.ts';
import { environmentProxy } from './environment-proxy.ts';
import type { ClusterEntry } from '../kubeconfig/kubeconfig-entries.ts';
import { dataOrFile } from '../credentials/pem.ts';
import { ClusterTrouble } from '../trouble.ts';

/** How long a connection without requests stays open, and after what time the system asks whether the other side lives. In milliseconds. */
const KEEP_ALIVE = 30_000;

/** Keeps connections to one server, and says which proxy is in between. */
export interface Way {
  readonly agent: HttpAgent | HttpsAgent;
  /** Host and port only. */
  readonly proxy: string | undefined;
}

/** Makes the agent for a cluster as its kubeconfig wants it. Throws {@link ClusterTrouble} where a file or an address is wrong. */
export async function makeWay(
  cluster: ClusterEntry & { readonly server: string },
  { cert, key }: Pick<Credentials, 'cert' | 'key'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Way> {
  const ca = await dataOrFile(cluster.caData, cluster.caFile);
  const tls = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(cluster.tlsServerName === undefined ? {} : { servername: cluster.tlsServerName }),
    rejectUnauthorized: !cluster.insecure,
  };
  const proxyUrl = cluster.proxyUrl ?? environmentProxy(cluster.server, env);
  if (proxyUrl !== undefined) return proxied(cluster.server, proxyUrl, tls);
  const options = { keepAlive: true, keepAliveMsecs: KEEP_ALIVE, timeout: 0 };
  const plain = cluster.server.startsWith('http:');
  return { agent: plain ? new HttpAgent(options) : new HttpsAgent({ ...options, ...tls }), proxy: undefined };
}

/** Client-node knows the ways through proxies; it has its agents made when it applies a user's options to a request's. */
async function proxied(
  server: string,
  proxyUrl: string,
  tls: {
    readonly ca?: Buffer;
    readonly cert?: Buffer;
    readonly key?: Buffer;
    readonly servername?: string;
    readonly rejectUnauthorized: boolean;
  },
): Promise<Way> {
  if (!/^(https?|socks5?h?|socks4a?):\/\//u.test(proxyUrl) || !URL.canParse(proxyUrl)) {
    const message = 'The proxy for the cluster (proxy-url, or HTTPS_PROXY) is no URL. Write «http://host:port».';
    throw new ClusterTrouble('credentials', message);
  }
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: 'proxied', server, proxyUrl, skipTLSVerify: !tls.rejectUnauthorized },
    { name: 'proxied' },
  );
  const options: { agent?: HttpsAgent } & typeof tls = { ...tls };
  await config.applyToHTTPSOptions(options);
  if (options.agent === undefined) throw new ClusterTrouble('credentials', 'This kind of proxy cannot be used.');
  return { agent: options.agent, proxy: new URL(proxyUrl).host };
}
