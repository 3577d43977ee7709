/**
 * The messages that only Plinth's server and client have, beside the protocol's own. Both sides name and type them from here; the
 * file imports nothing at run time.
 */
import type { Range } from 'vscode-languageserver-types';
import type { RuleId, Severity } from '../rules/rule.ts';

/** How many findings there are of each severity. */
export type SeverityCounts = Readonly<Record<Severity, number>>;

/** Request, client to server: the page of a rule. */
export const RULE_DOCUMENTATION = 'plinth/ruleDocumentation';

export interface RuleDocumentationParams {
  readonly rule: RuleId;
}

export interface RuleDocumentationResult {
  readonly rule: RuleId;
  readonly title: string;
  /** The whole page. For a rule that this server does not know, a sentence that says so. */
  readonly markdown: string;
}

/** Request, client to server: read the workspace folders anew and lint all of them. Answers when every file is done; findings come as diagnostics. */
export const LINT_WORKSPACE = 'plinth/lintWorkspace';

export interface LintWorkspaceResult {
  /** Files that were read as manifests. */
  readonly files: number;
  readonly filesWithFindings: number;
  readonly databases: number;
  readonly findings: number;
  readonly bySeverity: SeverityCounts;
  readonly durationMs: number;
}

/** Notification, server to client: what the status bar shows. Sent when it changes, at most a few times a second. */
export const STATUS = 'plinth/status';

export interface StatusParams {
  /** `indexing` while workspace folders are being read. */
  readonly state: 'indexing' | 'ready';
  /** Manifests in sight: open ones, and those of the workspace folders read so far. */
  readonly files: number;
  readonly databases: number;
  readonly findings: SeverityCounts;
}

/** An object of the API as plain data. */
export type PlainObject = Readonly<Record<string, unknown>>;

/**
 * Notification, client to server: what the connected cluster offers. The server never talks to a cluster; this is all it knows of one. `null`: none is
 * connected any more.
 */
export const CLUSTER_SNAPSHOT = 'plinth/clusterSnapshot';

/** What one may not read is absent: unknown, not none. */
export interface ClusterSnapshot {
  /** The context's name, for messages. */
  readonly context: string;
  /** `1.36.3`. */
  readonly version?: string;
  readonly storageClasses?: readonly PlainObject[];
  readonly snapshotClasses?: readonly PlainObject[];
  /** Zones of nodes. */
  readonly zones?: readonly string[];
  readonly nodes?: number;
}

/**
 * Request, client to server: the rules, run on live objects. Secrets' values are never among them. Severities are those of the editor's first
 * folder (its `.plinth.yaml` and settings); an annotation `plinth.dev/ignore.<area>.<rule>: reason` on the object or its workload suppresses.
 */
export const LINT_LIVE = 'plinth/lintLive';

export interface LintLiveParams {
  /** Workloads with what belongs to them; those of one call see each other, and nothing of the workspace. */
  readonly objects: readonly PlainObject[];
  /** Of the cluster that has them. */
  readonly snapshot?: ClusterSnapshot | undefined;
  /**
   * Kinds of which all objects that have to do with these workloads are here (`['Service', 'CronJob', 'VolumeSnapshot']`), or true for every
   * kind. Rules that conclude from what is not there need them: workload/service-not-found `Service`; storage/class-deletes `CronJob` and
   * `VolumeSnapshot`; workload/dangling-reference `Secret`, `ConfigMap`, `PersistentVolumeClaim` and `ServiceAccount`. Without them they say
   * nothing.
   */
  readonly complete?: boolean | readonly string[] | undefined;
}

export interface LiveFinding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly message: string;
  /** The object in which it lies. */
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
  };
  /** The workload of the database that it is about. */
  readonly workload: { readonly kind: string; readonly namespace?: string; readonly name: string };
  /** The field, there or missing: `spec.template.spec.containers[0].image`; empty for the object as a whole. */
  readonly path: string;
}

export interface LintLiveResult {
  readonly findings: readonly LiveFinding[];
}

/** Request, client to server: where an object stands in the workspace. */
export const FIND_OBJECT = 'plinth/findObject';

export interface FindObjectParams {
  readonly kind: string;
  readonly name: string;
  /** Objects without a namespace in their manifest count for any. */
  readonly namespace?: string;
}

export interface FindObjectResult {
  /** The nearest first: those whose namespace is said before those that say none, whole objects before patches. */
  readonly places: readonly {
    readonly uri: string;
    /** Of the object's `metadata.name`. */
    readonly range: Range;
    /** The object as data, for a comparison with the live one; absent where a template or an overlay hides what will be applied. */
    readonly body?: PlainObject;
  }[];
}

/** Request, client to server: the objects of a file as they will be applied. */
export const WRITTEN_OBJECTS = 'plinth/writtenObjects';

export interface WrittenObjectsParams {
  readonly uri: string;
}

export interface WrittenObjectsResult {
  /** In their order. `body` is absent where the file alone does not say what is applied: a patch, a template, an overlay that changes it. */
  readonly objects: readonly { readonly kind: string; readonly name?: string; readonly body?: PlainObject }[];
}

/** Request, client to server: where fields of those objects stand in the file as it is now. */
export const PLACES = 'plinth/places';

export interface PlacesParams {
  readonly uri: string;
  /** `object`: its number, from 0. */
  readonly fields: readonly { readonly object: number; readonly path: readonly (string | number)[] }[];
}

export interface PlacesResult {
  /** As asked for; null where there is no such object any more. */
  readonly ranges: readonly (Range | null)[];
}

/** The section of the editor's settings that the server asks for, for each resource. */
export const SETTINGS_SECTION = 'plinth';

/** The settings of one resource as the server reads them; what is missing or of a wrong type counts as the default. */
export interface Settings {
  /** False: no findings for this resource. Default true. */
  readonly enable?: boolean;
  /** Severity, or `off`, by rule, area (`probes/*`) or all (`*`); wins over `.plinth.yaml`. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  /** Globs of files to leave alone, relative to the workspace folder; added to those of `.plinth.yaml`. */
  readonly ignore?: readonly string[];
  /** `1.31`: the cluster's version, where `.plinth.yaml` does not say. */
  readonly kubernetesVersion?: string;
  readonly codeLens?: { readonly enable?: boolean };
  /** Check, complete and explain the fields of Kubernetes' own kinds. Default `auto`: unless another extension does. */
  readonly schemas?: 'auto' | 'on' | 'off';
}

/** Commands of the client that code lenses, hovers and code actions of the server name. */
export const COMMANDS = {
  /** Opens a rule's page. Argument: the rule's id. */
  explainRule: 'plinth.explainRule',
  /** Shows the findings of one database. Argument: {@link ShowRisksArgument}. */
  showRisks: 'plinth.showRisks',
  /** Shows what depends on an object. Argument: {@link ShowUsesArgument}. */
  showUses: 'plinth.showUses',
} as const;

/** What `plinth.showRisks` gets: the database's place, and its findings as one goes from one to the next. */
export interface ShowRisksArgument {
  readonly uri: string;
  /** Where the code lens stands: the workload's `kind`. */
  readonly range: Range;
  /** Kind/name of the workload. */
  readonly object: string;
  /** Places of the findings, the worst first. */
  readonly findings: readonly { readonly uri: string; readonly range: Range }[];
}

/** What `plinth.showUses` gets: the object's place, and the places that name it. */
export interface ShowUsesArgument {
  readonly uri: string;
  /** Where the code lens stands: the object's `kind`. */
  readonly range: Range;
  readonly uses: readonly { readonly uri: string; readonly range: Range }[];
}

/** What the client says in `initializationOptions`; everything is optional, so that any editor works. */
export interface InitializationOptions {
  /** Commands of {@link COMMANDS} that the client has; code lenses and actions that need others are left out. Default: none. */
  readonly commands?: readonly string[];
  /** Another extension checks, completes and explains fields of YAML. Default: none does. */
  readonly otherSchemas?: boolean;
}
