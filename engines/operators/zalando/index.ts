import { withoutUndefined } from '../../live/answer.ts';
import type { Operator, Told } from '../operator.ts';
import { NOTHING, parts, stateOf } from '../reading.ts';

/** Zalando's operator runs Spilo, in which Patroni elects the primary. Source: its manual, «status» and labels. */
export const zalando: Operator = {
  id: 'zalando',
  name: 'Zalando’s operator',
  engine: 'postgresql',
  resource: { group: 'acid.zalan.do', version: 'v1', kind: 'postgresql', plural: 'postgresqls' },
  // `cluster_labels` and `cluster_name_label` by default.
  podLabels: (name) => ({ application: 'spilo', 'cluster-name': name }),
  container: 'postgres',
  patroni: true,
  read: (body): Told => {
    const { spec, status } = parts(body);
    const phase = status.at('PostgresClusterStatus').text();
    const desired = spec.at('numberOfInstances').number();
    return {
      ...NOTHING,
      desired,
      ...withoutUndefined<Pick<Told, 'version'>>({ version: spec.at('postgresql', 'version').text() }),
      phase,
      state: stateOf(phase, { ready: ['Running'], failed: ['CreateFailed', 'UpdateFailed', 'SyncFailed', 'Invalid'] }),
      paused: desired === 0,
    };
  },
  backups: [],
  source: 'https://postgres-operator.readthedocs.io/en/latest/reference/cluster_manifest/',
};
