import type { Colors } from 'picocolors/types';
import type { KnownBackup } from '../../core/backups/known.ts';
import { listBackups } from '../../core/backups/list.ts';
import { IN_CLUSTER } from '../../core/backups/snapshots.ts';
import { refreshBackups, type Refreshed } from '../../core/backups/refresh.ts';
import type { MoverProgram } from '../../core/backups/mover-config-map.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { ago, bytes, span, UNKNOWN } from '../status-words.ts';
import { layOut, type Line } from '../text-table.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Paper } from './list.ts';
import { plain } from './plain.ts';

export interface BackupsRequest {
  readonly connection: Connection;
  readonly database: Pick<LiveDatabase, 'namespace' | 'workload'>;
  /** Reads the destinations, by Jobs; else what was last seen there is told. */
  readonly refresh: boolean;
  readonly format: 'text' | 'json';
  readonly mover: () => Promise<MoverProgram>;
  /** Told what it waits for. */
  readonly tell: (text: string) => void;
}

/** Prints the backups of a database. {@link EXIT.trouble} where a destination could not be read. Throws {@link ../../core/cluster/trouble.ClusterTrouble}. */
export async function printBackups(request: BackupsRequest, { write, colors }: Paper): Promise<ExitCode> {
  const { connection, database, refresh, format, mover, tell } = request;
  const found: Refreshed = refresh
    ? await refreshBackups(connection, database, { mover, tell })
    : await listed(connection, database);
  const isFresh = refresh && found.unread.length === 0;
  write(
    format === 'json'
      ? `${JSON.stringify({ fresh: isFresh, ...found }, undefined, 2)}\n`
      : formatBackups(found, refresh, colors, Date.now()),
  );
  // Snapshots are asked for in passing: many may not see them, and have none.
  return found.unread.every(({ destination }) => destination === IN_CLUSTER) ? EXIT.done : EXIT.trouble;
}

async function listed(connection: Connection, database: BackupsRequest['database']): Promise<Refreshed> {
  const { backups = [], unread } = await listBackups(connection, database);
  return { backups, unread };
}

/** Backups as a table, the newest first; below it, destinations that could not be read. `now` in milliseconds since 1970. */
export function formatBackups({ backups, unread }: Refreshed, refresh: boolean, colors: Colors, now: number): string {
  const hint = refresh ? '' : ' `--refresh` reads the destinations.';
  const blocks =
    backups.length === 0
      ? [`No backup is known.${hint}`]
      : [layOut([head(colors), ...backups.flatMap((one) => rows(one, colors, now))])];
  for (const { destination, why } of unread)
    blocks.push(
      destination === IN_CLUSTER
        ? colors.dim(`Snapshots are not seen: ${plain(why)}`)
        : colors.red(`The destination ${plain(destination)} could not be read: ${plain(why)}`),
    );
  if (!refresh && backups.length > 0) blocks.push(colors.dim(`As it was last seen.${hint}`));
  return `${blocks.join('\n\n')}\n`;
}

const head = (colors: Colors): Line =>
  ['ID', 'DESTINATION', 'STATE', 'METHOD', 'BEGUN', 'TOOK', 'SIZE', 'ENCRYPTED', 'RESTORE TESTED'].map((text) => ({
    text,
    paint: colors.dim,
  }));

function rows(backup: KnownBackup, colors: Colors, now: number): readonly Line[] {
  const { id, destination, state, method, started, seconds, bytes: size, encrypted, verifiedAt, rtoSeconds } = backup;
  const paint = { verified: colors.green, unverified: colors.yellow, failed: colors.red, partial: colors.red }[state];
  const test = verifiedAt === undefined ? 'never' : ago(verifiedAt, now);
  const took = rtoSeconds === undefined ? '' : `, in ${span(rtoSeconds)}`;
  return [
    [
      { text: plain(id), paint: colors.bold },
      { text: plain(destination) },
      { text: state, paint },
      { text: plain(method ?? UNKNOWN) },
      { text: started === undefined ? UNKNOWN : ago(started, now) },
      { text: seconds === undefined ? UNKNOWN : span(seconds) },
      { text: bytes(size) },
      { text: encrypted === undefined ? UNKNOWN : encrypted ? 'yes' : 'no' },
      { text: `${test}${took}` },
    ],
    ...(backup.why === undefined ? [] : [colors.dim(`  ${plain(backup.why)}`)]),
  ];
}
