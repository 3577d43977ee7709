import { withoutUndefined } from '../live/answer.ts';
import { numberOf } from '../live/printed.ts';
import { withoutQuotes } from '../live/words.ts';
import type { Lag } from '../model/live.ts';
import type { Row, Tables } from './live-table.ts';

/** One source that the server replicates from: a row of `SHOW REPLICA STATUS` under its old and new column names. */
export class Channel {
  readonly #row: Row;

  constructor(row: Row) {
    this.#row = row;
  }

  /** The first of these columns: MySQL renamed them in 8.0.22, MariaDB keeps the old names. */
  #get(...names: readonly string[]): string | undefined {
    return names.map((name) => this.#row.get(name)).find((value) => value !== undefined);
  }

  get name(): string {
    return this.#get('Channel_Name', 'Connection_name') ?? '';
  }

  get upstream(): string | undefined {
    const host = this.#get('Source_Host', 'Master_Host');
    const port = this.#get('Source_Port', 'Master_Port');
    return host === undefined || port === undefined ? host : `${host}:${port}`;
  }

  /** `Yes`, `No`, `Connecting`. */
  get receiver(): string {
    return this.#get('Replica_IO_Running', 'Slave_IO_Running') ?? 'No';
  }

  get receives(): boolean {
    return this.receiver === 'Yes';
  }

  get applies(): boolean {
    return this.#get('Replica_SQL_Running', 'Slave_SQL_Running') === 'Yes';
  }

  /** Somebody stopped both threads, or never started them; an applier that failed was not stopped by anybody. */
  get isStopped(): boolean {
    return this.receiver === 'No' && !this.applies && this.#get('Last_SQL_Error') === undefined;
  }

  /**
   * Bytes that have arrived and are not applied, where both positions are in one file of the source. The server counts whole seconds from the
   * applied event on: with bytes outstanding its 0 is «less than one», with nothing outstanding and a running receiver it is 0 for sure. Both
   * are measured against what has arrived; a source that hangs is noticed after `replica_net_timeout` only.
   * Source: https://dev.mysql.com/doc/refman/8.4/en/show-replica-status.html (Seconds_Behind_Source)
   */
  get lag(): Lag | undefined {
    if (!this.receives) return undefined;
    const isSameFile =
      this.#get('Source_Log_File', 'Master_Log_File') === this.#get('Relay_Source_Log_File', 'Relay_Master_Log_File');
    const read = numberOf(this.#get('Read_Source_Log_Pos', 'Read_Master_Log_Pos'));
    const applied = numberOf(this.#get('Exec_Source_Log_Pos', 'Exec_Master_Log_Pos'));
    const bytes = isSameFile && read !== undefined && applied !== undefined ? Math.max(0, read - applied) : undefined;
    const behind = numberOf(this.#get('Seconds_Behind_Source', 'Seconds_Behind_Master'));
    const seconds = bytes === 0 && this.applies ? 0 : behind === undefined ? undefined : Math.max(1, behind);
    return withoutUndefined<Lag>({ bytes, seconds });
  }

  /** What is wrong with it. */
  *remarks(): Generator<string> {
    const of = this.name === '' ? '' : ` (${this.name})`;
    const receiving = this.#get('Last_IO_Error');
    const applying = this.#get('Last_SQL_Error');
    if (applying !== undefined) yield `applying changes failed${of}: ${withoutQuotes(applying)}`;
    else if (!this.applies) yield `it does not apply changes${of}: the applier is stopped`;
    if (receiving !== undefined) yield `receiving changes failed${of}: ${withoutQuotes(receiving)}`;
    else if (this.receiver === 'Connecting') yield `it tries to reach its source${of}`;
    else if (!this.receives) yield `it does not receive changes${of}: the receiver is stopped`;
    const delay = numberOf(this.#get('SQL_Delay')) ?? 0;
    if (delay > 0) yield `it is kept ${delay} s behind on purpose${of}`;
  }
}

/** The sources that it is told to replicate from; the channels of group replication are its own affair. */
export function channelsOf(tables: Tables): Channel[] {
  const rows = tables.rows('replica').length > 0 ? tables.rows('replica') : tables.rows('old_replica');
  return rows.map((row) => new Channel(row)).filter(({ name }) => !name.startsWith('group_replication_'));
}
