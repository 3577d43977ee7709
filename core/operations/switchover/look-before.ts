import { RESOURCES } from '../../cluster/resources.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { r14NotNow } from '../../refusals/r14-not-now.ts';
import {
  r15FencedMember,
  r1OperatorOwned,
  r26PrimaryByOrdinal,
  r3TwoWriters,
  refusalsOf,
  type Seen,
} from '../../refusals/index.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import type { Wiring } from '../../procedures/door/wiring.ts';

/** What keeps any switchover of this database from being begun. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function checkBefore({ connection, database, signal }: Situation): Promise<readonly Refusal[]> {
  const { namespace, workload: of, container } = database;
  const options = signal ? { signal } : {};
  const workload = await connection.read({ resource: RESOURCES.statefulSets, namespace, name: of.name }, options);
  const ask: Seen['ask'] = (pod, script) =>
    connection.exec({ namespace, pod, container }, ['sh', '-c', script], { timeout: 20_000, ...options });
  return refusalsOf([r1OperatorOwned, r15FencedMember, r3TwoWriters, r14NotNow], {
    connection,
    database,
    workload,
    ask,
    ...options,
  });
}

/** R26 as it would be afterwards: the check is about who leads then. */
export async function checkAfter(
  { connection, database, signal }: Situation,
  leader: string,
  candidate: string,
): Promise<readonly Refusal[]> {
  const { namespace, workload: of } = database;
  const options = signal ? { signal } : {};
  const workload = await connection.read({ resource: RESOURCES.statefulSets, namespace, name: of.name }, options);
  const then: LiveDatabase = {
    ...database,
    members: database.members.map((one) =>
      one.pod.name === candidate
        ? { ...one, role: 'primary', writable: true }
        : one.pod.name === leader
          ? { ...one, role: 'replica', writable: false }
          : one,
    ),
  };
  const found = await r26PrimaryByOrdinal({ connection, database: then, workload, ...options });
  return found.map((refusal) => ({
    ...refusal,
    what: `The role follows the ordinal: with ${candidate} as the primary, a restart of the first member would make a second one.`,
    wayOut: 'Take the choice by ordinal out of the start script first.',
  }));
}

/** What cannot be led to another member. */
export function checkWiring({ services }: LiveDatabase, { labels, selectors, unknown }: Wiring): readonly Refusal[] {
  const writing = services.filter(({ purpose }) => purpose === 'write').map(({ service }) => service.name);
  if (writing.length === 0)
    return [
      {
        id: 'R27',
        kind: 'typed',
        what: 'No Service leads to the primary alone: clients that go to its pod by name stay with the old primary.',
        evidence: services.map(({ service, purpose }) => `${service.name}: ${purpose}`).join(', ') || 'no Service',
        wayOut:
          'Make a Service that chooses the primary, and let clients use it; or accept by typing that they must be told.',
      },
    ];
  if (unknown.length > 0)
    return [
      {
        id: 'R30',
        kind: 'mend',
        what: `Where ${unknown.join(', ')} leads is said by somebody else.`,
        evidence: 'it has no selector',
        wayOut: 'Give it a selector that chooses the primary by a label.',
      },
    ];
  if (labels.length > 0 || selectors.length > 0) return [];
  return [
    {
      id: 'R30',
      kind: 'mend',
      what: `${writing.join(', ')} cannot be turned to another member.`,
      evidence: 'nothing in its selector tells the primary from a replica',
      wayOut: 'Let it choose the primary by a label of its pod.',
    },
  ];
}
