import type { Connection } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import type { Step } from '../runner/step.ts';
import type { Findings } from './findings.ts';
import { gitOpsOf, type Owner } from './owners/index.ts';
import { pauseStep, resumeStep } from './owners/pause-step.ts';

/** What pausing adds to a plan. */
export interface Pausing extends Findings {
  /** At the beginning of the plan. */
  readonly before: readonly Step[];
  /** At its end; they run whatever becomes of the operation. */
  readonly after: readonly Step[];
}

/**
 * GitOps that owns the selector of Services whose door is to be closed: it would open the door while the database is not to be written to. With `pause` it is paused and
 * goes on at the end; without it that is refused, and offered. Throws {@link ../cluster/trouble.ClusterTrouble}.
 */
export async function servicePausing(
  connection: Pick<Connection, 'read' | 'list'>,
  namespace: string,
  services: readonly string[],
  pause: boolean,
  signal?: AbortSignal,
): Promise<Pausing> {
  const owners = new Map<string, Owner>();
  for (const name of services) {
    const service = await connection.read({ resource: RESOURCES.services, namespace, name }, signal ? { signal } : {});
    for (const owner of await gitOpsOf(connection, service, ['spec', 'selector'], signal))
      owners.set(owner.name, owner);
  }
  return pausing([...owners.values()], pause, 'open the door while it is to be closed');
}

/** What owners mean for a plan; `threat` says what they would do: «put the number of replicas back». */
export function pausing(owners: readonly Owner[], pause: boolean, threat: string): Pausing {
  const fighting = owners.filter(({ state }) => state === 'active' || state === 'unknown');
  // Taken up again, one that this operation paused before is to go on at the end.
  const maybeOurs = owners.filter(
    ({ state, pause: how }) => state === 'paused' && how !== undefined && how.before === how.value,
  );
  const paused = pause ? [...fighting.filter(({ pause: how }) => how !== undefined), ...maybeOurs] : [];
  const left = fighting.filter((owner) => !paused.includes(owner));
  return {
    refusals: left.map(({ by, name, state, evidence, pause: how }) => ({
      id: 'R18',
      kind: state === 'unknown' ? 'typed' : 'mend',
      what:
        state === 'unknown' ? `${by} may ${threat}, and whether it is paused is not known.` : `${by} would ${threat}.`,
      evidence,
      wayOut:
        how === undefined
          ? `Pause ${name} where it runs, then accept this by typing.`
          : `Let Plinth pause it for the operation (pauseOwners), or pause it yourself: ${how.command}`,
    })),
    warnings: owners.flatMap(({ by, state, evidence }) =>
      state === 'passive' ? [`${by}: ${evidence}; do neither before the operation has ended.`] : [],
    ),
    before: paused.flatMap((owner) => pauseStep(owner) ?? []),
    after: paused.flatMap((owner) => resumeStep(owner) ?? []),
  };
}
