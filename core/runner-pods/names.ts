import type { Json } from '../../engines/model/object.ts';
import type { ObjectName, Resource } from '../cluster/connection.ts';
import { DATABASE_LABEL, fitting, MANAGED_BY, OPERATION_LABEL } from '../runner/names.ts';
import type { DatabaseName } from '../runner/plan.ts';

/** The ServiceAccount, Role and RoleBinding that an administrator installs. */
export const INSTALLED = 'plinth-runner';

/** The name of everything that is made for the runner pods of one operation. */
export const runName = (id: string): string => `plinth-run-${id}`;

export const runObject = (resource: Resource, namespace: string, id: string): ObjectName => ({
  resource,
  namespace,
  name: runName(id),
});

/** Labels of what is made for an operation's runner pods. */
export const runLabels = (database: DatabaseName, id: string): Readonly<Record<string, Json>> => ({
  ...MANAGED_BY,
  'app.kubernetes.io/component': 'runner',
  [DATABASE_LABEL]: fitting(database.name),
  [OPERATION_LABEL]: id,
});

/** What the Job controller writes on its pods. https://kubernetes.io/docs/reference/labels-annotations-taints/#batch-kubernetes-io-job-name */
export const JOB_LABEL = 'batch.kubernetes.io/job-name';
export const JOB_UID_LABEL = 'batch.kubernetes.io/controller-uid';
/** https://kubernetes.io/docs/reference/labels-annotations-taints/#batch-kubernetes-io-job-completion-index */
export const INDEX_LABEL = 'batch.kubernetes.io/job-completion-index';
