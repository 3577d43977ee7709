import type { WorkloadModel } from '../../engines/model/database.ts';
import type { KubeObject } from '../../engines/model/object.ts';
import { isWorkloadKind } from '../../engines/model/pod.ts';
import type { ManifestObject } from '../documents/index.ts';
import type { RuleSet } from '../rules/index.ts';
import { CLUSTER_KEY } from '../workspace/cluster-lookup.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { examine, silence, WHOLE_DATA } from './examine.ts';
import type { Found, OnFault } from './examine.ts';
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

/** Runs the rules over one object of a workspace and places what they say in its text; undefined for what runs no pods. */
export function check(
  object: ManifestObject,
  workspace: Workspace,
  rules: RuleSet,
  onFault: OnFault,
): Checked | undefined {
  if (!isWorkloadKind(object.kind)) return undefined;
  const read = new Set<string>();
  const { model, found } = examine(object, {
    lookup: workspace.lookup(object, read),
    configuration: workspace.configuration,
    cluster: () => {
      read.add(CLUSTER_KEY);
      return workspace.cluster;
    },
    live: undefined,
    rules,
    onFault,
  });
  const reports = found.flatMap((ofSubject) => {
    const placed = ofSubject.flatMap((one) => place(one, object, workspace) ?? []);
    return silence(placed, (report) => report, rules);
  });
  return { object, model, reports, read };
}

function place(
  { rule, severity, report }: Found,
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
    thing: report.thing ?? WHOLE_DATA,
    related: report.related ?? [],
    fixes: report.fixes ?? [],
  };
}

/** `StatefulSet/db`; the kind alone where the name is templated. */
function titleOf(object: KubeObject): string {
  return object.name === undefined ? object.kind : `${object.kind}/${object.name}`;
}
