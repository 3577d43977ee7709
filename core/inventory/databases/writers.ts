import type { Alarm } from '../model.ts';
import { listed } from './words.ts';

/** A member that said that it accepts writes, and since when it has said nothing else. */
interface Writing {
  readonly pod: string;
  readonly identity: string | undefined;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
}

/** What a member said last. */
export interface WriterSaid {
  readonly key: string;
  readonly pod: string;
  readonly writable: boolean | undefined;
  /** When it said so, in milliseconds since 1970. */
  readonly at: number;
  /** Members that name different ones are not of one set; those that name none are. */
  readonly identity?: string | undefined;
}

/**
 * Watches who accepts writes in one database. Two members that were writable one after the other are a switchover; two whose
 * times overlap are two writers. A member is asked now and then, so the times are those between its answers, as long as it gave no other.
 */
export class WriterWatch {
  readonly #writing = new Map<string, Writing>();
  #since: number | undefined;

  /** Takes in what all members of the database said last; one that is not named is gone, or has restarted. */
  take(said: readonly WriterSaid[]): void {
    const named = new Set(said.map(({ key }) => key));
    for (const key of this.#writing.keys()) if (!named.has(key)) this.#writing.delete(key);
    for (const { key, pod, writable, at, identity } of said) {
      const before = this.#writing.get(key);
      if (writable !== true) this.#writing.delete(key);
      else
        this.#writing.set(key, { pod, identity, from: before?.from ?? at, until: Math.max(at, before?.until ?? at) });
    }
  }

  /** Members of which not all can have been writable at different times: the alarm. */
  alarm(): Alarm | undefined {
    const both = [...this.#writing.values()].filter((one) => this.#others(one).length > 0);
    if (both.length === 0) {
      this.#since = undefined;
      return undefined;
    }
    const meetings = both.flatMap((one) => this.#others(one).map((other) => Math.max(one.from, other.from)));
    this.#since ??= Math.min(...meetings);
    const members = both.map(({ pod }) => pod).sort();
    return { id: 'two-writers', message: messageFor(members), members, since: this.#since };
  }

  /** Keys of members that may be two writers: their answers are too far apart to say, and they should be asked again now. */
  suspects(): readonly string[] {
    return this.#writing.size > 1 && this.alarm() === undefined ? [...this.#writing.keys()] : [];
  }

  #others(one: Writing): Writing[] {
    return [...this.#writing.values()].filter(
      (other) =>
        other !== one &&
        (one.identity === undefined || other.identity === undefined || one.identity === other.identity) &&
        Math.max(one.from, other.from) <= Math.min(one.until, other.until),
    );
  }
}

function messageFor(members: readonly string[]): string {
  const all = members.length === 2 ? 'both' : 'all';
  return (
    `${listed(members)} ${all} accept writes: with every write their data part further. ` +
    'Keep the applications away from all but one of them first; restart none before it is clear which one has the data to keep.'
  );
}
