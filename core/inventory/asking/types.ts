import type { Engine, EngineContext } from '../../../engines/model/engine.ts';
import type { MemberAnswer } from '../../../engines/model/live.ts';
import type { Asked } from '../model.ts';

/** A member as whoever asks it needs to know it. Made anew from the pod whenever one of these changes. */
export interface MemberToAsk {
  /** The {@link LiveDatabase.id} that it belongs to: members of one database are weighed against each other. */
  readonly database: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  readonly node: string | undefined;
  /** The pod's address, by which its primary may know it. */
  readonly address?: string | undefined;
  /** The container runs now; others are not asked, and say so. */
  readonly running: boolean;
  /** When the container started last, in milliseconds since 1970: an older answer is void. */
  readonly started: number | undefined;
  readonly restarts: number;
  /**
   * Its database has, or should have, more than one member: it is asked often. Without it, seldom. Count desired replicas, not the pods of
   * this moment: a second writer is a member that comes.
   */
  readonly replicated: boolean;
  readonly engine: Engine;
  readonly context: EngineContext;
}

/** What asking a member led to. `answer` is the last good one that still holds, also where the latest attempt failed (`asked` says so). */
export interface MemberAsked {
  readonly answer: MemberAnswer | undefined;
  readonly asked: Asked;
}

/** Names a member's container among all that are asked: `uid/container`. */
export type MemberKey = string;

/** The key of a member. */
export function memberKey({ uid, container }: Pick<MemberToAsk, 'uid' | 'container'>): MemberKey {
  return `${uid}/${container}`;
}

/** `idle`: nobody looks, nothing is asked of itself; a call of `ask` still works. */
export type Attention = 'watched' | 'idle';

/**
 * Asks the members of one context's databases, by itself in turn and on demand. What the inventory does with it:
 * `setMembers` after each change of pods, `stir` after an event that may have moved a role, `onAnswer` to merge, `close` at the end.
 */
export interface MemberAsker {
  /** All members that there are now. Those that are new are asked soon; answers of those that are gone are dropped. */
  setMembers(members: readonly MemberToAsk[]): void;
  setAttention(attention: Attention): void;
  /** Something happened to a database (a pod's event, a changed role, an alarm): its members are asked at once and often for a while. */
  stir(database: string): void;
  /** Asks a member now, before all others; joins an attempt that runs. Never rejects: what went wrong stands in `asked`. */
  ask(key: MemberKey): Promise<MemberAsked>;
  /** What is known of a member; `never` where it was not asked. */
  known(key: MemberKey): MemberAsked;
  /** Calls back after each attempt. Ends with what it returns. */
  onAnswer(listener: (key: MemberKey, asked: MemberAsked) => void): () => void;
  /** Ends all attempts. */
  close(): void;
}
