import type { FenceNote } from '../../procedures/fence/note.ts';
import type { Refusal } from '../../runner/step.ts';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import type { MemberAsked } from '../switchover/members-asked.ts';

/** Who is to follow whom. */
export interface Roles {
  readonly member: string;
  readonly primary: string;
  readonly others: readonly string[];
}

const refuse = (
  id: Refusal['id'],
  kind: Refusal['kind'],
  what: string,
  evidence: string,
  wayOut: string,
): readonly Refusal[] => [{ id, kind, what, evidence, wayOut }];

/** Tells by what the members say who leads, and whether the member may be made to follow; else why not. */
export function rolesOf(
  asked: readonly MemberAsked[],
  engine: SwitchingEngine,
  given: string | undefined,
  note: FenceNote | undefined,
): Roles | readonly Refusal[] {
  const fenced = note?.pod;
  const member = given ?? fenced;
  if (member === undefined)
    return refuse('R30', 'mend', 'No member is named, and none is fenced.', 'none', 'Name the member.');
  if (fenced !== undefined && fenced !== member)
    return refuse(
      'R15',
      'mend',
      `${fenced} is fenced, and one at a time is enough.`,
      `by the operation ${note?.by ?? ''}`,
      `Let ${fenced} rejoin first, or unfence it.`,
    );
  const writers = asked.filter(({ facts }) => facts?.['writable'] === 'yes').map(({ name }) => name);
  if (writers.length > 1)
    return refuse(
      'R3',
      'never',
      `${writers.join(' and ')} accept writes.`,
      'their servers say so',
      'Find out first which data is right, and fence the other one.',
    );
  const [primary] = writers;
  if (primary === undefined)
    return refuse(
      'R2',
      'mend',
      'No member accepts writes: there is nobody to follow.',
      asked.map(({ name, why, facts }) => `${name}: ${why ?? facts?.['role'] ?? 'unknown'}`).join('; ') || 'no member',
      'Fail over first.',
    );
  if (primary === member)
    return refuse('R30', 'mend', `${member} leads.`, 'its server accepts writes', 'Name one that does not.');
  const [lead, own] = [primary, member].map((name) => asked.find((one) => one.name === name)?.facts);
  if (fenced === undefined && lead !== undefined && own !== undefined && engine.follows(lead, own))
    return refuse(
      'R30',
      'mend',
      `${member} follows ${primary} already.`,
      `it is at ${own['position'] ?? 'an unknown position'} on ${own['history'] ?? 'an unknown history'}`,
      'There is nothing to do.',
    );
  return {
    member,
    primary,
    others: asked.map(({ name }) => name).filter((name) => name !== member && name !== primary),
  };
}
