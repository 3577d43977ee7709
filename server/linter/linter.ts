import type { Database } from '../../engines/model/database.ts';
import type { ManifestObject } from '../documents/index.ts';
import type { RuleSet } from '../rules/index.ts';
import type { Severity } from '../rules/rule.ts';
import { CLUSTER_KEY } from '../workspace/cluster-lookup.ts';
import { byPlace } from '../workspace/nearness.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { check } from './check.ts';
import type { Checked } from './check.ts';
import type { OnFault } from './examine.ts';
import { fileTrouble } from './file-trouble.ts';
import { shift } from './finding.ts';
import type { Finding, PlacedReport } from './finding.ts';
import { placeOf } from './place.ts';
import { suppressionFor, suppressionsOf } from './suppression.ts';
import type { Suppression } from './suppression.ts';
import { suppressionTrouble } from './suppression-trouble.ts';

/**
 * Lints a workspace, and after an edit only what the edit can have changed: each workload keeps what it found together with the keys
 * of the index that its check has read.
 */
export class Linter {
  readonly workspace: Workspace;
  readonly #rules: RuleSet;
  readonly #checked = new Map<ManifestObject, Checked>();
  readonly #readers = new Map<string, Set<ManifestObject>>();
  readonly #byFile = new Map<string, Set<Checked>>();
  readonly #due = new Set<ManifestObject>();
  /** To be checked again, but not before somebody has the time: see {@link clusterChanged}. */
  readonly #later = new Set<ManifestObject>();
  readonly #told = new WeakMap<PlacedReport, Told>();

  readonly #onFault: OnFault;

  /** Without `onFault` a rule's fault is thrown: a check that says nothing where it failed would be worse. */
  constructor(workspace: Workspace, rules: RuleSet, onFault: OnFault = rethrow) {
    this.workspace = workspace;
    this.#rules = rules;
    this.#onFault = onFault;
  }

  /** Forgets everything, so that all is checked again: after a change of configuration. */
  reset(): void {
    for (const object of [...this.#checked.keys()]) {
      this.#drop(object);
      this.#due.add(object);
    }
  }

  /** The findings that lie in a file, in the order of their places. */
  findings(uri: string): readonly Finding[] {
    this.refresh();
    const file = this.workspace.files.get(uri);
    if (!file) return [];
    const used = new Set<Suppression>();
    const findings = fileTrouble(file).flatMap((finding) => this.#configured(finding));
    const seen = new Set<string>();
    // In the workloads' order, so that of several that show one thing always the same one tells it.
    const all = [...(this.#byFile.get(uri) ?? [])].sort((a, b) => byPlace(a.object, b.object));
    for (const checked of all) {
      for (const report of checked.reports) {
        if (report.document.file.uri !== uri) continue;
        const suppression = suppressionFor(report.document, report.rule, report.range.start.line);
        if (suppression) {
          used.add(suppression);
          continue;
        }
        const { finding, identity } = this.#tell(report);
        if (seen.has(identity)) continue;
        seen.add(identity);
        findings.push(finding);
      }
    }
    for (const document of file.documents) {
      if (suppressionsOf(document).length === 0) continue;
      findings.push(...suppressionTrouble(document, used, this.#rules).flatMap((one) => this.#configured(one)));
    }
    return findings.sort(byRange);
  }

  /** The databases whose workload stands in a file. */
  databases(uri: string): readonly Database[] {
    this.refresh();
    const documents = this.workspace.files.get(uri)?.documents ?? [];
    return documents.flatMap((document) =>
      this.workspace.objectsOf(document).flatMap((object) => this.#checked.get(object)?.model?.databases ?? []),
    );
  }

  /** The files in which something was found or may be found: all of the workspace. */
  get files(): Iterable<string> {
    return this.workspace.files.keys();
  }

  /** Checks again what has changed since the last call; `findings` and `databases` do it themselves. */
  refresh(): void {
    while (this.#checkNext());
  }

  /** The same, giving way after each workload; what is left when it is interrupted is done by whoever asks next. */
  async refreshSlowly(pause: () => Promise<void>): Promise<void> {
    while (this.#checkNext()) await pause();
  }

  /**
   * The connected cluster is another one now, or offers something else. What depends on that is checked by {@link refreshLater}, and tells
   * what was found before until then: nobody who types waits for it.
   */
  clusterChanged(): void {
    for (const reader of this.#readers.get(CLUSTER_KEY) ?? []) this.#later.add(reader);
  }

  /** Checks what waits because of the cluster, giving way after each workload. */
  async refreshLater(pause: () => Promise<void>): Promise<void> {
    for (;;) {
      this.#collect();
      const [object] = this.#later;
      if (object === undefined) return;
      this.#recheck(object);
      await pause();
    }
  }

  /** Checks one workload; false when none is due. */
  #checkNext(): boolean {
    this.#collect();
    const [object] = this.#due;
    if (!object) return false;
    this.#recheck(object);
    return true;
  }

  #recheck(object: ManifestObject): void {
    this.#due.delete(object);
    this.#later.delete(object);
    this.#drop(object);
    this.#check(object);
  }

  /** Learns from the workspace what is to be checked again. */
  #collect(): void {
    const { added, removed, keys } = this.workspace.takeChanges();
    for (const object of added) this.#due.add(object);
    for (const key of keys) for (const reader of this.#readers.get(key) ?? []) this.#due.add(reader);
    for (const object of removed) {
      this.#drop(object);
      this.#due.delete(object);
      this.#later.delete(object);
    }
  }

  #check(object: ManifestObject): void {
    const checked = check(object, this.workspace, this.#rules, this.#onFault);
    if (checked === undefined) return;
    this.#checked.set(object, checked);
    for (const key of checked.read) addTo(this.#readers, key, object);
    for (const uri of filesOf(checked)) addTo(this.#byFile, uri, checked);
  }

  #drop(object: ManifestObject): void {
    const checked = this.#checked.get(object);
    if (!checked) return;
    this.#checked.delete(object);
    for (const key of checked.read) removeFrom(this.#readers, key, object);
    for (const uri of filesOf(checked)) removeFrom(this.#byFile, uri, checked);
  }

  /** A report where it stands now: the same finding as before, as long as its place is the same. */
  #tell(report: PlacedReport): Told {
    const { document } = report;
    const known = this.#told.get(report);
    if (known?.startLine === document.startLine) return known;
    const finding = this.#finding(report);
    const { start, end } = finding.range;
    const place = `${start.line}:${start.character}-${end.line}:${end.character}`;
    const told = { finding, identity: `${report.rule} ${report.object} ${place}`, startLine: document.startLine };
    // What is related may stand in another document, and move by itself.
    if (report.related.every(({ source }) => placeOf(source, this.workspace)?.document === document)) {
      this.#told.set(report, told);
    }
    return told;
  }

  #finding(report: PlacedReport): Finding {
    const { document } = report;
    return {
      rule: report.rule,
      severity: report.severity,
      message: report.message,
      uri: document.file.uri,
      range: shift(report.range, document.startLine),
      object: report.object,
      related: report.related.flatMap(({ source, message }) => {
        const place = placeOf(source, this.workspace);
        return place
          ? [{ uri: place.document.file.uri, range: shift(place.range, place.document.startLine), message }]
          : [];
      }),
      fixes: report.fixes,
    };
  }

  #configured(finding: Finding): Finding[] {
    const severity: Severity | 'off' =
      this.#rules.severity(finding.rule, this.workspace.configuration) ?? finding.severity;
    return severity === 'off' ? [] : [{ ...finding, severity }];
  }
}

function rethrow(_what: string, error: unknown): never {
  throw error;
}

/** A finding as it was told last. */
interface Told {
  readonly finding: Finding;
  /** The same for reports of two databases about one and the same. */
  readonly identity: string;
  /** Where the document began then. */
  readonly startLine: number;
}

function filesOf(checked: Checked): Set<string> {
  return new Set(checked.reports.map(({ document }) => document.file.uri));
}

function addTo<T>(map: Map<string, Set<T>>, key: string, value: T): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

function removeFrom<T>(map: Map<string, Set<T>>, key: string, value: T): void {
  const set = map.get(key);
  set?.delete(value);
  if (set?.size === 0) map.delete(key);
}

function byRange(a: Finding, b: Finding): number {
  return (
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}
