import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { UnreadableKubeconfig } from '../context.ts';
import { readCluster, readContext, readUser, type Fields } from './kubeconfig-fields.ts';
import type { KubeconfigFile } from './kubeconfig-entries.ts';

/**
 * Reads one kubeconfig. Gives undefined for a file that does not exist (kubectl passes over those), and says for one that cannot be read where
 * and what to do. The message never shows a part of the file, for that may be a token.
 */
export async function readKubeconfig(file: string): Promise<KubeconfigFile | UnreadableKubeconfig | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return unreadable(file, (error as NodeJS.ErrnoException).code);
  }
  return parseKubeconfig(text, file);
}

function unreadable(file: string, code: string | undefined): UnreadableKubeconfig | undefined {
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  if (code === 'EACCES' || code === 'EPERM')
    return { file, message: `${file} may not be read by you. Give yourself the right to read it.` };
  if (code === 'EISDIR') return { file, message: `${file} is a folder. Name the kubeconfig file inside of it.` };
  return { file, message: `${file} cannot be read (${code ?? 'unknown error'}).` };
}

/** Reads the text of a kubeconfig; relative paths in it start at its own folder. */
export function parseKubeconfig(text: string, file: string): KubeconfigFile | UnreadableKubeconfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    const message = `${file}:${line}:${col}: this is not valid YAML (${error.code}). Mend it, or take the file out of the list.`;
    return { file, message };
  }
  let body: unknown;
  try {
    body = document.toJS();
  } catch {
    return { file, message: `${file}: its aliases cannot be resolved. Write the values in their places.` };
  }
  body ??= {};
  if (typeof body !== 'object' || Array.isArray(body))
    return { file, message: `${file}: this is no kubeconfig. One starts with «apiVersion: v1» and «kind: Config».` };
  return fromBody(body as Fields, file);
}

function fromBody(body: Fields, file: string): KubeconfigFile {
  const problems: string[] = [];
  const absolute = (path: string): string => (isAbsolute(path) ? path : join(dirname(file), path));
  const named = <T>(list: string, inner: string, read: (fields: Fields, name: string) => T): Map<string, T> => {
    const found = new Map<string, T>();
    const entries = body[list];
    if (entries !== undefined && entries !== null && !Array.isArray(entries)) problems.push(`${list} is no list`);
    for (const [index, entry] of (Array.isArray(entries) ? (entries as unknown[]) : []).entries()) {
      const fields = (typeof entry === 'object' && entry !== null ? entry : {}) as Fields;
      const { name } = fields;
      if (typeof name !== 'string' || name === '') problems.push(`${list}[${index}] has no name`);
      else if (found.has(name)) problems.push(`${list}[${index}] has the name «${name}» of an earlier one`);
      else found.set(name, read((fields[inner] ?? {}) as Fields, name));
    }
    return found;
  };
  const current = body['current-context'];
  return {
    file,
    current: typeof current === 'string' && current !== '' ? current : undefined,
    contexts: [...named('contexts', 'context', (fields, name) => readContext(fields, name, file)).values()],
    clusters: named('clusters', 'cluster', (fields) => readCluster(fields, file, absolute)),
    users: named('users', 'user', (fields) => readUser(fields, file, absolute)),
    problems,
  };
}
