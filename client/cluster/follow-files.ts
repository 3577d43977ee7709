import { unwatchFile, watchFile } from 'node:fs';
import type { StatsListener } from 'node:fs';

/** How often files are looked at. Kubeconfigs are replaced, linked and mounted in ways that change notifications miss. */
const EVERY_MS = 2000;

/** Calls back when one of these files changes, comes or goes. Ends with what it returns. */
export function followFiles(files: readonly string[], changed: () => void): () => void {
  const look: StatsListener = (now, before) => {
    if (now.mtimeMs !== before.mtimeMs || now.size !== before.size || now.ino !== before.ino) changed();
  };
  for (const file of files) watchFile(file, { interval: EVERY_MS, persistent: false }, look);
  return () => {
    for (const file of files) unwatchFile(file, look);
  };
}
