import { stringify } from 'yaml';

/** Who the kubeconfig says the client is. */
export interface Client {
  /** A bearer token, for instance of a ServiceAccount. Without one, requests go on as the proxy's option `identity` says. */
  readonly token?: string;
  readonly namespace?: string;
}

const NAME = 'plinth-proxy';

/** The text of a kubeconfig with one context, `plinth-proxy`. `authority` is PEM; none for plain HTTP. */
export function kubeconfigTo(
  server: string,
  authority: string | undefined,
  { token, namespace }: Client & { readonly token: string },
): string {
  // Node's client of Kubernetes refuses plain HTTP where this is not said.
  const trust =
    authority === undefined
      ? { 'insecure-skip-tls-verify': true }
      : { 'certificate-authority-data': Buffer.from(authority).toString('base64') };
  const context = { cluster: NAME, user: NAME, ...(namespace !== undefined && { namespace }) };
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: NAME, cluster: { server, ...trust } }],
    users: [{ name: NAME, user: { token } }],
    contexts: [{ name: NAME, context }],
    'current-context': NAME,
  });
}
