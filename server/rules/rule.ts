import type { BackupJob, Database } from '../../engines/model/database.ts';
import type { Source } from '../../engines/model/field.ts';
import type { ObjectLookup } from '../../engines/model/lookup.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { ManifestEditor } from '../edits/editor.ts';
import type { DatabaseChange } from '../changes/database-change.ts';
import type { ClusterSnapshot } from '../protocol/messages.ts';

/** How loud a finding is: data lost or nothing works; an outage or leak that waits for its day; good practice; a hint. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** `storage/ephemeral-data`. Public: settings, suppress comments and reports use it, so it never changes its meaning. */
export type RuleId = `${string}/${string}`;

/** One thing the linter knows. A value, one file each; pages, settings schema and tables are generated from it. */
export interface Rule<Subject = Database> {
  readonly id: RuleId;
  /** The default; a single report may say otherwise where the catalogue does. */
  readonly severity: Severity;
  /** A short sentence without a full stop: «Data directory on storage that dies with the pod». */
  readonly title: string;
  /** Markdown, one to three short paragraphs: what happens to whom, and why. */
  readonly why: string;
  /** Markdown: when it fires and when it stays silent, in one or two sentences each. */
  readonly when: string;
  /** URLs, or manuals and sections, that back what `why` says. */
  readonly sources: readonly string[];
  /** Rules whose findings on the same thing (see {@link Report.thing}) this one makes superfluous: one cause, one finding. */
  readonly silences?: readonly RuleId[];
  /** Markdown for the section «When it already runs» of the page, wherever a careful fix cannot just be applied to a running database. */
  readonly whenItRuns?: string;
  /**
   * When it speaks of live objects: `never` where it is about manifests alone; where it concludes from what is not there, only when all objects
   * of these kinds are known. Without it: always.
   */
  readonly live?: 'never' | readonly string[];
  /** The smallest manifests that show it; both are tests. */
  readonly examples: { readonly bad: string; readonly good: string };
  /** Of a rule about changes: the manifest as it was; the examples are what it becomes. */
  readonly exampleBefore?: string;
  /** The cluster to which the examples are applied, for a rule that needs one. A snapshot as the client sends it. */
  readonly exampleCluster?: ClusterSnapshot;
  readonly check: (subject: Subject, context: RuleContext) => Iterable<Report>;
}

/** What a rule may ask besides its subject. */
export interface RuleContext {
  readonly lookup: ObjectLookup;
  /** `1.31`, from `.plinth.yaml`, the settings or the connected cluster, in this order; undefined where none says. */
  readonly kubernetesVersion: string | undefined;
  /** What is known of the connected cluster; undefined where none is connected. */
  readonly cluster: Cluster | undefined;
  /** The subject is what a cluster has, not what a manifest says. */
  readonly live: boolean;
  /** The databases of the same workload, the subject among them. */
  readonly siblings: readonly Database[];
}

/** What a rule found. */
export interface Report {
  /** The narrowest place that shows it. */
  readonly source: Source;
  /** Plain words: what will happen to whom, and why. No secret value, ever. */
  readonly message: string;
  readonly severity?: Severity;
  /**
   * What the report is about, as Kind/name, when it is not the object in which `source` lies. The linter itself names the workload
   * for places in Services, ConfigMaps and the like.
   */
  readonly object?: KubeObject;
  /** What it is about within the database, for {@link Rule.silences}: `data`, `volume:NAME`, `container:NAME`, `probe:liveness`. Default `data`. */
  readonly thing?: string;
  readonly related?: readonly { readonly source: Source; readonly message: string }[];
  readonly fixes?: readonly Fix[];
}

/**
 * A way to mend a finding. `safe`: a plain edit that asks nothing, cannot touch data, and is not refused on an object that exists.
 * `careful`: all others; the title says so («only before the first start»), and fix-all leaves it out.
 */
export interface Fix {
  readonly title: string;
  readonly kind: 'safe' | 'careful';
  /** Writes the edits; throws `CannotEdit` where the text does not allow it (shared anchor, template). */
  readonly apply: (editor: ManifestEditor) => void;
}

/** A rule about databases. The identity function, for the types. */
export function databaseRule(rule: Rule): Rule {
  return rule;
}

/** A rule about backup jobs. */
export function backupRule(rule: Rule<BackupJob>): Rule<BackupJob> {
  return rule;
}

/** A rule about what a change of manifests would do. It has an {@link Rule.exampleBefore}. */
export function changeRule(
  rule: Rule<DatabaseChange> & { readonly exampleBefore: string },
): Rule<DatabaseChange> & { readonly exampleBefore: string } {
  return rule;
}
