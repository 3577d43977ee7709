import type { Connection } from '../../core/cluster/connection.ts';
import type { Protection } from '../../core/protection/protection.ts';
import { protectionOf } from './production.ts';

/**
 * How the context of a connection is protected, where something is to be done; undefined where it is read-only, which is told on standard error. `way`: what still may be
 * done. Throws a {@link ../usage-error.UsageError}.
 */
export async function protectionUnlessReadOnly(
  { context }: Pick<Connection, 'context'>,
  way: string,
  patterns: readonly string[] = [],
): Promise<Protection | undefined> {
  const protection = await protectionOf(context.name, { patterns, env: process.env });
  if (protection !== 'read-only') return protection;
  process.stderr.write(`plinth: The context «${context.name}» is read-only for Plinth. ${way}\n`);
  return undefined;
}
