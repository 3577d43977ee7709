import {
  BadDestination,
  destinationObject,
  listDestinations,
  parseDestination,
  readDestination,
  writeDestination,
} from '../../core/backups/destinations.ts';
import type { Destination } from '../../core/backups/manifest.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import { UsageError } from '../usage-error.ts';
import { layOut, type Line } from '../text-table.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Paper } from './list.ts';
import { plain } from './plain.ts';

export interface DestinationsRequest {
  readonly connection: Connection;
  readonly namespace: string;
}

/** Prints the destinations of a namespace. Throws {@link ClusterTrouble}. */
export async function printDestinations(
  { connection, namespace, format }: DestinationsRequest & { readonly format: 'text' | 'json' },
  { write, colors }: Paper,
): Promise<ExitCode> {
  const found = await listDestinations(connection, namespace);
  if (format === 'json') {
    write(`${JSON.stringify(found, undefined, 2)}\n`);
    return EXIT.done;
  }
  const { destinations, unreadable } = found;
  const lines: Line[] = destinations.map(({ name, destination }) => [
    { text: plain(name), paint: colors.bold },
    { text: plain(placeText(destination)) },
  ]);
  const none = `No destination is in ${namespace}. \`plinth destinations add\` makes one.`;
  write(`${lines.length === 0 ? none : layOut(lines)}\n`);
  for (const { configMap, why } of unreadable) write(`${colors.red(`${plain(configMap)}: ${plain(why)}`)}\n`);
  return EXIT.done;
}

/** `claim backups, folder kept`; `bucket backups at https://s3.example.org, folder shop, Secret s3`. */
function placeText(destination: Destination): string {
  const folder = destination.prefix === '' ? '' : `, folder ${destination.prefix}`;
  if (destination.kind === 'claim') return `claim ${destination.claim}${folder}`;
  const { bucket, endpoint, region, secret, authority } = destination;
  const trust = authority === undefined ? '' : `, certificate of ${authority}`;
  return `bucket ${bucket} at ${endpoint ?? `AWS ${region}`}${folder}, Secret ${secret}${trust}`;
}

/** What a person says of a destination; names only, no secret. */
export interface DestinationSaid {
  readonly claim?: string;
  readonly bucket?: string;
  readonly prefix?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly secret?: string;
  readonly authority?: string;
  readonly pathStyle?: boolean;
}

const OF_BUCKETS = ['endpoint', 'region', 'secret', 'authority', 'pathStyle'] as const;

/** The destination that was said. Throws a {@link UsageError} that says what is missing or does not belong to it. */
export function destinationSaid(given: DestinationSaid): Destination {
  const { claim, bucket, prefix, endpoint, region, secret, authority, pathStyle } = given;
  if ((claim === undefined) === (bucket === undefined))
    throw new UsageError('A destination is a claim (--claim NAME) or a bucket (--bucket NAME --secret NAME).');
  const foreign = claim === undefined ? undefined : OF_BUCKETS.find((key) => given[key] !== undefined);
  if (foreign !== undefined) throw new UsageError(`--${foreign} goes with --bucket, not with --claim.`);
  try {
    return parseDestination(
      claim === undefined
        ? { kind: 's3', bucket, prefix, endpoint, region, secret, authority, pathStyle }
        : { kind: 'claim', claim, prefix },
    );
  } catch (error) {
    if (error instanceof BadDestination) throw new UsageError(error.message);
    throw error;
  }
}

export interface AddRequest extends DestinationsRequest {
  readonly name: string;
  readonly destination: Destination;
  /** In the place of another of this name. */
  readonly replace: boolean;
  readonly dryRun: boolean;
}

/** Makes a destination; one of the same name that is another is only replaced where that is said. Throws {@link ClusterTrouble} and {@link UsageError}. */
export async function addDestination(request: AddRequest, { write }: Paper): Promise<ExitCode> {
  const { connection, namespace, name, destination, replace, dryRun } = request;
  if (!/^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/u.test(name))
    throw new UsageError(`«${name}» is no name for a destination: small letters, digits and hyphens, at most 52.`);
  const before = await present(connection, namespace, name);
  const isSame = JSON.stringify(before) === JSON.stringify(destination);
  if (before !== undefined && !isSame && !replace) {
    const old = typeof before === 'string' ? before : placeText(before);
    write(
      `Refused: ${namespace} has a destination «${name}» already (${plain(old)}). --replace puts this one in its place; the backups there stay.\n`,
    );
    return EXIT.refused;
  }
  if (dryRun) write(`${JSON.stringify(destinationObject(namespace, { name, destination }), undefined, 2)}\n`);
  else {
    if (!isSame) await writeDestination(connection, namespace, { name, destination });
    write(`${namespace} has the destination «${name}»: ${plain(placeText(destination))}.\n`);
  }
  return EXIT.done;
}

/** The destination of this name; in words where it cannot be read; undefined where there is none. */
async function present(
  connection: Connection,
  namespace: string,
  name: string,
): Promise<Destination | string | undefined> {
  try {
    return await readDestination(connection, namespace, name);
  } catch (error) {
    if (error instanceof BadDestination) return error.message;
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  }
}
