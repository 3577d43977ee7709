import type { Operator, Told } from '../operator.ts';
import { NOTHING, parts, stateOf, total } from '../reading.ts';

const group = { group: 'pgv2.percona.com', version: 'v2' };

/** Percona's operator for PostgreSQL, made from Crunchy's: Patroni elects the primary. */
export const perconaPg: Operator = {
  id: 'percona-pg',
  name: 'Percona Operator for PostgreSQL',
  engine: 'postgresql',
  resource: { ...group, kind: 'PerconaPGCluster', plural: 'perconapgclusters' },
  podLabels: (name) => ({
    'postgres-operator.crunchydata.com/cluster': name,
    'postgres-operator.crunchydata.com/data': 'postgres',
  }),
  container: 'database',
  patroni: true,
  read: (body): Told => {
    const { spec, status } = parts(body);
    const phase = status.at('state').text();
    const isStandby = spec.at('standby', 'enabled').flag() === true;
    return {
      ...NOTHING,
      desired: total(spec.at('instances'), 'replicas') ?? status.at('postgres', 'size').number(),
      ready: status.at('postgres', 'ready').number(),
      phase,
      state: stateOf(phase, { ready: ['ready'], failed: ['error'] }),
      paused: spec.at('pause').flag() === true,
      remarks: isStandby ? ['it is a standby of another cluster: no member of it accepts writes'] : [],
    };
  },
  backups: [
    {
      ...group,
      kind: 'PerconaPGBackup',
      plural: 'perconapgbackups',
      database: [['spec', 'pgCluster']],
      last: [
        ['status', 'completed'],
        ['metadata', 'creationTimestamp'],
      ],
      result: ['status', 'state'],
      succeeded: ['Succeeded'],
      failed: ['Failed'],
    },
  ],
  source: 'https://docs.percona.com/percona-operator-for-postgresql/2.0/operator.html',
};
