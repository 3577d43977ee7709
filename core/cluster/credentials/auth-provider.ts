import type { UserEntry } from '../kubeconfig/kubeconfig-entries.ts';
import { ClusterTrouble } from '../trouble.ts';

type Provider = NonNullable<UserEntry['authProvider']>;

/** Kept for each configuration, because it refreshes a token once and remembers it. */
const oidc = new WeakMap<Provider, Promise<string>>();

/** The token of an `auth-provider`. Only `oidc` is left of them: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#configuring-kubectl */
export async function authProviderToken(provider: Provider): Promise<string> {
  if (provider.name !== 'oidc') {
    const message = `The kubeconfig proves who you are by the «auth-provider» «${provider.name}», which kubectl has dropped, too. Get a new kubeconfig with an exec plugin (Google: gke-gcloud-auth-plugin; Azure: kubelogin).`;
    throw new ClusterTrouble('credentials', message);
  }
  const known = oidc.get(provider) ?? oidcToken(provider);
  oidc.set(provider, known);
  try {
    return await known;
  } catch (error) {
    oidc.delete(provider);
    throw error;
  }
}

async function oidcToken(provider: Provider): Promise<string> {
  // By its own file: the package's index loads every class of the API, which takes half a second.
  const { OpenIDConnectAuth } = await import('@kubernetes/client-node/dist/oidc_auth.js');
  const headers: Record<string, string> = {};
  const user = { name: 'oidc', authProvider: { name: 'oidc', config: { ...provider.config } } };
  try {
    await new OpenIDConnectAuth().applyAuthentication(user, { headers });
  } catch {
    // The error may hold the issuer's answer, and with it a token: it is no cause.
    throw expired(provider);
  }
  // Without a refresh token, or with no token at all, the library gives nothing.
  if (headers['Authorization'] === undefined) throw expired(provider);
  return headers['Authorization'].replace(/^Bearer /u, '');
}

function expired({ config }: Provider): ClusterTrouble {
  const issuer = config['idp-issuer-url'] ?? 'its issuer';
  const message = `The OIDC token of the kubeconfig is missing or has expired, and could not be renewed at ${issuer}. Log in again the way your cluster wants it.`;
  return new ClusterTrouble('credentials', message);
}
