import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { kubeconfigFiles, type ContextSources } from './contexts.ts';

/** Programs write a kubeconfig in several steps; one call tells of all of them. In milliseconds. */
const CALM = 200;

/** Where a folder is not there yet, it is looked for again after this time, in milliseconds. */
const AGAIN = 5000;

/**
 * Calls back when a kubeconfig was made, changed or removed. Folders are watched, not files: programs replace a kubeconfig by renaming a new one.
 * Ends with what it returns.
 */
export function watchContexts(
  onChange: () => void,
  sources: ContextSources = {},
  { calm = CALM, again = AGAIN }: { readonly calm?: number; readonly again?: number } = {},
): () => void {
  const names = new Map<string, Set<string>>();
  for (const file of [...kubeconfigFiles(sources), ...(sources.added ?? [])]) {
    const whole = resolve(file);
    const folder = dirname(whole);
    names.set(folder, (names.get(folder) ?? new Set()).add(basename(whole)));
  }
  const watchers = new Map<string, FSWatcher>();
  let told: NodeJS.Timeout | undefined;
  const tell = (): void => {
    clearTimeout(told);
    told = setTimeout(onChange, calm);
  };
  const attach = (late: boolean): void => {
    for (const [folder, files] of names) {
      if (watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, { persistent: false }, (_event, name) => {
          if (name === null || files.has(name)) tell();
        });
        const detach = (): void => {
          watcher.close();
          watchers.delete(folder);
          tell();
        };
        watcher.on('error', detach);
        watchers.set(folder, watcher);
        // The folder came after the files were read, and they may have come with it.
        if (late) tell();
      } catch {
        // The folder is not there (yet), or may not be watched.
      }
    }
  };
  attach(false);
  const timer = setInterval(() => attach(true), again);
  timer.unref();
  return () => {
    clearInterval(timer);
    clearTimeout(told);
    for (const watcher of watchers.values()) watcher.close();
  };
}
