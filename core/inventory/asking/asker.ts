import type { Connection } from '../../cluster/connection.ts';
import { attempt, NO_ANSWER, refusal, type Outcome } from './attempt.ts';
import { systemClock, type Clock } from './clock.ts';
import { Entry } from './entry.ts';
import { DEFAULT_LIMITS, type AskLimits } from './limits.ts';
import { ExecRights } from './rights.ts';
import {
  memberKey,
  type Attention,
  type MemberAsked,
  type MemberAsker,
  type MemberKey,
  type MemberToAsk,
} from './types.ts';
import { hasTwoWriters, isChange, paceOf, pauseAfter, urgency } from './weigh.ts';

export interface AskerOptions {
  readonly limits?: Partial<AskLimits>;
  readonly clock?: Clock;
  /** Between 0 and 1, as Math.random gives it. */
  readonly random?: () => number;
}

const UNKNOWN: MemberAsked = {
  answer: undefined,
  asked: { state: 'never', by: undefined, why: 'there is no such member', at: undefined },
};

/** Paces by which members of a stirred database are ahead: enough to come first, and little enough that others do not starve behind them. */
const STIRRED_AHEAD = 3;

/** Asks members by exec over one connection: in turn, bounded, and not at all while nobody looks. See {@link AskLimits} for what that gives. */
export class Asker implements MemberAsker {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #limits: AskLimits;
  readonly #random: () => number;
  readonly #rights: ExecRights;
  readonly #entries = new Map<MemberKey, Entry>();
  readonly #databases = new Map<string, Entry[]>();
  /** Databases that something happened to, and until when that counts. */
  readonly #stirred = new Map<string, number>();
  readonly #running = new Set<Entry>();
  readonly #listeners = new Set<(key: MemberKey, asked: MemberAsked) => void>();
  /** What ends the attempts that run. */
  readonly #ends = new Set<AbortController>();
  #isClosed = false;
  #attention: Attention = 'idle';
  #cancelTimer: () => void = () => undefined;

  constructor(connection: Connection, { limits, clock = systemClock, random = Math.random }: AskerOptions = {}) {
    this.#connection = connection;
    this.#clock = clock;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#random = random;
    this.#rights = new ExecRights(connection, clock, this.#limits.refusedFor);
  }

  setMembers(members: readonly MemberToAsk[]): void {
    const now = this.#clock.now();
    const isFirst = this.#entries.size === 0;
    const gone = new Set(this.#entries.keys());
    this.#databases.clear();
    for (const member of members) {
      const key = memberKey(member);
      gone.delete(key);
      const known = this.#entries.get(key);
      const entry = known ?? new Entry(key, member, now);
      if (known === undefined) {
        this.#entries.set(key, entry);
        // All are new at the beginning; later a new one is an event.
        if (!isFirst) this.#note(member.database);
      } else if (!known.isSameLife(member)) {
        entry.forget();
        entry.due = now;
        this.#note(member.database);
      }
      entry.member = member;
      const siblings = this.#databases.get(member.database);
      if (siblings === undefined) this.#databases.set(member.database, [entry]);
      else siblings.push(entry);
    }
    for (const key of gone) this.#drop(key);
    for (const database of this.#stirred.keys()) if (!this.#databases.has(database)) this.#stirred.delete(database);
    this.#pump();
  }

  setAttention(attention: Attention): void {
    this.#attention = attention;
    this.#pump();
  }

  stir(database: string): void {
    this.#note(database);
    for (const entry of this.#databases.get(database) ?? []) entry.due = Math.min(entry.due, this.#clock.now());
    this.#pump();
  }

  ask(key: MemberKey): Promise<MemberAsked> {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#isClosed) return Promise.resolve(this.known(key));
    if (entry.running !== undefined) return entry.running;
    entry.wanted = true;
    const answer = new Promise<MemberAsked>((resolve) => entry.waiting.push(resolve));
    this.#pump();
    return answer;
  }

  known(key: MemberKey): MemberAsked {
    return this.#entries.get(key)?.known ?? UNKNOWN;
  }

  onAnswer(listener: (key: MemberKey, asked: MemberAsked) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#isClosed = true;
    for (const end of this.#ends) end.abort();
    this.#cancelTimer();
    this.#listeners.clear();
    for (const key of [...this.#entries.keys()]) this.#drop(key);
  }

  #note(database: string): void {
    this.#stirred.set(database, this.#clock.now() + this.#limits.stirredFor);
  }

  #drop(key: MemberKey): void {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    for (const resolve of entry?.waiting.splice(0) ?? []) resolve(UNKNOWN);
  }

  #isStirred({ member }: Entry): boolean {
    return this.#clock.now() < (this.#stirred.get(member.database) ?? -Infinity);
  }

  #pace(entry: Entry): number {
    return paceOf(entry, this.#limits, this.#isStirred(entry));
  }

  /** Begins as many attempts as there is room for, and wakes up again when the next is due. */
  #pump(): void {
    if (this.#isClosed) return;
    this.#cancelTimer();
    for (let next = this.#next(); next !== undefined; next = this.#next()) this.#begin(next);
    if (this.#attention === 'idle' || this.#running.size >= this.#limits.atOnce) return;
    const now = this.#clock.now();
    const coming = [...this.#entries.values()].filter((entry) => entry.running === undefined && entry.due > now);
    const first = coming.reduce((earliest, { due }) => Math.min(earliest, due), Infinity);
    if (first !== Infinity) this.#cancelTimer = this.#clock.after(first - now, () => this.#pump());
  }

  /** Who is asked next: the most urgent of those that are due and for which there is room. */
  #next(): Entry | undefined {
    if (this.#running.size >= this.#limits.atOnce) return undefined;
    const now = this.#clock.now();
    const onNode = new Map<string, number>();
    for (const { member } of this.#running) onNode.set(nodeOf(member), (onNode.get(nodeOf(member)) ?? 0) + 1);
    let best: Entry | undefined;
    let most = -Infinity;
    for (const entry of this.#entries.values()) {
      const isDue = entry.wanted || (this.#attention === 'watched' && entry.due <= now);
      if (!isDue || entry.running !== undefined) continue;
      if ((onNode.get(nodeOf(entry.member)) ?? 0) >= this.#limits.perNode) continue;
      const siblings = this.#databases.get(entry.member.database) ?? [];
      const ahead = this.#isStirred(entry) ? STIRRED_AHEAD : 0;
      const urgent = ahead + urgency(entry, now, this.#pace(entry), this.#limits, siblings);
      if (best === undefined || urgent > most) [best, most] = [entry, urgent];
    }
    return best;
  }

  #begin(entry: Entry): void {
    const waiting = entry.waiting.splice(0);
    entry.wanted = false;
    this.#running.add(entry);
    const { member } = entry;
    entry.running = this.#put(entry)
      .then((outcome) => this.#settle(entry, member, outcome))
      .then((known) => {
        entry.running = undefined;
        this.#running.delete(entry);
        for (const resolve of waiting) resolve(known);
        for (const listener of this.#listeners) listener(entry.key, known);
        this.#pump();
        return known;
      });
  }

  /** Asks, if there is a question and one may; undefined where there is none. */
  async #put(entry: Entry): Promise<Outcome | undefined> {
    const { member } = entry;
    const question = entry.question();
    if (question === undefined) return undefined;
    if (!(await this.#rights.allows(member.namespace))) return { state: 'refused', why: refusal(member.namespace) };
    const timeout = question.seconds * 1000 + this.#limits.grace;
    const end = new AbortController();
    this.#ends.add(end);
    const cancel = this.#clock.after(timeout, () => end.abort());
    const { signal } = end;
    // A connection that does not heed the signal must not hold the place for ever.
    const late = new Promise<Outcome>((resolve) => {
      signal.addEventListener('abort', () => resolve({ state: 'failed', why: NO_ANSWER }), { once: true });
    });
    const outcome = await Promise.race([attempt(this.#connection, member, question, { signal, timeout }), late]);
    this.#ends.delete(end);
    cancel();
    // A review that is mistaken (a webhook, a verb of another version) must not lead to an attempt a member.
    if (outcome.state === 'refused') this.#rights.refused(member.namespace);
    return outcome;
  }

  /** Writes down how an attempt ended and when the next is due. */
  #settle(entry: Entry, member: MemberToAsk, outcome: Outcome | undefined): MemberAsked {
    // Restarted or gone meanwhile: the answer is its predecessor's.
    if (!entry.isSameLife(member)) return entry.known;
    const now = this.#clock.now();
    const before = entry.known.answer;
    if (outcome?.state === 'answered') {
      entry.failures = 0;
      entry.known = { answer: outcome.answer, asked: { state: 'answered', by: 'engine', why: undefined, at: now } };
      const siblings = this.#databases.get(member.database) ?? [];
      if (before !== undefined && isChange(before, outcome.answer)) {
        this.#note(member.database);
        // Whoever changed has changed with others: they are asked now.
        for (const sibling of siblings) if (sibling.failures === 0) sibling.due = Math.min(sibling.due, now);
      } else if (hasTwoWriters(siblings)) this.#note(member.database);
    } else if (outcome !== undefined) {
      entry.unable = outcome.state === 'unable';
      entry.failures += outcome.state === 'failed' ? 1 : 0;
      entry.note({ state: outcome.state, by: undefined, why: outcome.why, at: undefined });
    }
    entry.due = now + this.#pause(entry, outcome?.state ?? 'unable');
    return entry.known;
  }

  #pause(entry: Entry, state: Outcome['state']): number {
    const pace = this.#pace(entry);
    // What cannot be asked is looked at again when its container changes.
    if (state === 'unable') return Infinity;
    if (state === 'refused') return this.#limits.refusedFor;
    const pause = state === 'failed' ? pauseAfter(entry.failures - 1, pace, this.#limits) : pace;
    return pause * (1 - this.#limits.jitter * this.#random());
  }
}

/** Pods without a node are on none together: each is a node of its own. */
function nodeOf({ node, uid }: MemberToAsk): string {
  return node ?? uid;
}
