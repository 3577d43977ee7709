import type { ApiObject, Connection } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import type { Clock } from './clock.ts';
import { ENDED, type JournalRecord, type StepRecord } from './journal-model.ts';
import { journalObject, KEY, readJournal } from './journal-text.ts';
import type { HeldLease } from './lease.ts';
import { DATABASE_LABEL, fitting, journalName } from './names.ts';
import { isTrouble, patiently } from './patience.ts';
import type { DatabaseName } from './plan.ts';

/** So many ended operations of a database are kept. */
const KEPT = 20;
const AGAIN = 6;

export interface JournalPlace {
  readonly connection: Connection;
  readonly lease: HeldLease;
  readonly clock: Clock;
  readonly written: (record: JournalRecord) => void;
}

/** The record of the operation that runs: here the newest, in the cluster what was last written, each time by compare-and-set. */
export class Journal {
  readonly #place: JournalPlace;
  #record: JournalRecord;
  #object: ApiObject | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  /** `object` is the ConfigMap as it was read, where there is one. */
  constructor(place: JournalPlace, record: JournalRecord, object?: ApiObject) {
    this.#place = place;
    this.#record = record;
    this.#object = object;
  }

  get record(): JournalRecord {
    return this.#record;
  }

  /** Changes the record here; it is written with whatever is written next. */
  note(change: Partial<JournalRecord>): void {
    this.#record = { ...this.#record, ...change };
  }

  noteStep(id: string, change: Partial<StepRecord>): void {
    this.note({ steps: this.#record.steps.map((step) => (step.id === id ? { ...step, ...change } : step)) });
  }

  /** Writes the record as it is now. Throws {@link ./trouble.LeaseLost}, or the trouble that did not pass. */
  save(): Promise<void> {
    const saved = this.#queue.then(() => this.#save());
    this.#queue = saved.catch(() => undefined);
    return saved;
  }

  async #save(): Promise<void> {
    const { connection, lease, clock, written } = this.#place;
    const { id, database } = this.#record;
    const name = journalName(database.namespace, id);
    await patiently({ clock, signal: lease.lost, again: AGAIN }, async (number) => {
      // Also where the last answer was lost: what stands there says whether it was written.
      if (number > 0) await this.#look();
      const object = journalObject(this.#record, this.#object);
      if (number > 0 && textOf(object) === textOf(this.#object)) return;
      const timeout = Math.min(lease.check(), 10_000);
      try {
        this.#object =
          this.#object === undefined
            ? await connection.create(object, name, { timeout })
            : await connection.replace(object, name, { timeout });
      } catch (error) {
        // Somebody removed it; it is made again.
        if (isTrouble(error, 'missing') && this.#object !== undefined) {
          this.#object = undefined;
          this.#object = await connection.create(journalObject(this.#record), name, { timeout });
        } else throw error;
      }
    });
    written(this.#record);
  }

  /** Reads what stands in the cluster: takes over a wish, and finds out whether another runner has taken the operation over. */
  look(): Promise<void> {
    const looked = this.#queue.then(() => this.#look());
    this.#queue = looked.catch(() => undefined);
    return looked;
  }

  async #look(): Promise<void> {
    const { connection, lease } = this.#place;
    const { id, database, epoch } = this.#record;
    let found: ApiObject;
    try {
      found = await connection.read(journalName(database.namespace, id), { timeout: 5_000 });
    } catch (error) {
      if (!isTrouble(error, 'missing')) throw error;
      this.#object = undefined;
      return;
    }
    this.#object = found;
    const stored = readJournal(found);
    if (typeof stored === 'string') return;
    if (stored.epoch > epoch) {
      lease.lose('another runner');
      lease.lost.throwIfAborted();
    }
    if (stored.wish !== undefined && this.#record.wish === undefined) this.note({ wish: stored.wish });
  }
}

const textOf = (object: ApiObject | undefined): unknown =>
  (object?.['data'] as Readonly<Record<string, unknown>> | undefined)?.[KEY];

/** A journal as it stands in the cluster. */
export interface Stored {
  readonly object: ApiObject;
  /** Or why it cannot be read. */
  readonly record: JournalRecord | string;
}

/** All journals of a namespace or (undefined) of all; of one database where it is named. Throws {@link ../cluster/trouble.ClusterTrouble}. */
export async function journals(
  connection: Connection,
  namespace: string | undefined,
  database?: DatabaseName,
): Promise<readonly Stored[]> {
  const labelSelector = database === undefined ? DATABASE_LABEL : `${DATABASE_LABEL}=${fitting(database.name)}`;
  let found: ApiObject[] = [];
  for await (const page of connection.list(RESOURCES.configMaps, namespace, { labelSelector })) {
    if (page.restarted === true) found = [];
    found.push(...page.items.filter(({ metadata }) => metadata.name.startsWith('plinth-op-')));
  }
  const stored = found.map((object) => ({ object, record: readJournal(object) }));
  return stored.filter(({ record }) => typeof record === 'string' || isOf(record, database));
}

const isOf = ({ database: { namespace, kind, name } }: JournalRecord, wanted: DatabaseName | undefined): boolean =>
  wanted === undefined || (wanted.namespace === namespace && wanted.kind === kind && wanted.name === name);

/** Removes the oldest ended operations of a database beyond the last 20. An unreadable one stays for a person to look at. */
export async function prune(connection: Connection, database: DatabaseName): Promise<void> {
  const ended = (await journals(connection, database.namespace, database)).flatMap(({ object, record }) =>
    typeof record !== 'string' && ENDED.includes(record.phase) ? [{ object, record }] : [],
  );
  ended.sort((a, b) => b.record.started - a.record.started);
  for (const { object, record } of ended.slice(KEPT)) {
    const { uid } = object.metadata;
    await connection.remove(journalName(database.namespace, record.id), uid === undefined ? {} : { uid });
  }
}
