import { readContexts } from '../core/cluster/kubeconfig/contexts.ts';
import type { KubeContext, KubeContexts } from '../core/cluster/context.ts';
import { UsageError } from './usage-error.ts';

export interface ContextChoice {
  /** Names of contexts; none: the current one. */
  readonly names: readonly string[];
  readonly all: boolean;
  /** A kubeconfig to read in place of those that kubectl would read. */
  readonly kubeconfig: string | undefined;
}

/** The contexts that were asked for. Throws a {@link UsageError} that says what there is, where one is not. */
export async function chooseContexts({ names, all, kubeconfig }: ContextChoice): Promise<readonly KubeContext[]> {
  const env = kubeconfig === undefined ? process.env : { ...process.env, KUBECONFIG: kubeconfig };
  const found = await readContexts({ env });
  if (kubeconfig !== undefined && found.unreadable[0]) throw new UsageError(found.unreadable[0].message);
  if (found.contexts.length === 0) throw new UsageError(nothingFound(found));
  if (all) return found.contexts;
  if (names.length > 0) return [...new Set(names.map((name) => named(name, found)))];
  const current = found.contexts.find((context) => context.current);
  if (current) return [current];
  const [only, ...others] = found.contexts;
  if (only && others.length === 0) return [only];
  throw new UsageError(`No context is the current one. Choose with --context: ${listed(found)}.`);
}

function named(name: string, found: KubeContexts): KubeContext {
  const context = found.contexts.find(({ id }) => id === name) ?? found.contexts.find((one) => one.name === name);
  if (context) return context;
  throw new UsageError(`There is no context «${name}». There are: ${listed(found)}.`);
}

function listed({ contexts }: KubeContexts): string {
  return contexts.map(({ id }) => id).join(', ');
}

function nothingFound({ files, unreadable }: KubeContexts): string {
  const why = unreadable.map(({ message }) => message).join(' ');
  const looked = `No context was found in ${files.join(', ')}.`;
  return why === '' ? `${looked} Name a kubeconfig with --kubeconfig, or set KUBECONFIG.` : `${looked} ${why}`;
}
