import type { Parameters } from '../../runner/plan.ts';
import { BadParameter } from '../../runner/plan.ts';
import { readQuery, type Query } from './query.ts';
import { readPodLabels } from './read-parameters.ts';
import type { Method } from '../../backups/manifest.ts';

/** What a person says about a backup. */
export interface BackupParameters {
  /** The name of a destination in the database's namespace (`plinth-destination-<name>`). Required. */
  readonly destination: string;
  /** `logical` where nothing is said. */
  readonly method: Exclude<Method, 'snapshot'>;
  /** Labels for the Job's pod, where a NetworkPolicy lets only pods with certain labels to the database. Default none. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Public keys of age (`age1…`); none: not encrypted. Default none. */
  readonly recipients: readonly string[];
  /** Seconds until the Job is ended. Default 14,400. */
  readonly deadline: number;
  /** A Secret in the database's namespace whose keys `user` and `password` are an account for dumps. Default: the account that the image's variables name. */
  readonly login: string | undefined;
  /** Put to the server right before and right after the dump; a restore test holds its answer against these. */
  readonly query: Query | undefined;
  /** An image with Node ≥ 22.15. Default `node:22`. */
  readonly moverImage: string;
}

const DEADLINE = 14_400;
const KNOWN = new Set([
  'destination',
  'method',
  'podLabels',
  'recipients',
  'deadline',
  'moverImage',
  'query',
  'queryDatabase',
  'login',
]);

/** Reads the parameters of a backup. Throws {@link BadParameter}. */
export function parseBackupParameters(parameters: Parameters): BackupParameters {
  const unknown = Object.keys(parameters).find((key) => !KNOWN.has(key));
  if (unknown !== undefined)
    throw new BadParameter(`A backup has no parameter «${unknown}»; it has ${[...KNOWN].join(', ')}.`);
  const { destination, method = 'logical', podLabels, recipients = [], deadline = DEADLINE } = parameters;
  const { moverImage = 'node:22', login } = parameters;
  if (typeof destination !== 'string' || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/u.test(destination))
    throw new BadParameter('«destination» is the name of a destination: small letters, digits and hyphens.');
  if (method !== 'logical' && method !== 'physical') throw new BadParameter('«method» is «logical» or «physical».');
  const labels = readPodLabels(podLabels);
  if (!Array.isArray(recipients)) throw new BadParameter('«recipients» is a list of public keys of age.');
  const keys = recipients.map((key: unknown) => {
    if (typeof key !== 'string' || !/^age1[a-z0-9]+$/u.test(key))
      throw new BadParameter('«recipients» holds public keys of age; they begin with age1.');
    return key;
  });
  if (typeof deadline !== 'number' || !Number.isInteger(deadline) || deadline < 60 || deadline > 7 * 86_400)
    throw new BadParameter('«deadline» is a number of whole seconds from 60 to 604800.');
  if (login !== undefined && (typeof login !== 'string' || !/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/u.test(login)))
    throw new BadParameter('«login» is the name of a Secret with the keys user and password.');
  if (typeof moverImage !== 'string' || moverImage === '')
    throw new BadParameter('«moverImage» is an image with Node 22.15 or newer.');
  return {
    destination,
    method,
    podLabels: labels,
    recipients: keys,
    deadline,
    moverImage,
    login,
    query: readQuery(parameters),
  };
}
