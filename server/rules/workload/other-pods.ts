import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { KubeObject } from '../../../engines/model/object.ts';

/** True when the Service selects pods of another workload in sight: it may be meant for those. */
export function selectsOtherPods(service: KubeObject, { workload }: Database, lookup: ObjectLookup): boolean {
  return lookup.bearing(workload.object, new Field(service).at('spec', 'selector').stringMap()).length > 0;
}

/** True when pods of another workload in sight, of another name, bear all of these labels too. */
export function haveOtherPods(
  labels: Readonly<Record<string, string>>,
  { workload }: Database,
  lookup: ObjectLookup,
): boolean {
  return lookup.bearing(workload.object, labels).some((owner) => owner.name !== workload.name);
}
