import { withoutUndefined } from '../../live/answer.ts';
import type { Operator, Told } from '../operator.ts';
import { NOTHING, parts, stateOf } from '../reading.ts';

const group = { group: 'pxc.percona.com', version: 'v1' };

/** Percona's operator for XtraDB Cluster: Galera, whose members are all alike. The status has no roles. */
export const perconaPxc: Operator = {
  id: 'percona-pxc',
  name: 'Percona Operator for MySQL (XtraDB Cluster)',
  engine: 'mysql',
  resource: { ...group, kind: 'PerconaXtraDBCluster', plural: 'perconaxtradbclusters' },
  podLabels: (name) => ({ 'app.kubernetes.io/instance': name, 'app.kubernetes.io/component': 'pxc' }),
  container: 'pxc',
  read: (body): Told => {
    const { spec, status } = parts(body);
    const phase = status.at('state').text() ?? status.at('status').text();
    return {
      ...NOTHING,
      desired: spec.at('pxc', 'size').number(),
      ready: status.at('pxc', 'ready').number(),
      ...withoutUndefined<Pick<Told, 'version'>>({ version: status.at('pxc', 'version').text() }),
      phase,
      state: stateOf(phase, { ready: ['ready'], failed: ['error'] }),
      paused: spec.at('pause').flag() === true,
    };
  },
  backups: [
    {
      ...group,
      kind: 'PerconaXtraDBClusterBackup',
      plural: 'perconaxtradbclusterbackups',
      database: [['spec', 'pxcCluster']],
      last: [
        ['status', 'completed'],
        ['metadata', 'creationTimestamp'],
      ],
      result: ['status', 'state'],
      succeeded: ['Succeeded'],
      failed: ['Failed'],
    },
  ],
  source: 'https://docs.percona.com/percona-operator-for-mysql/pxc/operator.html',
};
