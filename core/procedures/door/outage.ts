import type { EngineId } from '../../../engines/model/engine.ts';
import type { Connection } from '../../cluster/connection.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { listOperations } from '../../runner/list.ts';
import type { Expectation, OperationId } from '../../runner/plan.ts';

/** Seconds without writes that were measured on the practice cluster, by engine, and when. */
export interface Measured {
  readonly operation: OperationId;
  readonly seconds: Readonly<Partial<Record<EngineId, number>>>;
}

/** How long writes will be away, by this database's last operation of the kind; else a guess, and called one. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function expectedOutage(
  connection: Connection,
  database: LiveDatabase,
  { operation, seconds: measured }: Measured,
): Promise<Expectation> {
  const { namespace, workload, engine, engineName } = database;
  const name = { namespace, kind: workload.kind, name: workload.name };
  const { operations } = await listOperations(connection, namespace, name);
  for (const { record } of operations) {
    const seconds = record.measured?.['writesAwaySeconds'];
    if (record.operation !== operation || record.phase !== 'done' || seconds === undefined) continue;
    const when = new Date(record.started).toISOString().slice(0, 10);
    return { seconds, from: `its last ${operation}, on ${when}` };
  }
  const guessed = measured[engine];
  if (guessed === undefined)
    return { seconds: undefined, from: `no ${operation} of this ${engineName} has been measured yet` };
  return {
    seconds: guessed,
    from: `a guess: small databases on the practice cluster took so long; none of this one has been measured, and a large one recovers longer`,
  };
}
