import type { Connection } from '../../cluster/connection.ts';
import type { Findings } from '../../preflight/index.ts';
import type { Beside } from './beside.ts';
import type { JobsBeside } from './jobs-beside.ts';
import { quotaRefusals, readQuotas, wantedOf, wantedWords } from './quota.ts';
import { roomFindings } from './room.ts';

/** What a new instance needs room for. */
export interface NewInstance {
  readonly beside: Pick<Beside, 'set' | 'claims'>;
  readonly jobs: JobsBeside;
  /** Taken up again, it stands there already, and fits. */
  readonly isThere: boolean;
}

/** Whether a new instance fits into the namespace's quotas and limits, its nodes and its storage, and what it asks for. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function fitFindings(
  connection: Pick<Connection, 'list'>,
  { beside, jobs, isThere }: NewInstance,
  namespace: string,
  signal?: AbortSignal,
): Promise<Findings> {
  const wanted = wantedOf(beside, jobs);
  const quotas = await readQuotas(connection, namespace, signal);
  const unknown = quotas === undefined ? ' Its quotas cannot be read here.' : '';
  const words = `The new instance asks for ${wantedWords(wanted)} for itself and the Job beside it.${unknown}`;
  if (isThere) return { refusals: [], warnings: [words] };
  const tight = quotaRefusals(quotas ?? [], wanted);
  if (tight.length > 0) return { refusals: tight, warnings: [] };
  const { refusals, warnings } = await roomFindings(connection, beside, jobs, namespace, signal);
  return { refusals, warnings: [words, ...warnings] };
}
