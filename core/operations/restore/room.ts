import { readQuantity } from '../../../engines/model/quantity.ts';
import type { Connection } from '../../cluster/connection.ts';
import {
  imageWarnings,
  limitRangeFindings,
  podRoomWarnings,
  readNodes,
  requestsOf,
  storageRoomFindings,
  together,
  type Findings,
} from '../../preflight/index.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Beside } from './beside.ts';
import type { JobsBeside } from './jobs-beside.ts';

/** Whether nodes, storage and the namespace's LimitRanges have room for the new instance and the Job beside it. What cannot be seen is said. Throws {@link ClusterTrouble}. */
export async function roomFindings(
  connection: Pick<Connection, 'list'>,
  { set, claims }: Pick<Beside, 'set' | 'claims'>,
  jobs: JobsBeside,
  namespace: string,
  signal?: AbortSignal,
): Promise<Findings> {
  const spec = fieldOf(set).at('spec', 'template', 'spec');
  const news = claims.map((claim) => ({
    storageClass: fieldOf(claim).at('spec', 'storageClassName').string(),
    size: readQuantity(fieldOf(claim).at('spec', 'resources', 'requests', 'storage').string()) ?? 0,
  }));
  const nodes = await readNodes(connection, signal);
  const pods = await podRoomWarnings(connection, nodes, requestsOf(spec), 1, signal);
  const images = spec
    .at('containers')
    .items()
    .flatMap((container) => container.at('image').string() ?? []);
  return together([
    await limitRangeFindings(
      connection,
      namespace,
      { pods: [spec, jobs.podSpec], claims: news.map(({ size }) => size) },
      signal,
    ),
    ...(await Promise.all(news.map((claim) => storageRoomFindings(connection, claim, signal)))),
    { refusals: [], warnings: [...pods, ...images.flatMap((image) => imageWarnings(nodes, image))] },
  ]);
}
