import { lagWords } from '../../../words/lag.ts';
import type { DoorSeen, MemberSeen, Topology } from './model.ts';

/** `primary`, `replica`, `role unknown`. */
export const roleWords = ({ role }: MemberSeen): string => (role === 'unknown' ? 'role unknown' : role);

/** Whether it accepts writes, in two or three words. */
export function writesWords({ writes, fenced }: MemberSeen): string {
  if (fenced && writes !== true) return writes === false ? 'kept from writing' : 'accepts writes: unknown';
  if (fenced) return 'still accepts writes';
  return writes === undefined ? 'accepts writes: unknown' : writes ? 'accepts writes' : 'accepts no writes';
}

/** What else there is to say of it: how far it is behind, whom it follows, what is wrong with it; else where it runs. */
export function restWords({ role, lag, follows, streams, trouble, node }: MemberSeen): string {
  const behind = role === 'replica' && lag !== undefined ? lagWords(lag) : undefined;
  const following = follows === undefined ? undefined : `follows ${follows}`;
  const still = role === 'replica' && streams === false ? 'does not stream' : undefined;
  const parts = [trouble, following, still, behind].filter((one) => one !== undefined);
  return parts.length === 0 && node !== undefined ? `on ${node}` : parts.join(' · ');
}

/** Where a Service leads, in a few words. */
export function doorWords({ leadsTo, closed }: DoorSeen): string {
  if (leadsTo === undefined) return 'leads to: unknown';
  if (leadsTo.length > 0) return `leads to ${leadsTo.join(', ')}`;
  return closed ? 'closed: leads nowhere' : 'leads nowhere';
}

/** Who accepts writes now, and who is kept from it, in a sentence: what a person who does not see the picture hears when that changes. */
export function writersWords({ members }: Topology): string {
  const names = (some: readonly MemberSeen[]): string => some.map(({ name }) => name).join(' and ');
  const writers = members.filter(({ writes }) => writes === true);
  const fenced = members.filter((one) => one.fenced);
  const rest = fenced.length === 0 ? '' : `; ${names(fenced)} ${fenced.length === 1 ? 'is' : 'are'} fenced`;
  if (writers.length > 0) return `${names(writers)} accept${writers.length === 1 ? 's' : ''} writes${rest}`;
  const isKnown = members.every(({ writes }) => writes === false);
  return isKnown ? `nobody accepts writes${rest}` : `who accepts writes is not known${rest}`;
}
