import { membershipEngineOf } from '../../engines/membership.ts';
import type { FlavourId, LiveDatabase } from '../../core/inventory/model.ts';
import { isManaged } from '../../core/operations/switchover/managed/managed.ts';
import type { OperationId } from '../../core/runner/plan.ts';
import type { OperationsCore } from './core.ts';

/** Nobody but the manifests, and perhaps a Sentinel beside them, is in charge. */
const OURS: readonly FlavourId[] = ['plain', 'sentinel'];

/** What those are asked for who are in charge of the roles. */
const ASKED: readonly OperationId[] = ['switchover'];

/** Patroni leaves the number of its members to others. */
const LEFT_TO_OTHERS: readonly OperationId[] = ['add-standby', 'remove-standby'];

/** What needs a database that runs. */
const OF_RUNNING: readonly OperationId[] = [
  'backup',
  'stop',
  'restart',
  'switchover',
  'failover',
  'fence',
  'rejoin',
  'add-standby',
  'remove-standby',
];

/**
 * What a menu offers for a database: what the register has, for a StatefulSet of an engine whose ways are known and that no operator owns. Whether it can be
 * done now, and why not, says its plan.
 */
export function offered(
  { operations, methods }: Pick<OperationsCore, 'operations' | 'methods'>,
  { engine, flavour, workload, health, members, backups, hours, fenced }: LiveDatabase,
): readonly OperationId[] {
  if (workload.kind !== 'StatefulSet') return [];
  const possible = flavour === 'patroni' && health !== 'stopped' ? [...ASKED, ...LEFT_TO_OTHERS] : ASKED;
  if (isManaged({ engine, flavour })) return operations.map(({ id }) => id).filter((id) => possible.includes(id));
  if (methods(engine).length === 0 || !OURS.includes(flavour)) return [];
  const isStopped = health === 'stopped';
  return operations
    .map(({ id }) => id)
    .filter((id) => id !== 'unschedule-backups' || backups.some(({ form }) => form === 'cron-job'))
    .filter((id) => (id !== 'switchover' && id !== 'failover') || members.some(({ role }) => role === 'replica'))
    .filter((id) => (id === 'fence' ? fenced === undefined : id !== 'unfence' || fenced !== undefined))
    .filter((id) => id !== 'rejoin' || fenced !== undefined || members.some(isLost))
    .filter((id) => (id !== 'add-standby' && id !== 'remove-standby') || membershipEngineOf(engine) !== undefined)
    .filter((id) => id !== 'remove-standby' || members.some(({ role }) => role === 'replica'))
    .filter((id) => id !== 'unschedule-hours' || hours.length > 0)
    .filter((id) => (id === 'start' ? isStopped : !isStopped || !OF_RUNNING.includes(id)));
}

/** A replica that says that it receives nothing. */
const isLost = ({ role, streaming }: LiveDatabase['members'][number]): boolean =>
  role === 'replica' && streaming === false;
