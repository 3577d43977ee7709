import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { podPath } from '../../../engines/model/pod.ts';
import type { WorkloadKind } from '../../../engines/model/workload.ts';

type Labels = Readonly<Record<string, string>>;

const POD_OWNERS: readonly WorkloadKind[] = [
  'StatefulSet',
  'Deployment',
  'ReplicaSet',
  'DaemonSet',
  'Pod',
  'Job',
  'CronJob',
];

/** True when the Service selects pods of another workload in sight: it may be meant for those. */
export function selectsOtherPods(service: KubeObject, { workload }: Database, lookup: ObjectLookup): boolean {
  return haveLabels(new Field(service).at('spec', 'selector').stringMap(), workload, lookup, () => true);
}

/** True when pods of another workload in sight, of another name, bear all of these labels too. */
export function haveOtherPods(labels: Labels, { workload }: Database, lookup: ObjectLookup): boolean {
  return haveLabels(labels, workload, lookup, (owner) => owner !== workload.object && owner.name !== workload.name);
}

function haveLabels(
  wanted: Labels,
  workload: Database['workload'],
  lookup: ObjectLookup,
  counts: (owner: KubeObject) => boolean,
): boolean {
  return POD_OWNERS.some((kind) =>
    lookup.all(kind, workload.object).some((owner) => {
      if (!counts(owner)) return false;
      const labels = new Field(owner).at(...podPath(kind), 'metadata', 'labels').stringMap();
      return Object.entries(wanted).every(([key, value]) => labels[key] === value);
    }),
  );
}
