import type { ObjectLookup } from '../../engines/model/lookup.ts';
import type { Database } from '../../engines/model/database.ts';
import { ManifestObject } from '../documents/index.ts';
import { silence, WHOLE_DATA } from '../linter/examine.ts';
import { shift, type Finding } from '../linter/finding.ts';
import type { Linter } from '../linter/linter.ts';
import { placeOf } from '../linter/place.ts';
import { suppressionFor } from '../linter/suppression.ts';
import type { Workspaces } from '../roots/workspaces.ts';
import type { RuleSet } from '../rules/index.ts';
import type { Report, Rule } from '../rules/rule.ts';
import { isBelow } from '../workspace/folders.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { DatabaseChange } from './database-change.ts';
import { effectsOf } from './effects.ts';
import { pair, type Standing } from './pair.ts';

/** What applying a change of manifests would do to one database. */
export interface Comparison {
  /** `StatefulSet/orders`. */
  readonly object: string;
  readonly namespace: string | undefined;
  readonly engine: string;
  /** The file in which it stands now; in which it stood, where it is gone. */
  readonly uri: string;
  readonly isRemoved: boolean;
  readonly findings: readonly Finding[];
  /** In plain words, what happens besides. */
  readonly effects: readonly string[];
}

/** Where a database stands, with the linter that knows it. */
interface Known extends Standing {
  readonly linter: Linter;
}

/** Compares the databases of two states of the same folders: all of them, or those below one folder. Those of which nothing differs are left out. */
export function compare(before: Workspaces, after: Workspaces, rules: RuleSet, folder?: string): readonly Comparison[] {
  const [olds, news] = [known(before, folder), known(after, folder)];
  const all = pair(olds, news).flatMap((change) => {
    const database = change.after ?? change.before;
    const standing = [...news, ...olds].find((one) => one.database === database);
    return standing === undefined ? [] : [{ change, standing }];
  });
  return all
    .map(({ change, standing }) => comparisonOf(change, standing, rules))
    .filter(({ findings, effects }) => findings.length > 0 || effects.length > 0)
    .sort((a, b) => (a.uri === b.uri ? 0 : a.uri < b.uri ? -1 : 1));
}

function known(workspaces: Workspaces, folder: string | undefined): Known[] {
  return workspaces.linters.flatMap((linter) =>
    [...linter.files]
      .filter((uri) => folder === undefined || isBelow(uri, folder))
      .sort()
      .flatMap((uri) => linter.databases(uri).map((database) => ({ database, uri, linter }))),
  );
}

function comparisonOf(change: DatabaseChange, { database, uri, linter }: Known, rules: RuleSet): Comparison {
  const { workload, engine } = database;
  const { workspace } = linter;
  const title = `${workload.kind}/${workload.name ?? ''}`;
  const reports = rules.changeRules.flatMap((rule) => {
    const severity = rules.severity(rule.id, workspace.configuration);
    if (severity === 'off') return [];
    return [...rule.check(change, contextOf(database, workspace))].map((report) => ({ rule, report, severity }));
  });
  const heard = silence(reports, ({ rule, report }) => ({ rule: rule.id, thing: report.thing ?? WHOLE_DATA }), rules);
  const findings = heard.flatMap(({ rule, report, severity }) => {
    const finding = findingOf(rule, report, workspace, title);
    return finding === undefined ? [] : [severity === undefined ? finding : { ...finding, severity }];
  });
  return {
    object: title,
    namespace: workload.namespace,
    engine: engine.name,
    uri,
    isRemoved: change.after === undefined,
    findings,
    effects: effectsOf(change),
  };
}

function contextOf(database: Database, workspace: Workspace): Parameters<Rule<DatabaseChange>['check']>[1] {
  const { object } = database.workload;
  const lookup = (): ObjectLookup => workspace.lookup(object, new Set());
  return {
    get lookup() {
      return lookup();
    },
    kubernetesVersion: workspace.configuration.kubernetesVersion,
    cluster: workspace.cluster,
    live: false,
    siblings: [database],
  };
}

/** A report as a finding; undefined where it stands in no file, or a person has said why it is fine here. */
function findingOf(
  rule: Rule<DatabaseChange>,
  report: Report,
  workspace: Workspace,
  workload: string,
): Finding | undefined {
  const place = placeOf(report.source, workspace);
  if (place === undefined || suppressionFor(place.document, rule.id, place.range.start.line)) return undefined;
  const { object } = report.source;
  const isOwn =
    object instanceof ManifestObject && /^(?:PersistentVolumeClaim|StorageClass|Service)$/u.test(object.kind);
  return {
    rule: rule.id,
    severity: report.severity ?? rule.severity,
    message: report.message,
    uri: place.document.file.uri,
    range: shift(place.range, place.document.startLine),
    object: isOwn ? `${object.kind}/${object.name ?? ''}` : workload,
    related: [],
    fixes: [],
  };
}
