import { URI } from 'vscode-uri';

/**
 * Inside the server a file is known by its path: decoded, with slashes, so that what kustomizations and globs say can be compared with
 * it. Files that lie on no disk (`untitled:`, virtual file systems) are known by their URI.
 */
export function pathOf(uri: string): string {
  const { scheme, authority, path, ...rest } = URI.parse(uri);
  if (scheme !== 'file') return URI.from({ scheme, authority, path, ...rest }).toString();
  // Windows' drive letters come in both cases.
  const plain = path.replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase());
  return authority === '' ? plain : `//${authority}${plain}`;
}

/** The URI of a path as VS Code writes it. */
export function uriOf(path: string): string {
  return path.startsWith('/') ? URI.file(path).toString() : path;
}
