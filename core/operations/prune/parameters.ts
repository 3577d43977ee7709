import { BACKUP_ID } from '../../backups/manifest-text.ts';
import type { Retention } from '../../backups/retention.ts';
import type { Json } from '../../../engines/model/object.ts';
import { BadParameter, type Parameters } from '../../runner/plan.ts';

/** Which backups go: at least one rule or one backup; with both, of those backups go that no rule keeps. */
export interface PruneChoice {
  /** `last`, `daily`, `weekly`, `monthly` and `days`; undefined: no rule is given. */
  readonly rules: Retention | undefined;
  /** Only these, by their ids. */
  readonly backups: readonly string[] | undefined;
}

/** What a person says about pruning a destination. */
export interface PruneParameters extends PruneChoice {
  /** The name of a destination in the database's namespace. Required. */
  readonly destination: string;
  /** Seconds until a Job of it is ended. Default 3,600. */
  readonly deadline: number;
  /** An image with Node ≥ 22.15. Default `node:22`. */
  readonly moverImage: string;
}

const RULES = ['last', 'daily', 'weekly', 'monthly', 'days'] as const satisfies readonly (keyof Retention)[];
const KNOWN: readonly string[] = ['destination', ...RULES, 'backups', 'deadline', 'moverImage'];
/** Backups removed at a time: their ids stand in a journal and in a Job. */
export const MOST = 500;

/** Reads the parameters of `prune-backups`. Throws {@link BadParameter}. */
export function parsePruneParameters(parameters: Parameters): PruneParameters {
  onlyKnown(parameters, KNOWN);
  const { destination, deadline = 3_600, moverImage = 'node:22' } = parameters;
  if (typeof destination !== 'string' || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/u.test(destination))
    throw new BadParameter('«destination» is the name of a destination: small letters, digits and hyphens.');
  if (typeof deadline !== 'number' || !Number.isInteger(deadline) || deadline < 60 || deadline > 86_400)
    throw new BadParameter('«deadline» is a number of whole seconds from 60 to 86400.');
  if (typeof moverImage !== 'string' || moverImage === '')
    throw new BadParameter('«moverImage» is an image with Node 22.15 or newer.');
  return { destination, ...readChoice(parameters), deadline, moverImage };
}

/** Reads the parameters of `prune-backups` with `method: 'snapshot'`. Throws {@link BadParameter}. */
export function parseSnapshotPruning(parameters: Parameters): PruneChoice {
  onlyKnown(parameters, ['method', ...RULES, 'backups']);
  return readChoice(parameters);
}

function onlyKnown(parameters: Parameters, known: readonly string[]): void {
  const unknown = Object.keys(parameters).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new BadParameter(`Pruning has no parameter «${unknown}» here; it has ${known.join(', ')}.`);
}

function readChoice(parameters: Parameters): PruneChoice {
  const rules = readRetention(parameters);
  const backups = readIds(parameters['backups']);
  if (rules === undefined && backups === undefined)
    throw new BadParameter(`Say what stays (${RULES.join(', ')}), or by «backups» which ones go.`);
  return { rules, backups };
}

/** Reads the rules among parameters; undefined where there is none. Throws {@link BadParameter}. */
export function readRetention(parameters: Parameters): Retention | undefined {
  const rules: Partial<Record<keyof Retention, number>> = {};
  for (const name of RULES) {
    const value = parameters[name];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 10_000)
      throw new BadParameter(`«${name}» is a whole number from 1 to 10000.`);
    rules[name] = value;
  }
  return Object.keys(rules).length === 0 ? undefined : rules;
}

function readIds(given: Json | undefined): readonly string[] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST)
    throw new BadParameter(`«backups» is a list of 1 to ${String(MOST)} ids.`);
  return given.map((id: unknown) => {
    if (typeof id !== 'string' || !BACKUP_ID.test(id))
      throw new BadParameter('«backups» holds ids of backups, like 20261122t103000z-k3v9x2ab.');
    return id;
  });
}
