import type { Json } from '../../engines/model/object.ts';
import type {
  ApiObject,
  Connection,
  ExecOptions,
  ExecResult,
  ExecTarget,
  ObjectName,
  PatchOperation,
  RemoveOptions,
} from '../cluster/connection.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import type { Clock } from './clock.ts';
import { claimed, epochOf, stamped } from './epoch.ts';
import type { Eyes, Hand, Progress } from './hand.ts';
import type { Journal } from './journal.ts';
import type { HeldLease } from './lease.ts';
import { DATABASE_LABEL, fitting, MANAGED_BY, OPERATION_LABEL } from './names.ts';
import { isTrouble, patiently } from './patience.ts';
import { guarded, OVERTAKEN, overtakenBy } from './script-guard.ts';
import type { Facts } from './step.ts';

/** Longest for one write, in milliseconds; it ends in any case before the Lease does. */
const WRITE = 15_000;

/** How often an object may be replaced under a patch by one of the same name. */
const MOST_REPLACED = 3;

export interface HandPlace {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly lease: HeldLease;
  readonly journal: Journal;
  readonly tell: (step: string, progress: Progress) => void;
}

/** The hand of one step, for as long as the step may use it. */
export class WorkingHand implements Hand {
  readonly see: Eyes;
  readonly signal: AbortSignal;
  readonly #place: HandPlace;
  readonly #step: string;
  #closed = false;

  constructor(place: HandPlace, step: string, signal: AbortSignal) {
    this.#place = place;
    this.#step = step;
    this.signal = signal;
    this.see = place.connection;
  }

  get id(): string {
    return this.#place.journal.record.id;
  }
  get namespace(): string {
    return this.#place.journal.record.database.namespace;
  }
  get epoch(): number {
    return this.#place.lease.epoch;
  }
  get facts(): Facts {
    return this.#place.journal.record.facts;
  }

  /** A step that was given up may still run; from now on it changes nothing. */
  close(): void {
    this.#closed = true;
  }

  now(): number {
    return this.#place.clock.now();
  }

  sleep(milliseconds: number): Promise<void> {
    return this.#place.clock.sleep(milliseconds, this.signal);
  }

  tell(progress: Progress): void {
    if (!this.#closed) this.#place.tell(this.#step, progress);
  }

  async keep(key: string, value: Json): Promise<void> {
    this.#mayWrite();
    const { journal } = this.#place;
    journal.note({ facts: { ...journal.record.facts, [key]: value } });
    await journal.save();
  }

  async forget(keys: readonly string[]): Promise<void> {
    this.#mayWrite();
    const { journal } = this.#place;
    const facts = Object.entries(journal.record.facts);
    const kept = facts.filter(([key]) => !keys.includes(key));
    if (kept.length === facts.length) return;
    journal.note({ facts: Object.fromEntries(kept) });
    await journal.save();
  }

  async create(object: ApiObject, name: ObjectName): Promise<ApiObject> {
    const { database } = this.#place.journal.record;
    const labels = {
      ...MANAGED_BY,
      ...(object.metadata['labels'] as Readonly<Record<string, Json>> | undefined),
      [DATABASE_LABEL]: fitting(database.name),
      [OPERATION_LABEL]: this.id,
    };
    const labelled = { ...object, metadata: { ...object.metadata, labels } };
    const timeout = this.#mayWrite();
    try {
      return await this.#place.connection.create(labelled, name, { signal: this.signal, timeout });
    } catch (error) {
      if (!isTrouble(error, 'conflict', 'unreachable', 'timeout')) throw error;
      const found = await this.see.read(name, { signal: this.signal }).catch(() => undefined);
      const { [OPERATION_LABEL]: maker } = (found?.metadata['labels'] ?? {}) as Readonly<Record<string, unknown>>;
      if (found === undefined || maker !== this.id) throw error;
      return found;
    }
  }

  async patch(name: ObjectName, operations: readonly PatchOperation[]): Promise<ApiObject> {
    for (let replaced = 0; ; replaced++) {
      await this.#claim(name);
      const timeout = this.#mayWrite();
      try {
        const all = [stamped(this.epoch), ...operations];
        return await this.#place.connection.patch(name, all, { signal: this.signal, timeout });
      } catch (error) {
        if (!isTrouble(error, 'invalid')) throw error;
        // A failed test may be the epoch's, or one of the step's own.
        const found = await this.see.read(name, { signal: this.signal });
        this.#notNewer(found);
        // A pod that was replaced since it was claimed has its name, and no claim.
        if (epochOf(found) === this.epoch || replaced >= MOST_REPLACED) throw error;
      }
    }
  }

  /** Puts this runner's epoch on the object. A compare-and-set of nothing else, so it may be tried again. */
  async #claim(name: ObjectName): Promise<void> {
    const { connection, clock } = this.#place;
    await patiently({ clock, signal: this.signal, again: 5 }, async () => {
      const found = await this.see.read(name, { signal: this.signal });
      this.#notNewer(found);
      const claim = claimed(found, this.epoch);
      if (claim.length === 0) return;
      const timeout = this.#mayWrite();
      await connection.patch(name, claim, { signal: this.signal, timeout }).catch((error: unknown) => {
        // Its test of the resourceVersion failed: the object has changed in between.
        if (isTrouble(error, 'invalid')) throw new ClusterTrouble('conflict', (error as Error).message);
        throw error;
      });
    });
  }

  #notNewer(object: ApiObject): void {
    if (epochOf(object) <= this.epoch) return;
    this.#overtaken(epochOf(object));
  }

  #overtaken(epoch: number | string): never {
    const { lease } = this.#place;
    lease.lose(`a newer runner (epoch ${String(epoch)})`);
    throw lease.lost.reason as Error;
  }

  async remove(name: ObjectName, options: RemoveOptions = {}): Promise<void> {
    const timeout = this.#mayWrite();
    await this.#place.connection.remove(name, { signal: this.signal, timeout, ...options }).catch((error: unknown) => {
      if (!isTrouble(error, 'missing')) throw error;
    });
  }

  async script(target: ExecTarget, script: string, options: ExecOptions = {}): Promise<ExecResult> {
    this.#mayWrite();
    const signal = options.signal === undefined ? this.signal : AbortSignal.any([this.signal, options.signal]);
    const command = ['/bin/sh', '-c', guarded(script, this.epoch)];
    const result = await this.#place.connection.exec(target, command, { ...options, signal });
    if (result.exitCode === OVERTAKEN) {
      const by = overtakenBy(result.stderr);
      if (by !== undefined) this.#overtaken(by);
    }
    return result;
  }

  /** Throws where this hand may change nothing (any more); else the milliseconds that a write may take. */
  #mayWrite(): number {
    const left = this.#place.lease.check();
    this.signal.throwIfAborted();
    if (this.#closed) throw new Error('The step has ended; nothing is changed for it any more.');
    return Math.min(left, WRITE);
  }
}
