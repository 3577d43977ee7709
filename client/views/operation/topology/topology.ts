import type { LiveMember } from '../../../../core/inventory/model.ts';
import type { OperationId, PlannedRoles } from '../../../../core/runner/plan.ts';
import type { Facts } from '../../../../core/runner/step.ts';
import { hasEnded } from '../seen.ts';
import type { OperationSeen } from '../seen.ts';
import type { DoorSeen, LiveSeen, MemberSeen, Topology } from './model.ts';
import { saidBySteps } from './said-by-steps.ts';
import type { Roles, Said, SaidBySteps } from './said-by-steps.ts';

/** Operations of which the picture is shown: those that change who leads, or take a member away. */
const SHOWN: readonly OperationId[] = ['switchover', 'failover', 'fence', 'unfence'];

/** Who is what now: by what the cluster says and what the steps have done, whichever is younger. Undefined where roles are not what it is about, or nothing is known. */
export function topologyOf(seen: Pick<OperationSeen, 'plan' | 'record' | 'live'>): Topology | undefined {
  const { plan, record, live } = seen;
  const operation = record?.operation ?? plan?.operation;
  if (operation === undefined || !SHOWN.includes(operation)) return undefined;
  const roles = rolesOf(seen, operation);
  const said: SaidBySteps =
    record === undefined ? { isBegun: false, members: new Map(), door: undefined } : saidBySteps(record, roles);
  const names = namesOf(roles, record?.facts ?? {}, said, live);
  if (names.length === 0) return undefined;
  const when = record === undefined ? 'before' : hasEnded(record) ? 'after' : 'under-way';
  const isPlanned = when !== 'after' && plan?.refusals.some(({ kind }) => kind !== 'typed') !== true;
  const doors = roles.doors.map((name) => doorOf(name, { roles, said, live, isPlanned }));
  const first = names.map((name) => memberOf(name, { roles, said, live, isPlanned, plan: plan?.roles }));
  const writers = first.filter(({ writes }) => writes === true);
  const members = first.map((one) => ({ ...one, follows: followed(one, { live, names, doors, writers }) }));
  return { when, members, doors };
}

/** As planned; else as the journal has noted it. It is nothing to be trusted, so it is read with care. */
function rolesOf(
  { plan, record, live }: Pick<OperationSeen, 'plan' | 'record' | 'live'>,
  operation: OperationId,
): Roles {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const { roles, parameters = record?.parameters } = plan ?? {};
  const facts = record?.facts ?? {};
  const writing = (live?.services ?? [])
    .filter(({ purpose }) => purpose === 'write')
    .map(({ service }) => service.name);
  const noted = textsOf(facts['door']);
  const leader = roles?.leader ?? text(facts['leader']);
  return {
    leader,
    candidate: roles?.candidate ?? text(facts['candidate']),
    doors: roles?.services ?? (noted.length > 0 ? noted : writing),
    away: operation === 'fence' ? text(parameters?.['member']) : operation === 'failover' ? leader : undefined,
  };
}

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

function namesOf({ leader, candidate }: Roles, facts: Facts, { members }: SaidBySteps, live?: LiveSeen): string[] {
  const names = [leader, candidate, ...textsOf(facts['others']), ...members.keys(), live?.fenced];
  const all = new Set([
    ...(live?.members ?? []).map(({ pod }) => pod.name),
    ...names.filter((one) => one !== undefined),
  ]);
  return [...all].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

interface Known {
  readonly roles: Roles;
  readonly said: SaidBySteps;
  readonly live: LiveSeen | undefined;
  readonly isPlanned: boolean;
}

type Alone = MemberSeen & { readonly toldBy: Said | undefined };

function memberOf(name: string, known: Known & { readonly plan: PlannedRoles | undefined }): Alone {
  const { roles, said, live, isPlanned, plan } = known;
  const member = live?.members.find(({ pod }) => pod.name === name);
  const steps = said.members.get(name);
  const isYounger = steps === undefined || isLater(member, steps.at);
  const own = saidNow(member);
  const writes = isAway(member, live?.fenced === name) ? false : isYounger ? own : (steps.writes ?? own);
  const role = (isYounger ? undefined : steps.role) ?? member?.role ?? (writes === true ? 'primary' : 'unknown');
  const isFenced = live?.fenced === name || (steps?.fenced === true && writes !== true);
  const gap = plan?.gaps.find((one) => one.name === name);
  return {
    name,
    role,
    writes,
    fenced: isFenced,
    isToLead: isPlanned && name === roles.candidate && writes !== true,
    isToGo: isPlanned && name === roles.away && !isFenced,
    trouble: troubleOf(member, live),
    // What was planned with holds until something is done.
    lag: role === 'replica' ? (member?.lag ?? (said.isBegun ? undefined : gap)) : undefined,
    follows: undefined,
    streams: isYounger || steps.role === undefined ? member?.streaming : undefined,
    node: member?.node,
    toldBy: isYounger ? undefined : steps,
  };
}

/** Whether it accepts writes, by its own last answer; one that could not be asked since then may have changed. */
const saidNow = (member: LiveMember | undefined): boolean | undefined =>
  member?.asked.state === 'failed' || member?.asked.state === 'unable' ? undefined : member?.writable;

/** A fence is noted before the pod has ended: only then the member does not write any more. */
const isAway = (member: LiveMember | undefined, isNoted: boolean): boolean => isNoted && member?.phase !== 'Running';

/** Whether a member has itself said what it is, later than this. */
const isLater = (member: LiveMember | undefined, at: number): boolean =>
  member?.asked.state === 'answered' && (member.asked.at ?? 0) > at;

function troubleOf(member: LiveMember | undefined, live: LiveSeen | undefined): string | undefined {
  if (live === undefined) return undefined;
  if (member === undefined) return 'no pod';
  if (member.trouble !== undefined) return member.trouble;
  if (member.ready && saidNow(member) === undefined && member.asked.state === 'failed') return 'does not answer';
  return member.ready ? undefined : member.phase === 'Running' ? 'not ready' : member.phase.toLowerCase();
}

function doorOf(name: string, { roles, said, live, isPlanned }: Known): DoorSeen {
  const leadsTo = live?.services.find(({ service }) => service.name === name)?.leadsTo ?? said.door?.leadsTo;
  const { candidate } = roles;
  const isToTurn = isPlanned && candidate !== undefined && leadsTo?.includes(candidate) !== true;
  return { name, leadsTo, closed: said.door?.leadsTo.length === 0, isToLeadTo: isToTurn ? candidate : undefined };
}

/** Whom a member follows: as a step has told it to, or as it says itself, be it by a Service's name. */
function followed(
  { name, role, toldBy }: Alone,
  known: {
    readonly live: LiveSeen | undefined;
    readonly names: readonly string[];
    readonly doors: readonly DoorSeen[];
    readonly writers: readonly MemberSeen[];
  },
): string | undefined {
  if (role !== 'replica') return undefined;
  if (toldBy?.follows !== undefined) return toldBy.follows;
  const member = known.live?.members.find(({ pod }) => pod.name === name);
  const [host = ''] = member?.upstream?.split(/[.:]/u) ?? [];
  if (host !== name && known.names.includes(host)) return host;
  const leads = known.doors.find((door) => door.name === host)?.leadsTo;
  if (leads?.length === 1) return leads[0];
  return member?.streaming === true && known.writers.length === 1 ? known.writers[0]?.name : undefined;
}
