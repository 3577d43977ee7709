import type { ApiObject, Connection } from '../cluster/connection.ts';
import { CLOCK, type Clock } from './clock.ts';
import { Companion } from './companion.ts';
import { Course, type Ending } from './course.ts';
import { newestEpoch } from './epoch.ts';
import type { Tell } from './events.ts';
import { Journal, prune } from './journal.ts';
import { ENDED, type JournalRecord, type StepRecord } from './journal-model.ts';
import { readJournal } from './journal-text.ts';
import { takeLease, type HeldLease, type WatchedLease } from './lease.ts';
import { journalName } from './names.ts';
import { refuseIfAny, refuseIfBegun, refuseIfOpen } from './one-at-a-time.ts';
import type { Plan } from './plan.ts';
import { checkRights } from './rights.ts';
import type { Step } from './step.ts';
import { NoWayBack } from './trouble.ts';
import { tellWorkload } from './workload-events.ts';

/** What every run wants, whether begun or taken up again. */
export interface Running extends Partial<Clock> {
  readonly connection: Connection;
  readonly plan: Plan;
  /** A name for this runner that no other has: `anna@laptop-3f2a`. It stands in the Lease. */
  readonly holder: string;
  /** The database's Lease as this runner has watched it, standing by; it need not be watched once more for its whole duration. */
  readonly watched?: WatchedLease;
  readonly onEvent?: Tell;
  /** Aborted: cancel, as with {@link ./cancel.requestCancel}. After the point of no return it changes nothing. */
  readonly signal?: AbortSignal;
}

export interface Beginning extends Running {
  /** Eight characters of a–z and 0–9; the same with which the plan was made. */
  readonly id: string;
  /** Who asks, as the context names them. */
  readonly by: string;
  /** Ids of refusals of the kind `typed` that the person accepted by typing. */
  readonly accepted?: readonly string[];
}

export interface TakingUp extends Running {
  /** As the journal has it. The plan is made anew, from its parameters and facts. */
  readonly record: JournalRecord;
  readonly direction: 'forward' | 'back';
  /**
   * How long writes may still be away where an earlier runner took them away: as long as that step's deadline from now on (`renewed`, the default: a person has
   * decided anew), or since it was taken away (`kept`: nobody was asked).
   */
  readonly deadMan?: 'kept' | 'renewed';
}

/**
 * Runs a plan to its end, whichever that is: the record's phase says which. Throws {@link ./trouble.OperationRefused} where it was not begun,
 * {@link ./trouble.LeaseLost} where this runner had to let go half-way, and {@link ../cluster/trouble.ClusterTrouble} where the cluster could not be reached at the start,
 * or the end could not be written down.
 */
export async function runPlan(options: Beginning): Promise<JournalRecord> {
  const { plan, id, by, accepted = [] } = options;
  const { operation, database, parameters, title, rpo, rto } = plan;
  refuseIfAny(plan.refusals.filter((refusal) => refusal.kind !== 'typed' || !accepted.includes(refusal.id)));
  return locked(options, id, async (lease, now) => {
    // Under the lock: of two runners of one operation the second one finds it begun.
    await refuseIfBegun(options.connection, database, id);
    const steps = plan.steps.map(waiting);
    const record: JournalRecord = {
      schema: 1,
      id,
      operation,
      database,
      parameters,
      accepted,
      title,
      phase: 'running',
      by,
      started: now,
      epoch: lease.epoch,
      steps,
      facts: {},
      expected: { rpo, rto },
      refusals: plan.refusals,
    };
    return { record, object: undefined, direction: 'forward', deadMan: 'renewed' };
  });
}

/**
 * Takes up an operation whose runner is gone, or that needed a person. The new plan's refusals are about beginning, and are not asked where it has steps all the same; each
 * step's own preconditions are. Throws as {@link runPlan}, and {@link NoWayBack}.
 */
export async function resumeOperation(options: TakingUp): Promise<JournalRecord> {
  const { connection, plan, record: known, direction, deadMan = 'renewed' } = options;
  const { id, database } = known;
  mustHaveSteps(plan, known);
  return locked(options, id, async (lease) => {
    // What the caller has may be old: another may have ended it meanwhile.
    const object = await connection.read(journalName(database.namespace, id));
    const stored = readJournal(object);
    if (typeof stored === 'string') throw new NoWayBack(`The journal of ${id} cannot be read. ${stored}`);
    if (ENDED.includes(stored.phase) && stored.phase !== 'needs-attention')
      throw new NoWayBack(`The operation ${id} has ended: ${stored.phase}.`);
    const steps = plan.steps.map((step): StepRecord => {
      const before = stored.steps.find((one) => one.id === step.id);
      return { ...waiting(step), ...(before === undefined ? {} : { ...before, title: step.title }) };
    });
    const { reason, wish } = stored;
    const record: JournalRecord = {
      ...(Object.fromEntries(
        Object.entries(stored).filter(([key]) => !OF_THE_END.has(key)),
      ) as unknown as JournalRecord),
      steps,
      epoch: lease.epoch,
      phase: direction === 'forward' ? 'running' : 'undoing',
      ...(direction === 'back' && reason !== undefined ? { reason } : {}),
      // A person who goes on after an end has thought anew; else the wish still holds.
      ...(wish !== undefined && stored.phase !== 'needs-attention' ? { wish } : {}),
    };
    return { record, object, direction, deadMan };
  });
}

/** What is refused at planning has no steps: gone through to its end, an operation of no steps would be called done, and one that is taken back would leave all there. */
function mustHaveSteps({ steps, refusals }: Plan, record: JournalRecord): void {
  if (steps.length > 0 || record.steps.length === 0) return;
  refuseIfAny(refusals);
  throw new NoWayBack(`As it stands now, nothing of «${record.title}» can be planned.`);
}

const waiting = ({ id, title, pointOfNoReturn }: Step): StepRecord => ({
  id,
  title,
  state: 'waiting',
  ...(pointOfNoReturn === undefined ? {} : { pointOfNoReturn }),
});

/** What an operation that goes on no longer says. */
const OF_THE_END: ReadonlySet<string> = new Set(['attention', 'reason', 'ended', 'wish', 'measured']);

interface Start {
  readonly record: JournalRecord;
  readonly object: ApiObject | undefined;
  readonly direction: 'forward' | 'back';
  readonly deadMan: 'kept' | 'renewed';
}

/** Rights, then the lock, then the operation, then the lock let go. */
async function locked(
  options: Running,
  id: string,
  begin: (lease: HeldLease, now: number) => Promise<Start>,
): Promise<JournalRecord> {
  const { connection, plan, holder } = options;
  const { database } = plan;
  const clock: Clock = { now: options.now ?? CLOCK.now, sleep: options.sleep ?? CLOCK.sleep };
  const signal = options.signal ?? new AbortController().signal;
  refuseIfAny(await checkRights(connection, plan, database.namespace));
  const records = await refuseIfOpen(connection, database, id);
  const newest = await newestEpoch(connection, database, records);
  const lease = await takeLease({
    connection,
    database,
    holder,
    operation: id,
    newest,
    watched: options.watched,
    clock,
    signal,
  });
  try {
    // Once more: another may have begun and died between the first look and the lock.
    await refuseIfOpen(connection, database, id);
    return await course(options, clock, lease, await begin(lease, clock.now()));
  } finally {
    await lease.release();
  }
}

async function course(options: Running, clock: Clock, lease: HeldLease, start: Start): Promise<JournalRecord> {
  const { connection, plan, onEvent: tell = () => undefined, signal } = options;
  const journal = new Journal(
    {
      connection,
      lease,
      clock,
      written: (record) => {
        tell({ type: 'journal', record });
      },
    },
    start.record,
    start.object,
  );
  const told: Companion['tell'] = (step, progress) => {
    tell({ type: 'progress', record: journal.record, step, progress });
  };
  const phaseChanged = (): void => {
    tell({ type: 'phase', record: journal.record });
  };
  const stepChanged = (step: string): void => {
    tell({ type: 'step', record: journal.record, step });
  };
  const companion = new Companion({ journal, clock, told, signal });
  const loop = new Course({
    connection,
    clock,
    lease,
    journal,
    plan,
    deadMan: start.deadMan,
    cancelled: companion.cancelled,
    tell: (step, progress) => {
      companion.tell(step, progress);
    },
    phaseChanged,
    stepChanged,
  });
  try {
    if (start.direction === 'back' && loop.pastReturn)
      throw new NoWayBack('The point of no return has begun: the operation can only go forward.');
    await journal.save();
    phaseChanged();
    void tellWorkload(connection, journal.record, clock.now());
    const ending = start.direction === 'forward' ? await loop.forward() : await wayBack(loop, journal.record.reason);
    return await seal(journal, clock, ending, connection, phaseChanged);
  } finally {
    loop.end();
    companion.end();
  }
}

/** Goes back for the reason that it had before, or because a person wants it: then that is no failure, also where there was nothing to take back. */
async function wayBack(loop: Course, reason: string | undefined): Promise<Ending> {
  if (reason !== undefined) return loop.back(reason);
  const ending = await loop.back('It was taken back by a person’s wish.');
  return ending.phase === 'failed' ? { ...ending, phase: 'rolled-back' } : ending;
}

/** Writes the end down. Facts named `measured.<name>` are the operation's own measurements. */
async function seal(
  journal: Journal,
  clock: Clock,
  ending: Ending,
  connection: Connection,
  phaseChanged: () => void,
): Promise<JournalRecord> {
  const ended = clock.now();
  const { started, facts, database } = journal.record;
  const measured: Record<string, number> = { seconds: (ended - started) / 1000 };
  for (const [key, value] of Object.entries(facts))
    if (key.startsWith('measured.') && typeof value === 'number') measured[key.slice('measured.'.length)] = value;
  journal.note({ ...ending, ended, measured });
  await journal.save();
  phaseChanged();
  await tellWorkload(connection, journal.record, ended);
  // The next end prunes what this one could not.
  await prune(connection, database).catch(() => undefined);
  return journal.record;
}
