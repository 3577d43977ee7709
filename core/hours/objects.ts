import { gzipSync } from 'node:zlib';
import type { Json } from '../../engines/model/object.ts';
import type { ApiObject, Right } from '../cluster/connection.ts';
import { runnerJobSpec } from '../runner-pods/job.ts';
import { roleOf } from '../runner-pods/manifests.ts';
import { PROGRAM_KEY, type RunnerRequest } from '../runner-pods/request.ts';
import { DATABASE_LABEL, fitting, MANAGED_BY, OPERATION_LABEL } from '../runner/names.ts';
import type { DatabaseName } from '../runner/plan.ts';
import { hoursName, HOURS_LABEL, programName, type Act } from './names.ts';

/** A stop that comes late is no longer wanted: people are back. A start that comes late is wanted all the more. In seconds. */
const LATEST: Readonly<Record<Act, number>> = { stop: 900, start: 6 * 3600 };

/** What the objects of one schedule have in common. */
export interface Hours {
  readonly database: DatabaseName;
  /** The id of the operation that makes them. */
  readonly id: string;
  /** Who asked for it. */
  readonly by: string;
  /** `plinth 0.1.0`. */
  readonly tool: string;
  readonly image: string;
  /** Of its own, or one that an administrator has installed. */
  readonly account: string;
}

const labelsOf = ({ database, id }: Hours, what: Act | 'program'): Readonly<Record<string, string>> => ({
  ...MANAGED_BY,
  'app.kubernetes.io/component': 'runner',
  [DATABASE_LABEL]: fitting(database.name),
  [OPERATION_LABEL]: id,
  [HOURS_LABEL]: what,
});

const own = (hours: Hours): ApiObject['metadata'] => ({
  name: programName(hours.id),
  namespace: hours.database.namespace,
  labels: labelsOf(hours, 'program'),
});

const keyOf = (act: Act): string => `${act}.json`;

/** The immutable ConfigMap with the runner's program, compressed, and what it is asked for by the clock. */
export function hoursConfigMap(hours: Hours, acts: readonly Act[], runner: string): ApiObject {
  const requests = acts.map((act) => {
    const { database, by, tool } = hours;
    const request: RunnerRequest = {
      schema: 1,
      id: '',
      operation: act,
      database,
      parameters: {},
      accepted: [],
      by,
      tool,
    };
    return [keyOf(act), JSON.stringify(request)];
  });
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: own(hours),
    immutable: true,
    data: Object.fromEntries(requests) as Json,
    binaryData: { [PROGRAM_KEY]: gzipSync(runner, { level: 9 }).toString('base64') },
  };
}

/** The account of the runs; its token is mounted by them alone. */
export const hoursAccount = (hours: Hours): ApiObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: own(hours),
  automountServiceAccountToken: false,
});

/** The Role with the rights of these plans and no more. */
export const hoursRole = (hours: Hours, rights: readonly Right[]): ApiObject => roleOf(own(hours), rights);

/** Gives the Role to the account. */
export function hoursBinding(hours: Hours): ApiObject {
  const { name, namespace } = own(hours);
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: own(hours),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: namespace ?? '' }],
  };
}

/** When one of them runs. */
export interface Clock {
  readonly cron: string;
  readonly timeZone: string;
  readonly suspended: boolean;
}

/** The CronJob that stops or starts the database: two runner pods each time, as for a person. */
export function hoursCronJob(hours: Hours, act: Act, { cron, timeZone, suspended }: Clock): ApiObject {
  const { database, id, image, account } = hours;
  const labels = labelsOf(hours, act);
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: hoursName(act, database.name), namespace: database.namespace, labels },
    spec: {
      schedule: cron,
      timeZone,
      suspend: suspended,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: LATEST[act],
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels },
        spec: runnerJobSpec({ image, account, configMap: programName(id), request: keyOf(act), labels }),
      },
    },
  };
}
