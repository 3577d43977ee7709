import { UsageError } from '../usage-error.ts';

/** The one namespace of a command: that of `-n`, else that of the context. Throws a {@link UsageError} where several were named. */
export function oneNamespace(named: readonly string[], ofContext: string | undefined): string {
  if (named.length > 1) throw new UsageError('This is about one namespace: say -n once.');
  return named[0] ?? ofContext ?? 'default';
}
