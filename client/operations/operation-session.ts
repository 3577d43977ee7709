import { differingSteps } from '../../core/runner/differing-steps.ts';
import type { PlanDocument } from '../../core/runner/document.ts';
import type { RunnerEvent } from '../../core/runner/events.ts';
import type { JournalRecord } from '../../core/runner/journal-model.ts';
import type { ListedOperation } from '../../core/runner/list.ts';
import type { OperationId, Parameters, Plan } from '../../core/runner/plan.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { Signal } from '../cluster/signal.ts';
import { missingConsent, missingForTakingUp, protectedFrom } from '../views/operation/consent.ts';
import type { Consent } from '../views/operation/consent.ts';
import { hasEnded } from '../views/operation/seen.ts';
import type { OperationSeen } from '../views/operation/seen.ts';
import { newId } from './operation-place.ts';
import type { OperationPlace } from './operation-place.ts';
import { Telling } from './telling.ts';

/** One operation as a person sees it: planned, run, watched, cancelled and taken up again. Lives on when its page is closed, as long as it runs here. */
export class OperationSession {
  readonly #place: OperationPlace;
  readonly #operation: OperationId;
  readonly #parameters: Parameters;
  readonly #changed = new Signal<OperationSeen>();
  readonly onChange = this.#changed.on;
  readonly #watching = new AbortController();
  #id: string;
  readonly #telling = new Telling();
  #plan: Plan | undefined;
  #described: PlanDocument | undefined;
  #record: JournalRecord | undefined;
  #runner: OperationSeen['runner'] = 'nobody';
  #holder: string | undefined;
  #isBegun = false;
  #busy: string | undefined;
  #problem: string | undefined;
  readonly #deaf: () => void;
  #live: LiveDatabase | undefined;
  /** In what the steps differ from those it was begun with, as a person has read it. */
  #known: string | undefined;

  private constructor(place: OperationPlace, operation: OperationId, parameters: Parameters, record?: JournalRecord) {
    this.#place = place;
    this.#operation = operation;
    this.#parameters = parameters;
    this.#record = record;
    this.#id = record?.id ?? newId();
    this.#look();
    this.#deaf = place.onLive(() => this.#looked());
  }

  /** A new operation, to be planned. */
  static begin(place: OperationPlace, operation: OperationId, parameters: Parameters): OperationSession {
    return new OperationSession(place, operation, parameters);
  }

  /** One that stands in the cluster; it is watched from then on. */
  static of(place: OperationPlace, { record, live, holder }: ListedOperation): OperationSession {
    const session = new OperationSession(place, record.operation, record.parameters, record);
    session.#telling.hear(record);
    session.#runner = live ? 'elsewhere' : 'nobody';
    session.#holder = holder;
    if (!hasEnded(record) || record.phase === 'needs-attention') void session.#watch();
    return session;
  }

  get id(): string {
    return this.#id;
  }

  /** Whether it was begun: its journal stands in the cluster, or will in a moment. */
  get isBegun(): boolean {
    return this.#isBegun || this.#record !== undefined;
  }

  get seen(): OperationSeen {
    const { namespace, name } = this.#place.database;
    return {
      context: this.#place.context(),
      database: { namespace, name },
      plan: this.#described,
      record: this.#record,
      runner: this.#runner,
      holder: this.#holder,
      told: this.#telling.all,
      live: this.#live,
      busy: this.#busy,
      problem: this.#problem,
    };
  }

  /** Plans by reading; anew where it was planned before. An operation that has begun keeps its own plan. */
  plan(): Promise<void> {
    return this.#trying('Reading the cluster to make the plan …', async () => {
      if (this.#record !== undefined) return;
      this.#id = newId();
      this.#plan = this.#described = undefined;
      await this.#planAnew();
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

  /** Takes up what nobody is at. The plan is made anew from what is seen now. `name`: what was typed where a context always asks for the database's. */
  async takeUp(direction: 'forward' | 'back', name: string): Promise<void> {
    const record = this.#record;
    const missing = missingForTakingUp(this.seen, name);
    if (record === undefined || missing !== undefined) {
      this.#say(missing);
      return;
    }
    let plan: Plan | undefined;
    await this.#trying('Looking how it stands …', async () => {
      const made = await this.#planAnew({ record, direction });
      this.#mustKnow(record, made);
      plan = made;
    });
    if (plan === undefined) return;
    const agreed = plan;
    await this.#running('It is taken up …', () => {
      const { core, holder } = this.#place;
      const connection = this.#place.connection();
      return core().resume({ connection, plan: agreed, holder, record, direction, onEvent: this.#heard });
    });
  }

  /** Where other steps are planned now than it was begun with, a person reads so first, and asks again. */
  #mustKnow(record: JournalRecord, plan: Plan): void {
    // Nothing can be planned: then it is not taken up, and the reason is said.
    const differing = plan.steps.length === 0 ? '' : differingSteps(record.steps, plan.steps).join(' ');
    if (differing === '' || differing === this.#known) return;
    this.#known = differing;
    throw new Error(
      `As it stands now, its steps are not those that it was begun with: ${differing} Ask once more to go on with these.`,
    );
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
    this.#deaf();
  }

  /** `taken`: what is taken up again. */
  async #planAnew(taken?: { readonly record: JournalRecord; readonly direction: 'forward' | 'back' }): Promise<Plan> {
    const { core, connection, live } = this.#place;
    const operation = core().operations.find(({ id }) => id === this.#operation);
    if (operation === undefined)
      throw new Error(`This version of Plinth does not know the operation ${this.#operation}.`);
    const facts = taken?.record.facts ?? {};
    const situation = { connection: connection(), database: live(), now: Date.now, id: this.#id, facts };
    const plan =
      taken === undefined
        ? await operation.plan(situation, this.#parameters)
        : await core().planTakeUp(operation, situation, taken.record, taken.direction);
    this.#plan = plan;
    this.#described = core().describe(plan);
    return plan;
  }

  readonly #heard = (event: RunnerEvent): void => {
    this.#stands(event.record);
    this.#runner = hasEnded(event.record) ? 'nobody' : 'here';
    this.#busy = undefined;
    this.#tell();
  };

  /** Runs here until the end, whichever; what throws is said, and the journal says how it stands. */
  async #running(busy: string, act: () => Promise<JournalRecord>): Promise<void> {
    this.#isBegun = true;
    await this.#trying(busy, async () => {
      try {
        this.#stands(await act());
      } finally {
        this.#runner = 'nobody';
        this.#isBegun = false;
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
        this.#stands(found.record);
        this.#runner = found.live ? 'elsewhere' : 'nobody';
        this.#holder = found.holder;
        this.#tell();
      }
    } catch (error) {
      if (!signal.aborted) this.#say(messageOf(error));
    }
  }

  /** The inventory has changed: what is the same there stays the same object. */
  #looked(): void {
    const before = this.#live;
    this.#look();
    if (this.#live !== before) this.#tell();
  }

  /** While it is out of sight, nothing is known of it. */
  #look(): void {
    try {
      this.#live = this.#place.live();
    } catch {
      this.#live = undefined;
    }
  }

  #stands(record: JournalRecord): void {
    this.#record = record;
    this.#telling.hear(record);
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
