import type { LiveDatabase, LiveMember } from '../../../../core/inventory/model.ts';
import type { Lag } from '../../../../engines/model/live.ts';

/** What the watch of the cluster knows of the database, as far as the picture needs it. */
export type LiveSeen = Pick<LiveDatabase, 'members' | 'services' | 'fenced'>;

/** One member in the picture. What nobody knows is undefined, or the role `unknown`. */
export interface MemberSeen {
  /** The pod's name. */
  readonly name: string;
  readonly role: LiveMember['role'];
  /** Whether it accepts writes. */
  readonly writes: boolean | undefined;
  /** It is kept from writing on purpose. */
  readonly fenced: boolean;
  /** It is to lead, and does not yet. */
  readonly isToLead: boolean;
  /** It is to be fenced, and is not yet. */
  readonly isToGo: boolean;
  /** What is wrong with its pod, in a word or two; undefined where nothing is, or nobody knows. */
  readonly trouble: string | undefined;
  /** How far it is behind whom it follows. */
  readonly lag: Lag | undefined;
  /** The name of the member that it follows. */
  readonly follows: string | undefined;
  readonly streams: boolean | undefined;
  readonly node: string | undefined;
}

/** A Service through which clients write. */
export interface DoorSeen {
  readonly name: string;
  /** Names of members; empty: it leads nowhere; undefined: nobody knows. */
  readonly leadsTo: readonly string[] | undefined;
  /** Closed on purpose, while roles change. */
  readonly closed: boolean;
  /** Whom it is to lead to, where that is another than now. */
  readonly isToLeadTo: string | undefined;
}

/** Who is what, at one moment. */
export interface Topology {
  /** `before`: as it stands while a plan is read. `under-way`: while an operation runs. `after`: once it has ended. */
  readonly when: 'before' | 'under-way' | 'after';
  readonly members: readonly MemberSeen[];
  readonly doors: readonly DoorSeen[];
}
