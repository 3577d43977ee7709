import { withoutUndefined } from '../../live/answer.ts';
import type { Operator, Told } from '../operator.ts';
import { NOTHING, parts, stateOf, total } from '../reading.ts';

/** Elastic Cloud on Kubernetes. All nodes are members; their shards' health is the cluster's. */
export const eck: Operator = {
  id: 'eck',
  name: 'Elastic Cloud on Kubernetes',
  engine: 'elasticsearch',
  resource: { group: 'elasticsearch.k8s.elastic.co', version: 'v1', kind: 'Elasticsearch', plural: 'elasticsearches' },
  podLabels: (name) => ({ 'elasticsearch.k8s.elastic.co/cluster-name': name }),
  container: 'elasticsearch',
  read: (body): Told => {
    const { spec, status } = parts(body);
    const phase = status.at('phase').text();
    const health = status.at('health').text();
    return {
      ...NOTHING,
      desired: total(spec.at('nodeSets'), 'count'),
      ready: status.at('availableNodes').number(),
      ...withoutUndefined<Pick<Told, 'version'>>({ version: status.at('version').text() }),
      phase,
      state: health === 'red' ? 'failed' : stateOf(phase, { ready: ['Ready'], failed: ['Invalid', 'Stalled'] }),
      remarks:
        health === 'red'
          ? ['its health is red: primary shards are missing']
          : health === 'yellow'
            ? ['its health is yellow: replica shards are missing']
            : [],
    };
  },
  backups: [],
  source: 'https://www.elastic.co/docs/reference/cloud-on-k8s/api-docs',
};
