import type { Connection } from '../../core/cluster/connection.ts';
import { diagnose, type FindingState } from '../../core/doctor/index.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { Paper } from '../operations/list.ts';
import { diagnosisText } from './text.ts';

/** 0: all is well. 1: something is at risk. 2: nothing is, as far as is known, and something could not be asked. */
export type DoctorCode = 0 | 1 | 2;

const CODES: Readonly<Record<FindingState, DoctorCode>> = { well: 0, risk: 1, unknown: 2 };

export interface DoctorRequest {
  readonly connection: Pick<Connection, 'read' | 'list' | 'get' | 'exec' | 'may'>;
  readonly database: LiveDatabase;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly json: boolean;
}

/** Prints whether a failover would work right now. Throws {@link ../../core/cluster/trouble.ClusterTrouble} where the workload cannot be read. */
export async function doctor({ connection, database, now, json }: DoctorRequest, paper: Paper): Promise<DoctorCode> {
  const diagnosis = await diagnose(connection, database, now);
  paper.write(json ? `${JSON.stringify(diagnosis, undefined, 2)}\n` : diagnosisText(diagnosis, paper.colors));
  return CODES[diagnosis.all];
}
