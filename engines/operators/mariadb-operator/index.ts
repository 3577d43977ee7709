import type { Printed } from '../../live/printed.ts';
import type { MemberRole } from '../../model/live.ts';
import type { BackupKind, Operator, Told } from '../operator.ts';
import { condition, NOTHING, parts } from '../reading.ts';

const SOURCE = 'https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/api_reference.md#mariadbstatus';
const group = { group: 'k8s.mariadb.com', version: 'v1alpha1' };

/** mariadb-operator: replication with one primary, or Galera, where the «primary» is only the one that the Service prefers. */
export const mariadbOperator: Operator = {
  id: 'mariadb-operator',
  name: 'mariadb-operator',
  engine: 'mariadb',
  resource: { ...group, kind: 'MariaDB', plural: 'mariadbs' },
  podLabels: (name) => ({ 'app.kubernetes.io/name': 'mariadb', 'app.kubernetes.io/instance': name }),
  container: 'mariadb',
  read: (body): Told => {
    const { spec, status } = parts(body);
    const ready = condition(status, 'Ready');
    return {
      ...NOTHING,
      desired: spec.at('replicas').number() ?? 1,
      roles: rolesOf(spec, status),
      phase: ready?.message,
      state: ready === undefined ? 'unknown' : ready.holds ? 'ready' : 'working',
      paused: spec.at('suspend').flag() === true || spec.at('replicas').number() === 0,
    };
  },
  backups: [backup('Backup', 'backups'), backup('PhysicalBackup', 'physicalbackups')],
  source: SOURCE,
};

function rolesOf(spec: Printed, status: Printed): ReadonlyMap<string, MemberRole> {
  const current = status.at('currentPrimary').text();
  // Ordinals stand behind the name of the custom resource, which the primary's pod is called after.
  const set = current?.replace(/-\d+$/u, '');
  if (current === undefined || set === undefined) return new Map();
  const count = spec.at('replicas').number() ?? 1;
  const isGalera = spec.at('galera', 'enabled').flag() === true;
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const pod = `${set}-${index}`;
      return [pod, isGalera ? 'member' : pod === current ? 'primary' : 'replica'] as const;
    }),
  );
}

function backup(kind: string, plural: string): BackupKind {
  return {
    ...group,
    kind,
    plural,
    database: [['spec', 'mariaDbRef', 'name']],
    schedule: ['spec', 'schedule', 'cron'],
    suspended: ['spec', 'schedule', 'suspend'],
    last: [
      ['status', 'lastScheduleTime'],
      ['metadata', 'creationTimestamp'],
    ],
    succeeded: [],
    failed: [],
  };
}
