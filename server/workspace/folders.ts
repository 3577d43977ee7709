/** Paths within a workspace: URIs or plain paths, with slashes. */

/** The folder of a file, without a trailing slash. */
export function folderOf(uri: string): string {
  return uri.slice(0, Math.max(uri.lastIndexOf('/'), 0));
}

/** The last segment. */
export function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

/** `relative` as seen from `folder`, with `.` and `..` resolved. */
export function resolveFrom(folder: string, relative: string): string {
  const segments = folder.split('/');
  for (const step of relative.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..') segments.pop();
    else segments.push(folder.includes('://') ? encodeURIComponent(step) : step);
  }
  return segments.join('/');
}

/** True when `uri` is `folder` or lies below it. */
export function isBelow(uri: string, folder: string): boolean {
  return uri === folder || uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
