import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { podPath } from '../../../engines/model/pod.ts';
import type { WorkloadKind } from '../../../engines/model/workload.ts';

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
  const wanted = Object.entries(new Field(service).at('spec', 'selector').stringMap());
  return POD_OWNERS.some((kind) =>
    lookup.all(kind, workload.object).some((owner) => {
      const labels = new Field(owner).at(...podPath(kind), 'metadata', 'labels').stringMap();
      return wanted.every(([key, value]) => labels[key] === value);
    }),
  );
}
