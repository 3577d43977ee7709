import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { Failure } from '../failure.ts';

interface Named {
  readonly name: string;
}

interface Kubeconfig {
  readonly contexts?: readonly (Named & { readonly context: { readonly cluster: string; readonly user: string } })[];
  readonly clusters?: readonly (Named & { readonly cluster: Readonly<Record<string, unknown>> | null })[];
  readonly users?: readonly (Named & { readonly user: Readonly<Record<string, unknown>> | null })[];
}

/** Keys whose values are paths, relative to the file that they stand in. Source: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#file-references */
const PATHS = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/** The same with absolute paths. */
function absolute(values: Readonly<Record<string, unknown>> | null, folder: string): Record<string, unknown> {
  const all = Object.entries(values ?? {}).map(([key, value]) => [
    key,
    PATHS.includes(key) && typeof value === 'string' && !isAbsolute(value) ? resolve(folder, value) : value,
  ]);
  const result = Object.fromEntries(all) as Record<string, unknown>;
  const exec = result['exec'] as { readonly command?: unknown } | undefined;
  // A command without a slash is looked for on the PATH; one with it is relative to the file.
  if (typeof exec?.command === 'string' && exec.command.includes('/') && !isAbsolute(exec.command))
    return { ...result, exec: { ...exec, command: resolve(folder, exec.command) } };
  return result;
}

/** The files that kubectl would read. */
export function kubeconfigFiles(env: NodeJS.ProcessEnv = process.env): string[] {
  const named = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  return named.length > 0 ? named : [join(homedir(), '.kube/config')];
}

/**
 * The text of a kubeconfig with one context only: the named one, found in the first file that has it. Fails with the names that there are. It holds
 * what the files hold, so it is as secret as they are.
 */
export async function onlyContext(name: string, files: readonly string[]): Promise<string> {
  const seen: string[] = [];
  const contents: { folder: string; content: Kubeconfig }[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const content = (parse(text) ?? {}) as Kubeconfig;
    contents.push({ folder: dirname(resolve(file)), content });
    seen.push(...(content.contexts ?? []).map((context) => context.name));
  }
  const context = contents.flatMap(({ content }) => content.contexts ?? []).find((one) => one.name === name);
  if (!context)
    throw new Failure(
      `There is no context «${name}» in ${files.join(', ')}.`,
      seen.length === 0 ? 'None of these files names a context; set KUBECONFIG.' : `There are: ${seen.join(', ')}.`,
    );
  const missing = (kind: string, wanted: string): Failure =>
    new Failure(`The context «${name}» names a ${kind} «${wanted}» that there is not.`, `Mend ${files.join(', ')}.`);
  const clusters = contents.flatMap(({ folder, content }) =>
    (content.clusters ?? []).map((one) => ({ ...one, cluster: absolute(one.cluster, folder) })),
  );
  const users = contents.flatMap(({ folder, content }) =>
    (content.users ?? []).map((one) => ({ ...one, user: absolute(one.user, folder) })),
  );
  const itsCluster = clusters.find((one) => one.name === context.context.cluster);
  if (!itsCluster) throw missing('cluster', context.context.cluster);
  const itsUser = users.find((one) => one.name === context.context.user);
  if (!itsUser) throw missing('user', context.context.user);
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [itsCluster],
    users: [itsUser],
    contexts: [context],
    'current-context': name,
  });
}
