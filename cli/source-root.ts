import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { slashed } from './node-files.ts';

/** The folder from which reports for other programs name files: the repository's root, or the current folder where there is none. */
export function sourceRoot(from = process.cwd()): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return resolve(from);
  }
}

/** A file from the root, with slashes; undefined for one that lies elsewhere. */
export function pathFromRoot(file: string, root: string): string | undefined {
  const path = slashed(relative(root, file));
  return path === '' || path === '..' || path.startsWith('../') || /^[A-Za-z]:/u.test(path) ? undefined : path;
}

/** A path as a relative URI reference. https://www.rfc-editor.org/rfc/rfc3986#section-4.2 */
export function relativeUri(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** An absolute URI of a file. */
export function fileUri(file: string): string {
  return pathToFileURL(file).href;
}
