import { gitOpsOf, ownersOfReplicas, pausing, type Owner, type Pausing } from '../../preflight/index.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { askedOf, without } from '../../procedures/fence/change.ts';
import type { Fence } from '../../procedures/fence/fence.ts';
import { machineRefusals } from '../../procedures/fence/machine.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import { r1OperatorOwned, r6ThrowAwayVolume, r6WhenScaledDelete, refusalsOf } from '../../refusals/index.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';

/** Whether a member can be fenced now. `node`: where its pod runs. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function lookBefore(
  { connection, database, signal }: Situation,
  workload: ApiObject,
  fence: Fence,
  node: string | undefined,
): Promise<readonly Refusal[]> {
  const seen = { connection, database, workload, ...(signal && { signal }) };
  const checks = [r1OperatorOwned, r6ThrowAwayVolume, ...(fence.way === 'scale' ? [r6WhenScaledDelete] : [])];
  return [
    ...(await refusalsOf(checks, seen)),
    ...(fence.way === 'scale' ? unscalable(workload, fence, database.members) : []),
    ...(await machineRefusals(connection, node, fence.attested, signal)),
  ];
}

/** Why the member cannot be taken away by scaling. */
function unscalable(
  workload: ApiObject,
  { pod, set }: Fence,
  members: Situation['database']['members'],
): readonly Refusal[] {
  const field = fieldOf(workload);
  const { replicas, start } = askedOf(field);
  const wayOut = 'Use the way gate, which holds any member.';
  if (without(pod, { replicas, start }) === undefined)
    return [
      {
        id: 'R30',
        kind: 'mend',
        what: `${pod} cannot be taken away by scaling ${set}: only the first and the last of several members can.`,
        evidence: `${set} asks for ${String(replicas)}, beginning with ${String(start)}`,
        wayOut,
      },
    ];
  const isOrdered = field.at('spec', 'podManagementPolicy').string() !== 'Parallel';
  const unready = members.filter((one) => !one.ready && one.pod.name !== pod).map((one) => one.pod.name);
  if (!isOrdered || unready.length === 0) return [];
  return [
    {
      id: 'R15',
      kind: 'mend',
      what: `${pod} would stay until every other member is Ready: ${set} is scaled in order.`,
      evidence: `${unready.join(', ')}: not Ready`,
      wayOut,
    },
  ];
}

/** Who would take the fence away again. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function fenceOwners(
  { connection, signal }: Situation,
  workload: ApiObject,
  way: Fence['way'],
  pause: boolean,
): Promise<Pausing> {
  const found = new Map<string, Owner>();
  const add = (owners: readonly Owner[]): void => {
    for (const owner of owners) found.set(owner.name, owner);
  };
  if (way === 'scale') add(await ownersOfReplicas(connection, workload, signal));
  const fields = way === 'scale' ? [['ordinals']] : [['template'], ['updateStrategy']];
  for (const field of fields) add(await gitOpsOf(connection, workload, ['spec', ...field], signal));
  return pausing([...found.values()], pause, 'take the fence away');
}
