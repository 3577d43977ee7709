import { withoutUndefined } from '../../live/answer.ts';
import type { MemberRole } from '../../model/live.ts';
import type { Operator, Told } from '../operator.ts';
import { NOTHING, parts, stateOf, total } from '../reading.ts';

const group = { group: 'psmdb.percona.com', version: 'v1' };

/** `rs.status()`'s words: https://www.mongodb.com/docs/manual/reference/replica-states/ */
const ROLES: Readonly<Record<string, MemberRole>> = { PRIMARY: 'primary', SECONDARY: 'replica', ARBITER: 'arbiter' };

/** Percona's operator for MongoDB. From 1.18 on its status has the members' states, by pod; before, their names alone. */
export const perconaPsmdb: Operator = {
  id: 'percona-psmdb',
  name: 'Percona Operator for MongoDB',
  engine: 'mongodb',
  resource: { ...group, kind: 'PerconaServerMongoDB', plural: 'perconaservermongodbs' },
  podLabels: (name) => ({ 'app.kubernetes.io/instance': name, 'app.kubernetes.io/component': 'mongod' }),
  container: 'mongod',
  read: (body): Told => {
    const { spec, status } = parts(body);
    const phase = status.at('state').text();
    const sets = status
      .at('replsets')
      .entries()
      .map(([, set]) => set);
    const ready = sets.map((set) => set.at('ready').number());
    return {
      ...NOTHING,
      desired: total(spec.at('replsets'), 'size'),
      ready:
        ready.some((number) => number === undefined) || ready.length === 0
          ? undefined
          : ready.reduce((a = 0, b = 0) => a + b, 0),
      roles: new Map(
        sets.flatMap((set) =>
          set
            .at('members')
            .entries()
            .flatMap(([pod, member]) => {
              const role = ROLES[member.at('stateStr').text() ?? ''];
              return role === undefined ? [] : [[pod, role] as const];
            }),
        ),
      ),
      ...withoutUndefined<Pick<Told, 'version'>>({ version: status.at('mongoVersion').text() }),
      phase,
      state: stateOf(phase, { ready: ['ready'], failed: ['error'] }),
      paused: spec.at('pause').flag() === true,
    };
  },
  backups: [
    {
      ...group,
      kind: 'PerconaServerMongoDBBackup',
      plural: 'perconaservermongodbbackups',
      database: [
        ['spec', 'clusterName'],
        ['spec', 'psmdbCluster'],
      ],
      last: [
        ['status', 'completed'],
        ['metadata', 'creationTimestamp'],
      ],
      result: ['status', 'state'],
      succeeded: ['ready'],
      failed: ['error', 'rejected'],
    },
  ],
  source: 'https://docs.percona.com/percona-operator-for-mongodb/operator.html',
};
