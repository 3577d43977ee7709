import { writeFile } from 'node:fs/promises';
import type { Connection } from '../../core/cluster/connection.ts';
import { UsageError } from '../usage-error.ts';
import type { OperationCommand } from './commands.ts';
import { EXIT } from './exit-codes.ts';
import { databaseWanted, findDatabase } from './find-database.ts';
import { findOperation } from './find-operation.ts';
import { byOf, newHolder, newId } from './identity.ts';
import { parametersOf } from './parameters.ts';
import { ask, onInterrupt } from './person.ts';
import { protectionUnlessReadOnly } from './read-only.ts';
import type { RunOptions } from './run-options.ts';
import { operate, type Wish } from './run.ts';
import { takeUp } from './take-up.ts';
import { tellJson } from './tell-json.ts';
import { tellLines } from './tell-lines.ts';
import { tellTree } from './tell-tree.ts';
import type { Teller } from './teller.ts';
import { allOperations, resumeHere, runWhereItBelongs, seeRunners } from './tools.ts';
import { connected, paper } from './where.ts';

/** On fewer columns nothing is drawn: some terminals say that they have none. */
const NARROW = 40;

/** Runs the operation of a command on the database that was named; with `isPlan` only plans it. */
export async function runCommand(
  { id: operationId, name, options: named }: OperationCommand,
  wanted: string,
  options: RunOptions,
  isPlan: boolean,
): Promise<void> {
  const operation = allOperations().find(({ id }) => id === operationId);
  if (operation === undefined) throw new UsageError(`This version of Plinth has no operation «${name}».`);
  const parameters = parametersOf(named, options as unknown as Readonly<Record<string, unknown>>);
  await connected(options, async (connection) => {
    const wish = await wishOf(connection, options, isPlan);
    if (wish === undefined) return EXIT.refused;
    const place = databaseWanted(wanted, options.namespace, connection.context.namespace);
    const id = newId();
    return operate(
      { ...wish, database: await findDatabase(connection, place), operation, parameters, id },
      { ...surroundings(id, options), run: runWhereItBelongs, runners: seeRunners },
    );
  });
  leave();
}

/** Goes on with an operation, or takes it back. */
export async function takeUpCommand(id: string, direction: 'forward' | 'back', options: RunOptions): Promise<void> {
  await connected(options, async (connection) => {
    const wish = await wishOf(connection, options, false);
    if (wish === undefined) return EXIT.refused;
    const found = await findOperation(connection, options.namespace, id);
    const look = (name: Parameters<typeof findDatabase>[1]) => findDatabase(connection, name);
    return takeUp(
      { ...wish, found, operations: allOperations(), direction, look },
      { ...surroundings(id, options), resume: resumeHere },
    );
  });
  leave();
}

/** What a person said, with how the context is protected; undefined where it lets nothing be done, which is told. */
async function wishOf(connection: Connection, options: RunOptions, isPlan: boolean): Promise<Wish | undefined> {
  const dryRun = isPlan || options.dryRun === true;
  // Looking is never protected.
  const protection = dryRun
    ? 'none'
    : await protectionUnlessReadOnly(connection, '--dry-run only looks.', options.productionContexts);
  if (protection === undefined) return undefined;
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY && options.format === 'text';
  return {
    connection,
    by: byOf(connection.context),
    holder: newHolder(),
    dryRun,
    exportTo: options.export,
    yes: options.yes === true,
    confirm: options.confirm,
    accept: options.accept,
    protection,
    ask: isTerminal ? ask : undefined,
  };
}

function surroundings(id: string, { format }: RunOptions) {
  const sheet = paper();
  const teller = tellerFor(id, format);
  return {
    // Between lines of JSON nothing else stands.
    write: format === 'jsonl' ? (text: string) => process.stderr.write(text) : sheet.write,
    colors: sheet.colors,
    teller,
    save: (file: string, text: string) => writeFile(file, text),
    onInterrupt,
  };
}

function tellerFor(id: string, format: RunOptions['format']): Teller {
  const sheet = paper();
  if (format === 'jsonl') return tellJson(id, sheet.write);
  const { isTTY, columns } = process.stdout;
  return isTTY && columns >= NARROW && process.env['TERM'] !== 'dumb' ? tellTree(sheet) : tellLines(sheet);
}

/** A runner that was left would go on until its process ends. */
function leave(): void {
  process.stdout.write('', () => process.exit());
}
