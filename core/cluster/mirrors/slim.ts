import type { ApiObject } from '../connection.ts';

/** Where `kubectl apply` keeps a second copy of the object. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object without what takes much memory and nobody reads: who manages which field, and what was applied last. Changes the object itself. */
export function slim(object: ApiObject): ApiObject {
  const metadata = object.metadata as { managedFields?: unknown; annotations?: Record<string, unknown> | null };
  delete metadata.managedFields;
  if (metadata.annotations?.[LAST_APPLIED] !== undefined) {
    // A new map without the key: `delete` would leave a slow one.
    metadata.annotations = Object.fromEntries(
      Object.entries(metadata.annotations).filter(([key]) => key !== LAST_APPLIED),
    );
  }
  return object;
}
