import type { ApiObject } from '../../cluster/connection.ts';
import { argoCdOf } from './argo-cd.ts';
import { autoscalersOf } from './autoscalers.ts';
import { fluxOf } from './flux.ts';
import type { Owner, Sight } from './owner.ts';

export type { Owner, Pause, Sight } from './owner.ts';

/** GitOps that sets one field of an object. Throws {@link ../../cluster/trouble.ClusterTrouble} for an API that fails. */
export async function gitOpsOf(
  sight: Sight,
  object: ApiObject,
  path: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Owner[]> {
  return [...(await argoCdOf(sight, object, path, signal)), ...(await fluxOf(sight, object, path, signal))];
}

/** Everybody who sets a workload's `spec.replicas`. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function ownersOfReplicas(
  sight: Sight,
  workload: ApiObject,
  signal?: AbortSignal,
): Promise<readonly Owner[]> {
  const byGit = await gitOpsOf(sight, workload, ['spec', 'replicas'], signal);
  return [...byGit, ...(await autoscalersOf(sight, workload, signal))];
}
