import type { LiveDatabase, LiveMember } from '../../inventory/model.ts';

/** How far a standby may be behind to be read instead of the primary. */
export interface SourceLimits {
  readonly lagBytes: number;
  readonly lagSeconds: number;
}

/** The limits that hold for a switchover's candidate as well. */
export const SOURCE_LIMITS: SourceLimits = { lagBytes: 16 * 1024 ** 2, lagSeconds: 5 };

/** The member that is read, and why it. */
export interface Source {
  readonly member: LiveMember;
  readonly role: 'primary' | 'replica' | 'unknown';
  /** In plain words, for the preview. */
  readonly why: string;
}

/**
 * Chooses the member that a backup reads: the standby that is least behind, if it is ready, streams, and its lag is known and within the limits; else the
 * primary. Undefined where neither is there.
 */
export function chooseSource(database: LiveDatabase, limits: SourceLimits = SOURCE_LIMITS): Source | undefined {
  const ready = database.members.filter(({ ready: isReady, trouble }) => isReady && trouble === undefined);
  const standbys = ready.filter(({ role }) => role === 'replica');
  const fit = standbys.filter((member) => isFit(member, limits)).sort((a, b) => behind(a) - behind(b));
  const [standby] = fit;
  if (standby !== undefined) {
    const why = `${standby.pod.name} is a standby that streams, ${behind(standby)} bytes behind: the primary has no work with it.`;
    return { member: standby, role: 'replica', why };
  }
  const primary = ready.find(({ role }) => role === 'primary');
  if (primary !== undefined) {
    const no = standbys.length === 0 ? 'there is no standby' : 'no standby is known to stream within the limits of lag';
    return { member: primary, role: 'primary', why: `${primary.pod.name} is the primary: ${no}.` };
  }
  const [only] = ready;
  if (only === undefined || database.members.length !== 1) return undefined;
  return { member: only, role: 'unknown', why: `${only.pod.name} is the only member; its role is not known.` };
}

/** Unknown lag is not none. */
function isFit({ streaming, lag }: LiveMember, { lagBytes, lagSeconds }: SourceLimits): boolean {
  if (streaming !== true || lag === undefined) return false;
  const isKnown = lag.bytes !== undefined || lag.seconds !== undefined;
  return isKnown && (lag.bytes ?? 0) <= lagBytes && (lag.seconds ?? 0) <= lagSeconds;
}

function behind({ lag }: LiveMember): number {
  return lag?.bytes ?? 0;
}
