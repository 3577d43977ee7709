/** One context of a kubeconfig, as people choose it. Holds no secret. */
export interface KubeContext {
  /** Unique among all contexts that are known: the name, with the file beside it where two files use one name. */
  readonly id: string;
  readonly name: string;
  /** The file that says so; clusters and users may stand in others (KUBECONFIG names several). */
  readonly file: string;
  readonly cluster: string;
  /** `https://10.0.0.1:6443`; undefined where the context names a cluster that no file has. */
  readonly server: string | undefined;
  readonly user: string | undefined;
  readonly namespace: string | undefined;
  /** The one that `current-context` names. */
  readonly current: boolean;
  /** How one proves who one is, in a word for people: `client certificate`, `token`, `token file`, `exec aws`, `OIDC`, `none`. */
  readonly credentials: string;
  /** The user that one acts as (`as`, impersonation). */
  readonly impersonates: string | undefined;
  /** What is wrong with it before anything was tried: «the user «x» is in no kubeconfig». */
  readonly problems: readonly string[];
  /** The file whose context of the same name kubectl uses instead of this one; absent where kubectl uses this one. */
  readonly shadowedBy?: string;
}

/** A kubeconfig that could not be read, with the place and what to do. */
export interface UnreadableKubeconfig {
  readonly file: string;
  readonly message: string;
}

export interface KubeContexts {
  readonly contexts: readonly KubeContext[];
  readonly unreadable: readonly UnreadableKubeconfig[];
  /** The files that were looked for, in their order, whether they exist or not. */
  readonly files: readonly string[];
}
