import { basename } from 'node:path';
import type { KubeContext } from '../context.ts';
import type { ContextDraft } from './context-draft.ts';
import type { UserEntry } from './kubeconfig-entries.ts';

/** Makes of a kubeconfig's entries what people choose from. Nothing secret passes through. */
export function describeContext(draft: ContextDraft & { readonly alone: boolean }): KubeContext {
  const { entry, definition, current, shadowedBy, alone } = draft;
  return {
    id: alone ? entry.name : `${entry.name} (${entry.file})`,
    name: entry.name,
    file: entry.file,
    cluster: entry.cluster,
    server: withoutPassword(definition.cluster?.server),
    user: entry.user,
    namespace: entry.namespace,
    current,
    credentials: credentialsWord(definition.user),
    impersonates: definition.user?.as,
    problems: problemsOf(draft),
    ...(shadowedBy === undefined ? {} : { shadowedBy }),
  };
}

/** How a user proves who they are, in a word. */
export function credentialsWord(user: UserEntry | undefined): string {
  if (user === undefined) return 'none';
  if (user.exec !== undefined) return `exec ${basename(user.exec.command)}`;
  if (user.tokenFile !== undefined) return 'token file';
  if (user.token !== undefined) return 'token';
  if (user.authProvider !== undefined)
    return user.authProvider.name === 'oidc' ? 'OIDC' : `auth provider ${user.authProvider.name}`;
  if (user.certData !== undefined || user.certFile !== undefined) return 'client certificate';
  return user.username === undefined ? 'none' : 'password';
}

/** A server's URL may have a user and a password in it; nobody needs to see those. */
function withoutPassword(server: string | undefined): string | undefined {
  return server?.replace(/^(https?:\/\/)[^/@]*@/u, '$1');
}

function problemsOf({ entry, definition, fileProblems }: ContextDraft): string[] {
  const problems: string[] = [];
  const { cluster, user } = definition;
  if (entry.cluster === '') problems.push(`The context names no cluster. Add «cluster:» to it in ${entry.file}.`);
  else if (cluster === undefined) problems.push(`The cluster «${entry.cluster}» is in no kubeconfig.`);
  else if (cluster.server === undefined)
    problems.push(`The cluster «${entry.cluster}» has no server. Add «server: https://…» to it in ${cluster.file}.`);
  else if (!/^https?:\/\/[^/]/u.test(cluster.server) || !URL.canParse(cluster.server))
    problems.push(
      `The server of the cluster «${entry.cluster}» is no URL. Write «https://host:port» in ${cluster.file}.`,
    );
  if (entry.user !== undefined && user === undefined) problems.push(`The user «${entry.user}» is in no kubeconfig.`);
  return [...problems, ...fileProblems.map((problem) => `In ${entry.file}, ${problem}.`)];
}
