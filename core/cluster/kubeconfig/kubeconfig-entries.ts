/** A cluster of a kubeconfig, with paths made absolute. https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ */
export interface ClusterEntry {
  /** The file that says so. */
  readonly file: string;
  readonly server: string | undefined;
  readonly tlsServerName: string | undefined;
  readonly insecure: boolean;
  readonly caFile: string | undefined;
  /** Base64. */
  readonly caData: string | undefined;
  readonly proxyUrl: string | undefined;
}

/** How an exec credential plugin is run. https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins */
export interface ExecEntry {
  readonly apiVersion: string | undefined;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly installHint: string | undefined;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: string | undefined;
}

/** A user of a kubeconfig, with paths made absolute. Holds secrets: it stays inside of this folder. */
export interface UserEntry {
  readonly file: string;
  readonly certFile: string | undefined;
  /** Base64. */
  readonly certData: string | undefined;
  readonly keyFile: string | undefined;
  /** Base64. */
  readonly keyData: string | undefined;
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly exec: ExecEntry | undefined;
  readonly authProvider: { readonly name: string; readonly config: Readonly<Record<string, string>> } | undefined;
  readonly as: string | undefined;
  readonly asUid: string | undefined;
  readonly asGroups: readonly string[];
  readonly asExtra: Readonly<Record<string, readonly string[]>>;
}

export interface ContextEntry {
  readonly file: string;
  readonly name: string;
  readonly cluster: string;
  readonly user: string | undefined;
  readonly namespace: string | undefined;
}

/** One kubeconfig as it was read. */
export interface KubeconfigFile {
  readonly file: string;
  readonly current: string | undefined;
  readonly contexts: readonly ContextEntry[];
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  /** Entries that are passed over, each with its place: «users[2] has no name». */
  readonly problems: readonly string[];
}

/** What a context leads to. */
export interface Definition {
  readonly cluster: ClusterEntry | undefined;
  readonly user: UserEntry | undefined;
}
