import type { JournalRecord, StepRecord } from '../../../../core/runner/journal-model.ts';

/** Who leads when it begins, who is to, and all that it is about. */
export interface Roles {
  readonly leader: string | undefined;
  readonly candidate: string | undefined;
  readonly doors: readonly string[];
  /** Who is to be fenced by Kubernetes alone. */
  readonly away: string | undefined;
}

/** What the steps have brought about for one member, and when it was known last, in milliseconds since 1970. */
export interface Said {
  readonly at: number;
  readonly role?: 'primary' | 'replica';
  readonly writes?: boolean;
  readonly fenced?: boolean;
  readonly follows?: string;
}

/** What the steps have brought about: each member by its name, and the door: whom it leads to, `undefined` where nobody has touched it. */
export interface SaidBySteps {
  readonly isBegun: boolean;
  readonly members: ReadonlyMap<string, Said>;
  readonly door: { readonly leadsTo: readonly string[] } | undefined;
}

type Effect = Omit<Said, 'at'>;

const LEADS: Effect = { role: 'primary', writes: true, fenced: false };
const FENCED: Effect = { writes: false, fenced: true };

/**
 * What a journal's steps say by how they stand: one that is done has had its effect, one that was taken back has had the contrary one. A step under way says nothing: the cluster itself
 * does then. Their names are those of switchover, failover, fence and unfence.
 */
export function saidBySteps(
  { steps, started }: JournalRecord,
  { leader, candidate }: Pick<Roles, 'leader' | 'candidate'>,
): SaidBySteps {
  const members = new Map<string, Said>();
  let door: SaidBySteps['door'];
  for (const step of steps.filter(isSettled).toSorted((a, b) => timeOf(a, started) - timeOf(b, started))) {
    const undone = step.state === 'undone';
    const at = timeOf(step, started);
    for (const [name, effect] of effectsOf(step.id, undone, leader, candidate))
      members.set(name, { ...members.get(name), ...effect, at });
    if (step.id === 'close-door') door = { leadsTo: undone && leader !== undefined ? [leader] : [] };
    if (step.id === 'open-door' && !undone && candidate !== undefined) door = { leadsTo: [candidate] };
  }
  return { isBegun: true, members, door };
}

const isSettled = ({ state }: StepRecord): boolean => state === 'done' || state === 'undone' || state === 'skipped';

const timeOf = ({ ended, started }: StepRecord, begun: number): number => ended ?? started ?? begun;

function effectsOf(
  id: string,
  undone: boolean,
  leader: string | undefined,
  candidate: string | undefined,
): readonly (readonly [name: string, effect: Effect])[] {
  const [, verb = id, member] = /^(fence|unfence|follow)-(.+)$/u.exec(id) ?? [];
  if (verb === 'fence') {
    const name = member ?? leader;
    // By what the engine does itself it leads again; a pod that comes back says by itself what it is.
    if (name === undefined) return [];
    return [[name, undone ? (member === undefined ? LEADS : { fenced: false }) : FENCED]];
  }
  if (verb === 'unfence' && member !== undefined) return [[member, { fenced: undone }]];
  if (undone || candidate === undefined) return [];
  if (verb === 'follow' && member !== undefined)
    return [[member, { role: 'replica', writes: false, fenced: false, follows: candidate }]];
  if (verb === 'promote') return [[candidate, LEADS]];
  if (verb !== 'ask-patroni') return [];
  const old = leader === undefined ? [] : [[leader, { role: 'replica', writes: false }] as const];
  return [[candidate, LEADS], ...old];
}
