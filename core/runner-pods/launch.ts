import type { ApiObject, Connection, ObjectName, Resource, Right } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { isTrouble } from '../runner/patience.ts';
import { runnerJob } from './job.ts';
import { runAccount, runBinding, runConfigMap, runRole, type RunnerPrograms } from './manifests.ts';
import { INSTALLED, runName, runObject } from './names.ts';
import type { RunnerRequest } from './request.ts';

/** Under which account the pods run: one of their own with these rights, or the one that an administrator has installed. */
export type Account = { readonly own: readonly Right[] } | 'installed';

export interface Launch {
  readonly connection: Connection;
  readonly request: RunnerRequest;
  readonly programs: RunnerPrograms;
  readonly image: string;
  readonly account: Account;
}

/**
 * Makes the Job and all that is its own. The Job comes first, because everything else belongs to it: should this process die in between, Kubernetes removes what there is. The
 * account comes last, because no pod is made without it. What fails is taken down again; throws {@link ../cluster/trouble.ClusterTrouble}.
 */
export async function launch({ connection, request, programs, image, account }: Launch): Promise<void> {
  const { id, database } = request;
  const make = (resource: Resource, object: ApiObject): Promise<ApiObject> =>
    connection.create(object, runObject(resource, database.namespace, id));
  const job = runnerJob(request, { image, account: account === 'installed' ? INSTALLED : runName(id) });
  const { uid = '' } = (await make(RESOURCES.jobs, job)).metadata;
  try {
    const owner = { uid };
    await make(RESOURCES.configMaps, runConfigMap(request, programs, owner));
    if (account === 'installed') return;
    await make(RESOURCES.roles, runRole(request, account.own, owner));
    await make(RESOURCES.roleBindings, runBinding(request, owner));
    await make(RESOURCES.serviceAccounts, runAccount(request, owner));
  } catch (error) {
    await takeDown(connection, database.namespace, id);
    throw error;
  }
}

/** Removes the Job, and with it all that is its own. What cannot be removed goes by its time to live. */
export async function takeDown(connection: Connection, namespace: string, id: string): Promise<void> {
  const job: ObjectName = runObject(RESOURCES.jobs, namespace, id);
  await connection.remove(job, { propagation: 'Foreground' }).catch((error: unknown) => {
    if (!isTrouble(error, 'missing', 'forbidden', 'unreachable', 'timeout', 'server', 'busy')) throw error;
  });
}
