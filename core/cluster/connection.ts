import type { Duplex, Readable } from 'node:stream';
import type { Json } from '../../engines/model/object.ts';
import type { KubeContext } from './context.ts';

/** A kind of object as the API serves it: its path and its verbs. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** In the plural, as in paths: `statefulsets`. */
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** An object as the API gives it. */
export type ApiObject = Readonly<Record<string, Json>> & {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ApiMetadata;
};

export type ApiMetadata = Readonly<Record<string, Json>> & {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
};

/** Names one object. */
export interface ObjectName {
  readonly resource: Resource;
  /** Undefined for cluster-wide ones. */
  readonly namespace: string | undefined;
  readonly name: string;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole request; the connection's default where absent. */
  readonly timeout?: number;
}

/** Which objects of a collection; absent is all. */
export interface ListOptions extends RequestOptions {
  readonly labelSelector?: string;
  /** `metadata.name=orders`. */
  readonly fieldSelector?: string;
}

export interface WatchOptions extends ListOptions {
  /** Called when the server has taken the watch up; events may be long in coming. */
  readonly opened?: () => void;
}

/** Where a command runs. */
export interface ExecTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface ExecResult {
  /** Undefined where the stream broke off before the command's end was told: nothing is known then. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecOptions extends RequestOptions {
  readonly stdin?: string;
  /** More output than this is an error. Default 1 MiB. */
  readonly largest?: number;
}

/** One operation of a JSON patch. https://www.rfc-editor.org/rfc/rfc6902 */
export type PatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string };

export interface WriteOptions extends RequestOptions {
  /** The server checks everything, admission included, and changes nothing. */
  readonly dryRun?: boolean;
}

export interface RemoveOptions extends WriteOptions {
  /** Only this very object: a namesake made since is left alone (409). */
  readonly uid?: string;
  readonly resourceVersion?: string;
  /** What becomes of the objects that it owns. The server's default where absent. */
  readonly propagation?: 'Foreground' | 'Background' | 'Orphan';
  readonly graceSeconds?: number;
  /**
   * A pod, by the Eviction API: `busy` as long as a PodDisruptionBudget does not allow it. Wants the right to create `pods/eviction` in place of deleting pods.
   * https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
   */
  readonly evict?: true;
}

/** A local port that leads to a pod's port until it is closed. */
export interface Forward {
  readonly port: number;
  close(): Promise<void>;
}

/** One list page after the other, all at one resourceVersion. */
export interface Page {
  readonly items: readonly ApiObject[];
  readonly resourceVersion: string;
  /** The list had to start over: the pages before this one are void. */
  readonly restarted?: boolean;
}

/** What a watch tells; `BOOKMARK` has only a resourceVersion. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: ApiObject;
}

/** Whether one may do something; `reason` is the API's own, where it says one. */
export interface Access {
  readonly allowed: boolean;
  readonly reason?: string;
}

/** A question of rights, as SelfSubjectAccessReview asks it. */
export interface Right {
  readonly verb: string;
  readonly resource: Resource;
  readonly subresource?: string;
  /** Undefined: in all namespaces. */
  readonly namespace?: string;
  readonly name?: string;
}

/** What one may do in a namespace. */
export interface Rules {
  readonly rules: readonly {
    readonly verbs?: readonly string[];
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
    readonly resourceNames?: readonly string[];
  }[];
  /** The cluster’s authoriser cannot list all rules: what is not here may be allowed all the same. */
  readonly incomplete: boolean;
}

/**
 * A cluster as one context leads to it. Everything that core does to a cluster goes through here; errors are {@link ClusterTrouble}s whose
 * message says in plain words what to do. Reads are tried again by themselves where that is safe (connection lost, 429, 5xx); writes never: after
 * one that broke off (`unreachable`, `timeout`) nobody knows whether it happened, and whoever made it looks.
 */
export interface Connection {
  readonly context: KubeContext;
  /** The server's version: `1.36.3`. */
  version(options?: RequestOptions): Promise<string>;
  /** All resources that the server serves, each in its preferred version; groups that cannot be read are left out and named in `missing`. */
  discover(
    options?: RequestOptions,
  ): Promise<{ readonly resources: readonly Resource[]; readonly missing: readonly string[] }>;
  read(name: ObjectName, options?: RequestOptions): Promise<ApiObject>;
  /** Pages of a list, in one namespace or (undefined) in all. */
  list(resource: Resource, namespace: string | undefined, options?: ListOptions): AsyncIterable<Page>;
  /**
   * Events since a resourceVersion, with bookmarks. Ends normally where the server ends it; throws {@link ClusterTrouble} with kind `expired` on 410,
   * and others where the connection breaks.
   */
  watch(
    resource: Resource,
    namespace: string | undefined,
    resourceVersion: string,
    options?: WatchOptions,
  ): AsyncIterable<WatchEvent>;
  /** Any GET that answers JSON or text: statistics of a node, an operator's REST interface behind the API's proxy. */
  get(path: string, options?: RequestOptions): Promise<string>;
  may(right: Right, options?: RequestOptions): Promise<Access>;
  /** All rules that hold for one in a namespace, as far as the cluster can list them. */
  rules(namespace: string, options?: RequestOptions): Promise<Rules>;
  /** What the server would make of an object, defaults and webhooks included, by server-side apply as a dry run. Nothing is changed. */
  dryRun(object: ApiObject, name: ObjectName, options?: RequestOptions): Promise<ApiObject>;
  /** Makes an object; a namesake that exists is a `conflict`. The answer is the object as the server keeps it. */
  create(object: ApiObject, name: ObjectName, options?: WriteOptions): Promise<ApiObject>;
  /** Puts a whole object; its `metadata.resourceVersion` must be the newest, else `conflict`: compare-and-set. */
  replace(object: ApiObject, name: ObjectName, options?: WriteOptions): Promise<ApiObject>;
  /** A JSON patch, all of it or nothing. A `test` that fails is `invalid`. */
  patch(name: ObjectName, operations: readonly PatchOperation[], options?: WriteOptions): Promise<ApiObject>;
  /** Removes an object. One that is gone already is `missing`; a wrong uid or resourceVersion `conflict`. */
  remove(name: ObjectName, options?: RemoveOptions): Promise<void>;
  exec(target: ExecTarget, command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** An interactive command with a terminal; the stream carries both ways. `resize` tells the terminal's size. */
  terminal(
    target: ExecTarget,
    command: readonly string[],
    options?: RequestOptions,
  ): Promise<{
    readonly stream: Duplex;
    resize(columns: number, rows: number): void;
    readonly ended: Promise<number | undefined>;
  }>;
  logs(
    target: ExecTarget,
    options?: RequestOptions & { readonly follow?: boolean; readonly tailLines?: number; readonly previous?: boolean },
  ): Promise<Readable>;
  /** Opens a port on 127.0.0.1 (the given one, or any). */
  forward(
    pod: { readonly namespace: string; readonly pod: string; readonly port: number },
    local?: number,
  ): Promise<Forward>;
  /** Ends every stream and request. */
  close(): void;
}
