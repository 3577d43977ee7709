import { readQuery, type Query } from '../backup/query.ts';
import { readPodLabels } from '../backup/read-parameters.ts';
import { BadParameter, type Parameters } from '../../runner/plan.ts';

/** What a person says about a restore test, and, with `name`, about a restore to a new instance. */
export interface RestoreParameters {
  /** The name of a destination in the database's namespace. Required. */
  readonly destination: string;
  /** The backup's id, as it is listed: `20261122t103000z-k3v9x2ab`. Required. */
  readonly backup: string;
  /** As the backup was made. Default `logical`. */
  readonly method: 'logical' | 'physical';
  /** The new instance's name; only for a restore, and required there. */
  readonly name: string | undefined;
  /** Labels for the pod of the Job that loads it, where a NetworkPolicy lets only pods with certain labels to the new server. Default none. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** A Secret in the database's namespace whose key `identity` opens an encrypted backup (`AGE-SECRET-KEY-1…`). */
  readonly identity: string | undefined;
  /** Put to the restored server; where absent, the query of the backup, if it has one. */
  readonly query: Query | undefined;
  /** What it must answer; where absent, what the source answered around the dump. */
  readonly expect: string | undefined;
  /** Seconds until the Job that reads it back is ended. Default 14,400. */
  readonly deadline: number;
  /** An image with Node ≥ 22.15. Default `node:22`. */
  readonly moverImage: string;
}

const KNOWN = [
  'destination',
  'backup',
  'method',
  'podLabels',
  'identity',
  'query',
  'queryDatabase',
  'expect',
  'deadline',
  'moverImage',
];
const NAME = /^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$/u;

/** Reads the parameters of `verify-backup` and, where `named`, of `restore`. Throws {@link BadParameter}. */
export function parseRestoreParameters(parameters: Parameters, named: boolean): RestoreParameters {
  const known = [...KNOWN, ...(named ? ['name'] : [])];
  const unknown = Object.keys(parameters).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new BadParameter(`There is no parameter «${unknown}»; there are ${known.join(', ')}.`);
  const { destination, backup, method = 'logical', name, deadline = 14_400, moverImage = 'node:22' } = parameters;
  const { identity } = parameters;
  if (identity !== undefined && (typeof identity !== 'string' || !/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/u.test(identity)))
    throw new BadParameter('«identity» is the name of a Secret with the private key of age under the key identity.');
  if (typeof destination !== 'string' || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/u.test(destination))
    throw new BadParameter('«destination» is the name of a destination: small letters, digits and hyphens.');
  if (typeof backup !== 'string' || !/^\d{8}t\d{6}z-[a-z0-9]+$/u.test(backup))
    throw new BadParameter('«backup» is the id of a backup, like 20261122t103000z-k3v9x2ab.');
  if (method !== 'logical' && method !== 'physical') throw new BadParameter('«method» is «logical» or «physical».');
  if (named && (typeof name !== 'string' || !NAME.test(name)))
    throw new BadParameter('«name» is the new instance’s name: small letters, digits and hyphens, at most 52.');
  if (typeof deadline !== 'number' || !Number.isInteger(deadline) || deadline < 60 || deadline > 7 * 86_400)
    throw new BadParameter('«deadline» is a number of whole seconds from 60 to 604800.');
  if (typeof moverImage !== 'string' || moverImage === '')
    throw new BadParameter('«moverImage» is an image with Node 22.15 or newer.');
  const query = readQuery(parameters);
  const { expect } = parameters;
  if (expect !== undefined && typeof expect !== 'string')
    throw new BadParameter('«expect» is text: what the query must answer.');
  if (expect !== undefined && query === undefined) throw new BadParameter('«expect» goes with a «query».');
  const podLabels = readPodLabels(parameters['podLabels']);
  return {
    destination,
    backup,
    method,
    name: typeof name === 'string' ? name : undefined,
    podLabels,
    identity,
    query,
    expect,
    deadline,
    moverImage,
  };
}
