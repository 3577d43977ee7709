import { authProviderToken } from './auth-provider.ts';
import { PLUGIN_TIMEOUT, runPlugin, type ExecCredential } from './exec-plugin.ts';
import { impersonation } from './impersonation.ts';
import type { Definition, UserEntry } from '../kubeconfig/kubeconfig-entries.ts';
import { dataOrFile, readFileIfNamed } from './pem.ts';

/** What a request carries to say who asks. Secret. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
}

export interface CredentialOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds for an exec plugin. */
  readonly pluginTimeout?: number | undefined;
  readonly now: () => number;
}

/** A token file is read again after this time, in milliseconds, as client-go does: it rotates. */
const TOKEN_FILE_AGE = 60_000;

/** Credentials are renewed this long before they expire, in milliseconds. */
const EARLY = 10_000;

/** Refused credentials of a plugin that are younger than this, in milliseconds, are not asked for again. */
const FRESH = 10_000;

/** A plugin that failed is left alone so long, in milliseconds: it may open a browser each time. */
const AFTER_FAILURE = 25_000;

/** Gives a user's credentials, and keeps those that are costly to get. One for each connection. */
export class CredentialStore {
  readonly #options: CredentialOptions;
  #plugin: ExecCredential | undefined;
  #failed: Error | undefined;
  /** When a plugin ended last. */
  #ran = -Infinity;
  #running: Promise<ExecCredential> | undefined;
  #file: { readonly path: string; readonly token: string; readonly read: number } | undefined;

  constructor(options: CredentialOptions) {
    this.#options = options;
  }

  /** Forgets what it has: the cluster has refused it. What a plugin gave a moment ago stays, for it would only give the same again. */
  forget(): void {
    if (this.#options.now() - this.#ran > FRESH) this.#plugin = undefined;
    this.#file = undefined;
  }

  /** Throws {@link ClusterTrouble} of kind `credentials`. Requests at the same time share one run of a plugin. */
  async get({ user, cluster }: Definition): Promise<Credentials> {
    if (user === undefined) return { headers: {}, cert: undefined, key: undefined };
    let cert = await dataOrFile(user.certData, user.certFile);
    let key = await dataOrFile(user.keyData, user.keyFile);
    const headers: Record<string, string | string[]> = impersonation(user);
    const plugin = user.exec === undefined ? undefined : await this.#ofPlugin(user.exec, cluster);
    if (plugin?.cert !== undefined) {
      cert = Buffer.from(plugin.cert);
      key = plugin.key === undefined ? key : Buffer.from(plugin.key);
    }
    const token = plugin === undefined ? await this.#token(user) : plugin.token;
    if (token !== undefined) headers['Authorization'] = `Bearer ${token}`;
    else if (user.username !== undefined) headers['Authorization'] = basic(user);
    return { headers, cert, key };
  }

  async #token(user: UserEntry): Promise<string | undefined> {
    // The file wins over the text, as in client-go: it is the one that rotates.
    if (user.tokenFile !== undefined) return this.#ofFile(user.tokenFile);
    if (user.token !== undefined) return user.token;
    return user.authProvider === undefined ? undefined : authProviderToken(user.authProvider);
  }

  async #ofFile(path: string): Promise<string> {
    const now = this.#options.now();
    if (this.#file?.path === path && now - this.#file.read < TOKEN_FILE_AGE) return this.#file.token;
    const token = ((await readFileIfNamed(path)) ?? Buffer.alloc(0)).toString('utf8').trim();
    this.#file = { path, token, read: now };
    return token;
  }

  async #ofPlugin(exec: NonNullable<UserEntry['exec']>, cluster: Definition['cluster']): Promise<ExecCredential> {
    const known = this.#plugin;
    if (known !== undefined && (known.expires === undefined || known.expires - EARLY > this.#options.now()))
      return known;
    const { env, pluginTimeout: timeout = PLUGIN_TIMEOUT } = this.#options;
    if (this.#failed !== undefined && this.#options.now() - this.#ran < AFTER_FAILURE) throw this.#failed;
    // No signal: others wait for the same run. The time-out ends it.
    this.#running ??= runPlugin(exec, cluster, { env, timeout }).finally(() => {
      this.#running = undefined;
    });
    try {
      this.#plugin = await this.#running;
      this.#failed = undefined;
      return this.#plugin;
    } catch (error) {
      this.#failed = error instanceof Error ? error : new Error('The plugin failed.');
      throw error;
    } finally {
      this.#ran = this.#options.now();
    }
  }
}

const basic = ({ username = '', password = '' }: UserEntry): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
