import type { Json } from '../../../engines/model/object.ts';
import { valueAt } from '../../../engines/model/object.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The managers that own a field, by name; `path` as in the object: `['spec', 'replicas']`.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function managersOf(object: ApiObject, path: readonly string[]): readonly string[] {
  const way = path.map((part) => `f:${part}`);
  return fieldOf(object)
    .at('metadata', 'managedFields')
    .items()
    .filter((entry) => entry.at('fieldsV1', ...way).exists)
    .flatMap((entry) => entry.at('manager').string() ?? []);
}

/**
 * Whether a client-side apply put a value there: then it will again, also where somebody has changed the field since and owns it now. False where no such
 * apply has been.
 */
export function wasApplied(object: ApiObject, path: readonly string[]): boolean {
  const text = fieldOf(object).at('metadata', 'annotations', LAST_APPLIED).string();
  if (text === undefined) return false;
  try {
    return valueAt(JSON.parse(text) as Json, path) !== undefined;
  } catch {
    return false;
  }
}
