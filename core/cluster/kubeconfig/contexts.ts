import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { KubeContext, KubeContexts, UnreadableKubeconfig } from '../context.ts';
import type { ContextDraft } from './context-draft.ts';
import { describeContext } from './context-words.ts';
import { inClusterContext, SERVICE_ACCOUNT } from './in-cluster.ts';
import type { Definition, KubeconfigFile } from './kubeconfig-entries.ts';
import { readKubeconfig } from './kubeconfig-file.ts';
import { ClusterTrouble } from '../trouble.ts';

/** Where contexts are looked for. */
export interface ContextSources {
  /** Kubeconfigs that the user adds; each is a world of its own. */
  readonly added?: readonly string[];
  /** Default: the process' own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the user's home folder. */
  readonly home?: string;
  /** Folder of a pod's service account; default: where Kubernetes mounts it. */
  readonly serviceAccount?: string;
}

/** From which sources a context was read, so that {@link definitionOf} can read it again. */
const sourcesOf = new WeakMap<KubeContext, ContextSources>();

interface Found {
  readonly context: KubeContext;
  readonly definition: Definition;
}

/** The files of KUBECONFIG, or the default one. Empty parts are passed over, as kubectl does. */
export function kubeconfigFiles({ env = process.env, home = homedir() }: ContextSources = {}): readonly string[] {
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  return listed.length === 0 ? [join(home, '.kube', 'config')] : [...new Set(listed.map((file) => resolve(file)))];
}

/**
 * All contexts of all kubeconfigs. Files are only ever read. The files of KUBECONFIG are merged as kubectl merges them: the first who says
 * something wins (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files). Contexts that
 * lose, which kubectl does not show, stay reachable here: their clusters and users are looked up in their own file first.
 */
export async function readContexts(sources: ContextSources = {}): Promise<KubeContexts> {
  const { found, ...rest } = await readAll(sources);
  for (const { context } of found) sourcesOf.set(context, sources);
  return { ...rest, contexts: found.map(({ context }) => context) };
}

/** What a context leads to, read anew: files change while an editor runs. Throws {@link ClusterTrouble} where it is gone. */
export async function definitionOf(context: KubeContext): Promise<Definition> {
  const { found } = await readAll(sourcesOf.get(context) ?? { added: [context.file] });
  const same =
    found.find((one) => one.context.id === context.id && one.context.file === context.file) ??
    found.find((one) => one.context.name === context.name && one.context.file === context.file);
  if (same !== undefined) return same.definition;
  const message = `The context «${context.name}» is no longer in ${context.file}. Choose another context, or put it back.`;
  throw new ClusterTrouble('credentials', message);
}

async function readAll(sources: ContextSources): Promise<{
  readonly found: readonly Found[];
  readonly unreadable: readonly UnreadableKubeconfig[];
  readonly files: readonly string[];
}> {
  const merged = kubeconfigFiles(sources);
  const own = [...new Set((sources.added ?? []).map((file) => resolve(file)))].filter((file) => !merged.includes(file));
  const files = [...merged, ...own];
  const read = await Promise.all(files.map(readKubeconfig));
  const unreadable: UnreadableKubeconfig[] = [];
  const readable = new Map<string, KubeconfigFile>();
  for (const one of read) {
    if (one === undefined) continue;
    if ('message' in one) unreadable.push(one);
    else readable.set(one.file, one);
  }
  const present = (names: readonly string[]): KubeconfigFile[] => names.flatMap((file) => readable.get(file) ?? []);
  const worlds = [present(merged), ...own.map((file) => present([file]))];
  const drafts = worlds.flatMap(contextsOfWorld);
  const uses = new Map<string, number>();
  for (const { entry } of drafts) uses.set(entry.name, (uses.get(entry.name) ?? 0) + 1);
  const found: Found[] = drafts.map((draft) => ({
    context: describeContext({ ...draft, alone: uses.get(draft.entry.name) === 1 }),
    definition: draft.definition,
  }));
  const inside = await inClusterContext(sources.env ?? process.env, sources.serviceAccount ?? SERVICE_ACCOUNT);
  if (inside !== undefined) found.push(inside);
  return { found, unreadable, files };
}

function contextsOfWorld(files: readonly KubeconfigFile[]): ContextDraft[] {
  const current = files.find((file) => file.current !== undefined)?.current;
  const winners = new Map<string, string>();
  return files.flatMap((file) =>
    file.contexts.map((entry): ContextDraft => {
      const shadowedBy = winners.get(entry.name);
      if (shadowedBy === undefined) winners.set(entry.name, file.file);
      const order = shadowedBy === undefined ? files : [file, ...files];
      const first = <T>(of: (one: KubeconfigFile) => T | undefined): T | undefined => {
        for (const one of order) {
          const value = of(one);
          if (value !== undefined) return value;
        }
        return undefined;
      };
      return {
        entry,
        definition: {
          cluster: first((one) => one.clusters.get(entry.cluster)),
          user: entry.user === undefined ? undefined : first((one) => one.users.get(entry.user ?? '')),
        },
        current: shadowedBy === undefined && entry.name === current,
        shadowedBy,
        fileProblems: file.problems,
      };
    }),
  );
}
