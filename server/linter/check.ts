import { buildModel } from '../../engines/model/builder.ts';
import type { Database, WorkloadModel } from '../../engines/model/database.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import { isWorkloadKind } from '../../engines/model/pod.ts';
import { recognise } from '../../engines/recognise.ts';
import type { ManifestObject } from '../documents/index.ts';
import type { RuleSet } from '../rules/index.ts';
import type { Report, Rule, RuleContext } from '../rules/rule.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { PlacedReport } from './finding.ts';
import { placeOf } from './place.ts';

/** What a workload's check gave, and what it depends on. */
export interface Checked {
  readonly object: ManifestObject;
  readonly model: WorkloadModel | undefined;
  readonly reports: readonly PlacedReport[];
  /** Keys of the index that the check has read. */
  readonly read: ReadonlySet<string>;
}

/** Objects whose places in a finding are told under their own name; for others (Services, ConfigMaps) the workload is named. */
const SPEAK_FOR_THEMSELVES: ReadonlySet<string> = new Set([
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StorageClass',
  'VolumeSnapshotClass',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'VerticalPodAutoscaler',
  'NetworkPolicy',
]);

/** Is told of a fault of ours: what was being done, and what was thrown. */
export type OnFault = (what: string, error: unknown) => void;

/**
 * Runs the rules over one object; undefined for what runs no pods. What a rule throws goes to `onFault`, and the other rules are heard all
 * the same.
 */
export function check(
  object: ManifestObject,
  workspace: Workspace,
  rules: RuleSet,
  onFault: OnFault,
): Checked | undefined {
  if (!isWorkloadKind(object.kind)) return undefined;
  const read = new Set<string>();
  const lookup = workspace.lookup(object, read);
  const { configuration } = workspace;
  let model: WorkloadModel | undefined;
  try {
    model = buildModel(object, lookup, { recognise }, configuration.engines);
  } catch (error) {
    onFault('reading a workload', error);
  }
  if (model === undefined || (model.databases.length === 0 && model.backup === undefined)) {
    return { object, model, reports: [], read };
  }
  const context: RuleContext = {
    lookup,
    kubernetesVersion: configuration.kubernetesVersion,
    siblings: model.databases,
  };
  const run = <Subject>(all: readonly Rule<Subject>[], subject: Subject): PlacedReport[] => {
    const found: PlacedReport[] = [];
    for (const rule of all) {
      const severity = rules.severity(rule.id, configuration);
      if (severity === 'off') continue;
      try {
        for (const report of rule.check(subject, context)) {
          const placed = place(rule.id, severity ?? report.severity ?? rule.severity, report, object, workspace);
          if (placed) found.push(placed);
        }
      } catch (error) {
        onFault(`the rule ${rule.id}`, error);
      }
    }
    return silence(found, rules);
  };
  const reports = model.databases.flatMap((database: Database) => run(rules.databaseRules, database));
  if (model.backup) reports.push(...run(rules.backupRules, model.backup));
  return { object, model, reports, read };
}

function place(
  rule: Rule['id'],
  severity: PlacedReport['severity'],
  report: Report,
  workload: ManifestObject,
  workspace: Workspace,
): PlacedReport | undefined {
  const stands = placeOf(report.source, workspace);
  if (!stands) return undefined;
  const subject =
    report.object ?? (SPEAK_FOR_THEMSELVES.has(report.source.object.kind) ? report.source.object : workload);
  return {
    rule,
    severity,
    message: report.message,
    ...stands,
    object: titleOf(subject),
    thing: report.thing ?? 'data',
    related: report.related ?? [],
    fixes: report.fixes ?? [],
  };
}

/** `StatefulSet/db`; the kind alone where the name is templated. */
function titleOf(object: KubeObject): string {
  return object.name === undefined ? object.kind : `${object.kind}/${object.name}`;
}

/** One cause, one finding: takes out what a narrower rule has said about the same thing. */
function silence(reports: readonly PlacedReport[], rules: RuleSet): PlacedReport[] {
  const silenced = new Set(
    reports.flatMap(({ rule, thing }) => rules.silencedBy(rule).map((other) => `${other} ${thing}`)),
  );
  return reports.filter(({ rule, thing }) => !silenced.has(`${rule} ${thing}`));
}
