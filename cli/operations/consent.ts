import type { Plan } from '../../core/runner/index.ts';
import { UsageError } from '../usage-error.ts';

export interface Consent {
  /** `--yes`. */
  readonly yes: boolean;
  /** `--confirm NAME`. */
  readonly confirm: string | undefined;
  /** Asks the person at the terminal; undefined where there is none. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/**
 * Whether a person has agreed to a plan: beforehand, by `--yes` with the name where the plan wants it typed, or by answering now. Throws a {@link UsageError} where
 * nobody can be asked, and where another database was named.
 */
export async function isAgreed({ danger, database, title }: Plan, { yes, confirm, ask }: Consent): Promise<boolean> {
  const { name } = database;
  if (confirm !== undefined && confirm !== name)
    throw new UsageError(`--confirm names «${confirm}», and the database is «${name}».`);
  if (danger === 'free') return true;
  if (yes && (danger === 'confirmed' || confirm === name)) return true;
  if (ask === undefined) {
    const wanted = danger === 'typed' ? `--yes --confirm ${name}` : '--yes';
    throw new UsageError(`«${title}» wants a person’s word. Without a terminal, say it with ${wanted}.`);
  }
  if (danger === 'typed') return (await ask(`Type the database’s name (${name}) to go on: `)).trim() === name;
  return /^y(es)?$/iu.test((await ask(`${title}? [y/N] `)).trim());
}
