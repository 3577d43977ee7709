import type { Protection } from '../../core/protection/protection.ts';
import type { Plan, Refusal } from '../../core/runner/index.ts';
import { UsageError } from '../usage-error.ts';
import { plain } from './plain.ts';

export interface Consent {
  /** `--yes`. */
  readonly yes: boolean;
  /** `--confirm NAME`. */
  readonly confirm: string | undefined;
  /** `--accept R24`: ids of refusals that are accepted. */
  readonly accept: readonly string[];
  /** How the context is protected: `confirm` wants the name for everything. */
  readonly protection: Protection;
  /** Asks the person at the terminal; undefined where there is none. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/**
 * Whether a person has agreed to a plan: beforehand, by `--yes` with the name where the plan or the context wants it typed, or by answering now. Throws a {@link UsageError}
 * where nobody can be asked, and where another database was named.
 */
export async function isAgreed(
  { danger, database, title }: Pick<Plan, 'danger' | 'database' | 'title'>,
  { yes, confirm, ask, protection }: Consent,
): Promise<boolean> {
  const { name } = database;
  if (confirm !== undefined && confirm !== name)
    throw new UsageError(`--confirm names «${confirm}», and the database is «${name}».`);
  const isNamed = danger === 'typed' || protection !== 'none';
  if (danger === 'free' && !isNamed) return true;
  if (yes && (!isNamed || confirm === name)) return true;
  if (ask === undefined) {
    const wanted = isNamed ? `--yes --confirm ${name}` : '--yes';
    throw new UsageError(`«${title}» wants a person’s word. Without a terminal, say it with ${wanted}.`);
  }
  if (isNamed) return (await ask(`Type the database’s name (${name}) to go on: `)).trim() === name;
  return /^y(es)?$/iu.test((await ask(`${title}? [y/N] `)).trim());
}

/**
 * Ids of the refusals of the kind `typed` that a person accepts, by `--accept` or by typing them now. Undefined where one stays: a refusal of another kind, or one that
 * was not typed.
 */
export async function accepted(
  refusals: readonly Refusal[],
  { accept, ask }: Pick<Consent, 'accept' | 'ask'>,
): Promise<readonly string[] | undefined> {
  if (refusals.some(({ kind }) => kind !== 'typed')) return undefined;
  const ids = new Set<string>();
  for (const { id, what } of refusals) {
    if (ids.has(id)) continue;
    const isTyped =
      accept.includes(id) ||
      (ask !== undefined && (await ask(`${plain(what)} Type ${id} to accept that: `)).trim() === id);
    if (!isTyped) return undefined;
    ids.add(id);
  }
  return [...ids];
}
