import { withoutUndefined } from '../../live/answer.ts';
import { Printed } from '../../live/printed.ts';
import type { MemberRole } from '../../model/live.ts';
import type { Json } from '../../model/object.ts';
import type { Operator, Told } from '../operator.ts';
import { condition, NOTHING, parts, stateOf } from '../reading.ts';

/** https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/#postgresql-cnpg-io-v1-ClusterStatus */
const SOURCE = 'https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/';
const group = { group: 'postgresql.cnpg.io', version: 'v1' };

/** CloudNativePG: its instance managers promote and follow, without Patroni. */
export const cloudNativePg: Operator = {
  id: 'cloudnative-pg',
  name: 'CloudNativePG',
  engine: 'postgresql',
  resource: { ...group, kind: 'Cluster', plural: 'clusters' },
  // Pooler pods have `cnpg.io/podRole: pooler`, jobs have none.
  podLabels: (name) => ({ 'cnpg.io/cluster': name, 'cnpg.io/podRole': 'instance' }),
  container: 'postgres',
  read,
  backups: [
    {
      ...group,
      kind: 'Backup',
      plural: 'backups',
      database: [['spec', 'cluster', 'name']],
      last: [
        ['status', 'stoppedAt'],
        ['status', 'startedAt'],
      ],
      result: ['status', 'phase'],
      succeeded: ['completed'],
      failed: ['failed', 'walArchivingFailing'],
    },
    {
      ...group,
      kind: 'ScheduledBackup',
      plural: 'scheduledbackups',
      database: [['spec', 'cluster', 'name']],
      // Six fields: it begins with seconds.
      schedule: ['spec', 'schedule'],
      suspended: ['spec', 'suspend'],
      last: [['status', 'lastScheduleTime']],
      succeeded: [],
      failed: [],
    },
  ],
  source: SOURCE,
};

function read(body: Json): Told {
  const { spec, status } = parts(body);
  const annotation = (name: string) => new Printed(body).at('metadata', 'annotations', name).text();
  const current = status.at('currentPrimary').text();
  const target = status.at('targetPrimary').text();
  const reported = status.at('instancesReportedState').entries();
  const names = [
    ...new Set([
      ...status
        .at('instanceNames')
        .items()
        .flatMap((name) => name.text() ?? []),
      ...reported.map(([name]) => name),
    ]),
  ];
  // A cluster that follows another one has a «designated primary», which accepts no writes.
  const isReplicaCluster = spec.at('replica', 'enabled').flag() === true;
  const role = (name: string): MemberRole => (name === current && !isReplicaCluster ? 'primary' : 'replica');
  const phase = status.at('phase').text();
  return {
    ...NOTHING,
    desired: spec.at('instances').number(),
    ready: status.at('readyInstances').number(),
    roles: new Map(current === undefined ? [] : names.map((name) => [name, role(name)])),
    histories: new Map(
      reported.flatMap(([name, state]) => {
        const timeline = state.at('timeLineID').number();
        return timeline === undefined || timeline === 0 ? [] : [[name, String(timeline)] as const];
      }),
    ),
    ...withoutUndefined<Pick<Told, 'identity'>>({ identity: status.at('systemID').text() }),
    phase,
    state: stateOf(phase, {
      ready: ['Cluster in healthy state'],
      failed: ['Unrecoverable', 'Cluster is unrecoverable and needs manual intervention', 'Not enough disk space'],
    }),
    // https://cloudnative-pg.io/documentation/current/declarative_hibernation/
    paused: annotation('cnpg.io/hibernation') === 'on',
    remarks: [
      ...(current !== undefined && target !== undefined && current !== target
        ? [`the operator moves the primary from ${current}${target === 'pending' ? '' : ` to ${target}`}`]
        : []),
      ...(condition(status, 'ContinuousArchiving')?.holds === false ? ['WAL archiving fails, the operator says'] : []),
      ...(annotation('cnpg.io/fencedInstances') === undefined ? [] : ['instances of it are fenced']),
    ],
  };
}
