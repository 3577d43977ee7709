import type { Json } from '../../../engines/model/object.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { keepSame } from '../databases/same.ts';

/**
 * An object with those parts of its predecessor that say the same. Of a status only the conditions are compared: the rest changes nearly always, and
 * comparing it would cost more than it saves.
 */
export function takeOver(before: ApiObject, object: ApiObject): ApiObject {
  const status = statusOf(before.status, object.status);
  return {
    ...object,
    metadata: keepSame(before.metadata, object.metadata),
    ...(object.spec !== undefined && { spec: keepSame(before.spec, object.spec) }),
    ...(status !== undefined && { status }),
  };
}

function statusOf(before: Json | undefined, status: Json | undefined): Json | undefined {
  if (!isMap(before) || !isMap(status) || status['conditions'] === undefined) return status;
  return { ...status, conditions: keepSame(before['conditions'], status['conditions']) };
}

function isMap(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
