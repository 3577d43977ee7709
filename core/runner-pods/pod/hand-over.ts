import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../../cluster/connection.ts';
import { specOf } from '../../runner/lease.ts';
import { leaseName } from '../../runner/names.ts';
import type { DatabaseName } from '../../runner/plan.ts';

/** Milliseconds in which what was sent before has landed. */
const LANDED = 2_000;

/**
 * Lets the database's Lease go where this runner holds it, so that the other pod need not wait for its end. Every other way of this process to the cluster must be closed: nothing
 * is sent after it. What fails is left to the Lease's own end.
 */
export async function handOver(connection: Connection, database: DatabaseName, holder: string): Promise<void> {
  await pause(LANDED);
  const name = leaseName(database);
  try {
    const lease = await connection.read(name, { timeout: 3_000 });
    const spec = specOf(lease);
    if (spec.holderIdentity !== holder) return;
    await connection.replace({ ...lease, spec: { ...spec, holderIdentity: '' } }, name, { timeout: 3_000 });
  } catch {
    // It lapses by itself.
  }
}
