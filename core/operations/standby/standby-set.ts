import { membershipEngineOf } from '../../../engines/membership.ts';
import type { MembershipEngine } from '../../../engines/model/membership.ts';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import { switchingEngineOf } from '../../../engines/switching.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { readServer, type Server } from '../../procedures/members/server.ts';
import type { Members } from '../../procedures/members/standing.ts';
import { placeOf, readSet, type SetName } from '../../procedures/scale/set-seen.ts';
import type { Scale } from '../../procedures/scale/scale-step.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import { askMembers, type MemberAsked } from '../switchover/members-asked.ts';
import type { Switching } from '../switchover/switching.ts';

/** A set of replicas to which one may come, or from which one may go. */
export interface StandbySet {
  readonly name: SetName;
  readonly body: ApiObject;
  readonly scale: Scale;
  readonly server: Server;
  readonly switching: SwitchingEngine;
  readonly membership: MembershipEngine;
}

/** `what` is refused as something that cannot be done as it is asked for. */
export const unable = (what: string, evidence: string, wayOut: string): Refusal => ({
  id: 'R30',
  kind: 'mend',
  what,
  evidence,
  wayOut,
});

/** Reads the set of a database; the refusals say why Plinth cannot change the number of its members. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function findSet({ connection, database, signal }: Situation): Promise<StandbySet | readonly Refusal[]> {
  const { namespace, workload, engine, engineName } = database;
  if (workload.kind !== 'StatefulSet')
    return [unable('Only a StatefulSet has members that come and go by their number.', workload.kind, 'None.')];
  const [switching, membership] = [switchingEngineOf(engine), membershipEngineOf(engine)];
  if (switching === undefined || membership === undefined)
    return [
      unable(
        `What ${engineName} needs when a replica comes or goes Plinth has not learnt.`,
        engineName,
        'Its own tools do it.',
      ),
    ];
  const server = await readServer(connection, database, signal);
  if (server === undefined)
    return [unable('Its workload is not one that Plinth can read.', workload.name, 'kubectl scale')];
  const name: SetName = { namespace, set: workload.name };
  const options = signal ? { signal } : {};
  const body = await connection.read(placeOf(name), options);
  const { replicas, start } = await readSet({ see: connection, signal: signal ?? new AbortController().signal }, name);
  return { name, body, scale: { replicas, start }, server, switching, membership };
}

/** Who leads, as all members say at once. */
export interface Led {
  readonly primary: string;
  readonly facts: RestFacts;
  readonly asked: readonly MemberAsked[];
}

/** Asks all members; the refusals say why nobody can be told to lead. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function whoLeads(
  { connection, database, signal }: Situation,
  { switching, server }: StandbySet,
): Promise<Led | readonly Refusal[]> {
  const asked = await askMembers(connection, database, switching, server.model.context, signal);
  const writing = asked.filter(({ facts }) => facts?.['writable'] === 'yes');
  const [leading] = writing;
  if (writing.length > 1)
    return [
      {
        id: 'R3',
        kind: 'never',
        what: `${writing.map(({ name }) => name).join(' and ')} accept writes.`,
        evidence: 'their servers say so',
        wayOut: 'Find out first which data is right, and fence the other one.',
      },
    ];
  if (leading?.facts === undefined)
    return [
      {
        id: 'R15',
        kind: 'mend',
        what: 'No member says that it accepts writes: it is not known who leads.',
        evidence: asked.map(({ name, why, facts }) => `${name}: ${why ?? facts?.['role'] ?? 'unknown'}`).join('; '),
        wayOut: 'Mend the primary, or fail over first.',
      },
    ];
  return { primary: leading.name, facts: leading.facts, asked };
}

/** How its members are asked in steps: by the scripts that change roles. */
export const switchingOf = (
  { name, switching, server }: StandbySet,
  container: string,
  primary: string,
  member: string,
): Switching => ({
  namespace: name.namespace,
  container,
  engine: switching,
  context: server.model.context,
  leader: primary,
  candidate: member,
  others: [],
  // Nobody is told to follow anybody.
  upstream: { host: primary, port: 0 },
});

/** The same members as a client sees them. */
export const membersOf = ({ name, server }: StandbySet, container: string, { replicas, start }: Scale): Members => ({
  namespace: name.namespace,
  container,
  asking: { engine: server.model.engine, context: server.model.context },
  names: Array.from({ length: replicas }, (_, index) => `${name.set}-${String(start + index)}`),
});

/** The name of the member with the highest ordinal. */
export const lastOf = ({ set }: SetName, { replicas, start }: Scale): string =>
  `${set}-${String(start + replicas - 1)}`;

/** Names of the claims that a member has by the templates of its set. https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage */
export const claimsOf = (templates: readonly string[], member: string): readonly string[] =>
  templates.map((template) => `${template}-${member}`);
