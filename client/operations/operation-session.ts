import { randomBytes } from 'node:crypto';
import type { Connection } from '../../core/cluster/connection.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { describePlan } from '../../core/runner/document.ts';
import type { RunnerEvent } from '../../core/runner/events.ts';
import type { JournalRecord } from '../../core/runner/journal-model.ts';
import type { DatabaseName, OperationId, Parameters, Plan } from '../../core/runner/plan.ts';
import { Signal } from '../cluster/signal.ts';
import { missingConsent, protectedFrom } from '../views/operation/consent.ts';
import type { Consent } from '../views/operation/consent.ts';
import { hasEnded, isLeft } from '../views/operation/seen.ts';
import type { OperationSeen } from '../views/operation/seen.ts';
import type { OperationsCore } from './core.ts';

/** The cluster and the database of an operation, as they are now: connections come and go. */
export interface OperationPlace {
  readonly core: () => OperationsCore;
  readonly database: DatabaseName;
  readonly context: () => OperationSeen['context'];
  /** Throws where the context is not connected. */
  readonly connection: () => Connection;
  /** As the inventory sees it now. Throws where it is not there. */
  readonly live: () => LiveDatabase;
  /** Who asks: the context's user. */
  readonly by: string;
  /** A name for this editor that no other has. */
  readonly holder: string;
}

const SIGNS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Eight characters of a–z and 0–9. */
export const newId = (): string => [...randomBytes(8)].map((byte) => SIGNS[byte % SIGNS.length]).join('');

/** One operation as a person sees it: planned, run, watched, cancelled and taken up again. Lives on when its page is closed, as long as it runs here. */
export class OperationSession {
  readonly #place: OperationPlace;
  readonly #operation: OperationId;
  readonly #parameters: Parameters;
  readonly #changed = new Signal<OperationSeen>();
  readonly onChange = this.#changed.on;
  readonly #watching = new AbortController();
  #id: string;
  #plan: Plan | undefined;
  #record: JournalRecord | undefined;
  #runner: OperationSeen['runner'] = 'nobody';
  #busy: string | undefined;
  #problem: string | undefined;

  private constructor(place: OperationPlace, operation: OperationId, parameters: Parameters, record?: JournalRecord) {
    this.#place = place;
    this.#operation = operation;
    this.#parameters = parameters;
    this.#record = record;
    this.#id = record?.id ?? newId();
  }

  /** A new operation, to be planned. */
  static begin(place: OperationPlace, operation: OperationId, parameters: Parameters): OperationSession {
    return new OperationSession(place, operation, parameters);
  }

  /** One that stands in the cluster; it is watched from then on. `live`: a runner is at it. */
  static of(place: OperationPlace, record: JournalRecord, live: boolean): OperationSession {
    const session = new OperationSession(place, record.operation, record.parameters, record);
    session.#runner = live ? 'elsewhere' : 'nobody';
    if (!hasEnded(record) || record.phase === 'needs-attention') void session.#watch();
    return session;
  }

  get id(): string {
    return this.#id;
  }

  get seen(): OperationSeen {
    const { namespace, name } = this.#place.database;
    return {
      context: this.#place.context(),
      database: { namespace, name },
      plan: this.#plan && describePlan(this.#plan),
      record: this.#record,
      runner: this.#runner,
      busy: this.#busy,
      problem: this.#problem,
    };
  }

  /** Plans by reading; anew where it was planned before. An operation that has begun keeps its own plan. */
  plan(): Promise<void> {
    return this.#trying('Reading the cluster to make the plan …', async () => {
      if (this.#record !== undefined) return;
      this.#id = newId();
      this.#plan = undefined;
      this.#plan = await this.#planned();
    });
  }

  /** Runs the plan where what was typed suffices; resolves at its end. */
  async run(consent: Consent): Promise<void> {
    const plan = this.#plan;
    const missing = missingConsent(this.seen, consent);
    if (missing !== undefined || plan === undefined) {
      this.#say(missing);
      return;
    }
    const { core, holder, by } = this.#place;
    const accepted = plan.refusals.filter(({ id }) => consent.accepted.includes(id)).map(({ id }) => id);
    await this.#running('The operation begins …', () =>
      core().run({
        connection: this.#place.connection(),
        plan,
        holder,
        by,
        id: this.#id,
        accepted,
        onEvent: this.#heard,
      }),
    );
  }

  /** Takes up what nobody is at. The plan is made anew from what is seen now. */
  async takeUp(direction: 'forward' | 'back'): Promise<void> {
    const record = this.#record;
    const refused = protectedFrom(this.seen, record?.title ?? 'This');
    if (record === undefined || !isLeft(this.seen) || this.#busy !== undefined || refused !== undefined) {
      this.#say(refused);
      return;
    }
    await this.#running('Looking how it stands …', async () => {
      this.#plan = await this.#planned();
      const { core, holder } = this.#place;
      const connection = this.#place.connection();
      return core().resume({ connection, plan: this.#plan, holder, record, direction, onEvent: this.#heard });
    });
  }

  /** Asks whoever runs it to stop and to take it back; past the point of no return that is refused. */
  async cancel(): Promise<void> {
    const record = this.#record;
    if (record === undefined || hasEnded(record)) return;
    const refused = protectedFrom(this.seen, record.title);
    if (refused !== undefined) {
      this.#say(refused);
      return;
    }
    const point = this.#plan?.steps.find(({ pointOfNoReturn }) => pointOfNoReturn === true)?.id;
    try {
      const wished = await this.#place.core().cancel(this.#place.connection(), record, point);
      // What came meanwhile is newer than what the wish was written on.
      if (this.#record !== undefined) this.#record = { ...this.#record, ...(wished.wish && { wish: wished.wish }) };
      this.#say(undefined);
    } catch (error) {
      this.#say(messageOf(error));
    }
  }

  /** The page is gone: nobody watches any more. What runs here runs on. */
  dispose(): void {
    this.#watching.abort();
  }

  #planned(): Promise<Plan> {
    const { core, connection, live } = this.#place;
    const operation = core().operations.find(({ id }) => id === this.#operation);
    if (operation === undefined)
      throw new Error(`This version of Plinth does not know the operation ${this.#operation}.`);
    const facts = this.#record?.facts ?? {};
    const situation = { connection: connection(), database: live(), now: Date.now, id: this.#id, facts };
    return operation.plan(situation, this.#parameters);
  }

  readonly #heard = (event: RunnerEvent): void => {
    this.#record = event.record;
    this.#runner = hasEnded(event.record) ? 'nobody' : 'here';
    this.#busy = undefined;
    this.#tell();
  };

  /** Runs here until the end, whichever; what throws is said, and the journal says how it stands. */
  async #running(busy: string, act: () => Promise<JournalRecord>): Promise<void> {
    await this.#trying(busy, async () => {
      try {
        this.#record = await act();
      } finally {
        this.#runner = 'nobody';
      }
    });
    // Where it had to let go, another may be at it.
    if (this.#record !== undefined && !hasEnded(this.#record)) void this.#watch();
  }

  async #trying(busy: string, act: () => Promise<void>): Promise<void> {
    this.#busy = busy;
    this.#problem = undefined;
    this.#tell();
    try {
      await act();
    } catch (error) {
      this.#problem = messageOf(error);
    } finally {
      this.#busy = undefined;
      this.#tell();
    }
  }

  /** Follows the journal while another runs it. */
  async #watch(): Promise<void> {
    const { core, connection, database } = this.#place;
    const { signal } = this.#watching;
    try {
      for await (const { operations } of core().watch(connection(), database.namespace, { database, signal })) {
        const found = operations.find(({ record }) => record.id === this.#id);
        if (found === undefined || this.#runner === 'here' || this.#busy !== undefined) continue;
        this.#record = found.record;
        this.#runner = found.live ? 'elsewhere' : 'nobody';
        this.#tell();
      }
    } catch (error) {
      if (!signal.aborted) this.#say(messageOf(error));
    }
  }

  #say(problem: string | undefined): void {
    this.#problem = problem;
    this.#tell();
  }

  #tell(): void {
    this.#changed.tell(this.seen);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
