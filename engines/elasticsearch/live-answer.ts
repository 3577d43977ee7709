import { readVersion } from '../configuration/version.ts';
import { some, withoutUndefined } from '../live/answer.ts';
import { Printed } from '../live/printed.ts';
import { UnreadableAnswer, type MemberAnswer } from '../model/live.ts';
import type { Json } from '../model/object.ts';

/**
 * Reads the lines that the question prints: the node's greeting, the cluster's health as the node sees it, and its store.
 * Sources: https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-info, …/operation-cluster-health, …/operation-nodes-stats
 */
export function readAnswer(output: string): MemberAnswer {
  const lines = output.split('\n').flatMap(parse);
  const find = (...path: readonly string[]) => lines.find((line) => line.at(...path).value !== undefined);
  const root = find('version', 'number');
  if (root === undefined) throw new UnreadableAnswer(refusal(lines));
  const status = find('number_of_nodes')?.at('status').text();
  const [node] = find('nodes')?.at('nodes').entries() ?? [];
  const uuid = root.at('cluster_uuid').text();
  return withoutUndefined<MemberAnswer>({
    role: 'member',
    // Without a health there is no elected master; a red cluster takes writes to some indices and not to others.
    writable: status === undefined ? false : status === 'red' ? undefined : true,
    version: readVersion(root.at('version', 'number').text() ?? ''),
    identity: uuid === '_na_' ? undefined : uuid,
    streaming: status !== undefined,
    dataBytes: node?.[1].at('indices', 'store', 'size_in_bytes').number(),
    remarks: some([
      ...(uuid === '_na_' ? ['it has not joined a cluster yet'] : []),
      ...(status === undefined ? ['it knows no elected master'] : []),
      ...(status === 'red' ? ['the cluster is red: primary shards are missing'] : []),
      ...(status === 'yellow' ? ['the cluster is yellow: replica shards are missing'] : []),
    ]),
  });
}

function refusal(lines: readonly Printed[]): string {
  const status = lines.map((line) => line.at('status').number()).find((number) => number !== undefined);
  if (status === 401) return 'the server wants a password, and ELASTIC_PASSWORD is not there or not the server’s';
  if (status === 403) return 'the user «elastic» may not read the cluster’s health';
  return 'the server did not answer over HTTP (yet)';
}

function parse(line: string): Printed[] {
  if (!line.startsWith('{')) return [];
  try {
    return [new Printed(JSON.parse(line) as Json)];
  } catch {
    return [];
  }
}
