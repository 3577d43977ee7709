import { createHash } from 'node:crypto';
import { RESOURCES } from '../cluster/resources.ts';
import type { ObjectName } from '../cluster/connection.ts';
import type { DatabaseName } from './plan.ts';

/** Labels and annotations of everything that an operation makes or changes. */
export const DATABASE_LABEL = 'plinth.dev/database';
/** The operation's id. */
export const OPERATION_LABEL = 'plinth.dev/operation';
export const PHASE_LABEL = 'plinth.dev/phase';
export const EPOCH_ANNOTATION = 'plinth.dev/epoch';
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'plinth' } as const;

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LONGEST = 63;
const HASH = 8;

/** A name that fits into a label and a DNS label: where it is too long, its end gives way to a hash of the whole. */
export function fitting(name: string, longest = LONGEST): string {
  if (name.length <= longest) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH);
  return `${name.slice(0, longest - HASH - 1).replace(/[^a-z0-9]+$/iu, '')}-${hash}`;
}

export const leaseName = ({ namespace, name }: DatabaseName): ObjectName => ({
  resource: RESOURCES.leases,
  namespace,
  name: fitting(`plinth-${name}`),
});

export const journalName = (namespace: string, id: string): ObjectName => ({
  resource: RESOURCES.configMaps,
  namespace,
  name: `plinth-op-${id}`,
});
