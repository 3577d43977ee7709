import type { ApiObject } from '../../cluster/connection.ts';
import { servicePausing, type Pausing } from '../../preflight/index.ts';
import type { Door } from '../../procedures/door/door.ts';
import type { Wiring } from '../../procedures/door/wiring.ts';
import type { Fence } from '../../procedures/fence/fence.ts';
import type { PodSeen } from '../../procedures/fence/fence-steps.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import { fenceOwners, lookBefore } from '../fence/look-before.ts';
import { r1OperatorOwned, refusalsOf } from '../../refusals/index.ts';
import { checkAfter, checkWiring } from '../switchover/look-before.ts';
import type { OldVolume } from './old-volume.ts';

/** What is looked at before a failover is begun. */
export interface Before {
  readonly workload: ApiObject;
  readonly fence: Fence;
  /** Undefined where the old primary has no pod. */
  readonly pod: PodSeen | undefined;
  /** Somebody else has fenced it already. */
  readonly isFenced: boolean;
  readonly candidate: string;
  readonly wiring: Wiring;
  readonly volume: OldVolume | undefined;
}

/** Why it may not be begun, beside what the members' roles say. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function against(situation: Situation, before: Before): Promise<readonly Refusal[]> {
  const { connection, database, signal } = situation;
  const { workload, fence, pod, isFenced, candidate, wiring, volume } = before;
  const seen = { connection, database, workload, ...(signal ? { signal } : {}) };
  return [
    // Who accepts writes was asked; that the old primary does not say is why all this is done.
    ...(isFenced
      ? await refusalsOf([r1OperatorOwned], seen)
      : [...absent(fence, pod), ...(await lookBefore(situation, workload, fence, pod?.node))]),
    ...(await checkAfter(situation, fence.pod, candidate)),
    ...checkWiring(database, wiring),
    ...(volume === undefined ? [unread(fence.pod, candidate)] : []),
  ];
}

/** Whoever would take back what the operation changes: the fence, or the Services. Who owns the fence's fields stays paused as long as it stands. */
export async function owners(
  { connection, database, signal }: Situation,
  { workload, fence, isFenced }: Pick<Before, 'workload' | 'fence' | 'isFenced'>,
  door: Door,
  pause: boolean,
): Promise<Pausing> {
  const services = await servicePausing(connection, database.namespace, door.services, pause, signal);
  if (isFenced) return services;
  const fences = await fenceOwners(
    { connection, database, ...(signal && { signal }) } as Situation,
    workload,
    fence.way,
    pause,
  );
  const known = new Set(fences.before.map(({ id }) => id));
  return {
    refusals: [...fences.refusals, ...services.refusals],
    warnings: [...fences.warnings, ...services.warnings],
    before: [...fences.before, ...services.before.filter(({ id }) => !known.has(id))],
    after: services.after.filter(({ id }) => !fences.after.some((one) => one.id === id)),
  };
}

function absent({ pod }: Fence, seen: PodSeen | undefined): Refusal[] {
  if (seen !== undefined) return [];
  return [
    {
      id: 'R10',
      kind: 'mend',
      what: `${pod} has no pod: where it ran, and whether it has ended there, nobody can confirm.`,
      evidence: `there is no pod ${pod}`,
      wayOut: 'Wait until its pod is there again, whatever its state, or fence it first.',
    },
  ];
}

const unread = (leader: string, candidate: string): Refusal => ({
  id: 'R24',
  kind: 'typed',
  what: `How much ${candidate} lacks of what ${leader} had nobody will know before it leads.`,
  evidence: `the data of ${leader} cannot be read without its server`,
  wayOut: `Bring ${leader} back; or accept by typing that what it alone has is lost.`,
});
