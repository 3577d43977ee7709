import type { ApiObject, Connection } from '../cluster/connection.ts';
import { CLOCK, type Clock } from './clock.ts';
import { Companion } from './companion.ts';
import { Course, type Ending } from './course.ts';
import { newestEpoch } from './epoch.ts';
import type { Tell } from './events.ts';
import { journals, Journal, prune } from './journal.ts';
import { ENDED, type JournalRecord, type StepRecord } from './journal-model.ts';
import { readJournal } from './journal-text.ts';
import { takeLease, type HeldLease } from './lease.ts';
import { journalName } from './names.ts';
import type { DatabaseName, Plan } from './plan.ts';
import { checkRights } from './rights.ts';
import type { Refusal, Step } from './step.ts';
import { NoWayBack, OperationRefused } from './trouble.ts';
import { tellWorkload } from './workload-events.ts';

/** What every run wants, whether begun or taken up again. */
export interface Running extends Partial<Clock> {
  readonly connection: Connection;
  readonly plan: Plan;
  /** A name for this runner that no other has: `anna@laptop-3f2a`. It stands in the Lease. */
  readonly holder: string;
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
}

/**
 * Runs a plan to its end, whichever that is: the record's phase says which. Throws {@link OperationRefused} where it was not begun,
 * {@link ./trouble.LeaseLost} where this runner had to let go half-way, and {@link ../cluster/trouble.ClusterTrouble} where the cluster could not be reached at the start,
 * or the end could not be written down.
 */
export async function runPlan(options: Beginning): Promise<JournalRecord> {
  const { plan, id, by, accepted = [] } = options;
  const { operation, database, parameters, title, rpo, rto } = plan;
  refuseIfAny(plan.refusals.filter((refusal) => refusal.kind !== 'typed' || !accepted.includes(refusal.id)));
  return locked(options, id, (lease, now) => {
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
    return Promise.resolve({ record, object: undefined, direction: 'forward' });
  });
}

/**
 * Takes up an operation whose runner is gone, or that needed a person. The new plan's refusals are about beginning, and are not asked; each step's own
 * preconditions are. Throws as {@link runPlan}, and {@link NoWayBack}.
 */
export async function resumeOperation(options: TakingUp): Promise<JournalRecord> {
  const { connection, plan, record: known, direction } = options;
  const { id, database } = known;
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
    return { record, object, direction };
  });
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
  const lease = await takeLease({ connection, database, holder, operation: id, newest, clock, signal });
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
  try {
    const loop = new Course({
      connection,
      clock,
      lease,
      journal,
      plan,
      cancelled: companion.cancelled,
      tell: (step, progress) => {
        companion.tell(step, progress);
      },
      phaseChanged,
      stepChanged,
    });
    if (start.direction === 'back' && loop.pastReturn)
      throw new NoWayBack('The point of no return has begun: the operation can only go forward.');
    await journal.save();
    phaseChanged();
    void tellWorkload(connection, journal.record, clock.now());
    const ending =
      start.direction === 'forward'
        ? await loop.forward()
        : await loop.back(journal.record.reason ?? 'It was taken back by a person’s wish.');
    return await seal(journal, clock, ending, connection, phaseChanged);
  } finally {
    companion.end();
  }
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

function refuseIfAny(refusals: readonly Refusal[]): void {
  if (refusals.length > 0) throw new OperationRefused(refusals);
}

/** Gives the database's records, after making sure that no other operation is open. */
async function refuseIfOpen(
  connection: Connection,
  database: DatabaseName,
  id: string,
): Promise<readonly JournalRecord[]> {
  const stored = await journals(connection, database.namespace, database);
  const records = stored.flatMap(({ record }) => (typeof record === 'string' ? [] : [record]));
  const open = records.filter((record) => record.id !== id && !ENDED.includes(record.phase));
  refuseIfAny(
    open.map((record) => ({
      id: 'R9',
      kind: 'mend',
      what: `Another operation on this database has not ended: «${record.title}» (${record.id}).`,
      evidence: `Its journal says ${record.phase}, begun by ${record.by} at ${new Date(record.started).toISOString()}.`,
      wayOut: 'Wait for its end; where nobody is at it any more, resume it or take it back.',
    })),
  );
  return records;
}
