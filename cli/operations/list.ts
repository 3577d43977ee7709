import type { Colors } from 'picocolors/types';
import type { Connection } from '../../core/cluster/connection.ts';
import { listOperations, type Operations } from '../../core/runner/index.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { formatOperations, isLeftBehind } from './operations-text.ts';

export interface ListRequest {
  readonly connection: Connection;
  /** None: all that one may read. */
  readonly namespaces: readonly string[];
  readonly format: 'text' | 'json';
}

/** Where the answer of a command goes. */
export interface Paper {
  readonly write: (text: string) => void;
  readonly colors: Colors;
}

/** Prints the operations on record. Throws {@link ../../core/cluster/trouble.ClusterTrouble}. */
export async function printOperations(request: ListRequest, paper: Paper): Promise<ExitCode> {
  const found = await operationsIn(request.connection, request.namespaces);
  paper.write(request.format === 'json' ? operationsJson(found) : formatOperations(found, paper.colors, Date.now()));
  return EXIT.done;
}

/** Operations of several namespaces (none: of all), the newest first. */
export async function operationsIn(connection: Connection, namespaces: readonly string[]): Promise<Operations> {
  if (namespaces.length === 0) return listOperations(connection, undefined);
  const each = await Promise.all([...new Set(namespaces)].map((one) => listOperations(connection, one)));
  return {
    operations: each.flatMap(({ operations }) => operations).sort((a, b) => b.record.started - a.record.started),
    unreadable: each.flatMap(({ unreadable }) => unreadable),
  };
}

/** The journals as they are (core/runner/journal-model.ts), each with whether somebody is at it. Times are in milliseconds since 1970. */
function operationsJson({ operations, unreadable }: Operations): string {
  const rows = operations.map((operation) => ({
    live: operation.live,
    leftBehind: isLeftBehind(operation),
    holder: operation.holder ?? null,
    record: operation.record,
  }));
  return `${JSON.stringify({ operations: rows, unreadable }, undefined, 2)}\n`;
}
