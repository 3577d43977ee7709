import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BackupTools } from '../../core/operations/backup/backup.ts';
import { dumpEngineOf } from '../../engines/dumps.ts';

/** What backups need: the mover's bundle and the extension's version, from beside dist/core.cjs (`folder`). Both are read when they are first wanted. */
export function backupTools(folder: string): BackupTools {
  let tool: string | undefined;
  return {
    mover: async () => ({ text: await readFile(path.join(folder, 'mover.cjs'), 'utf8') }),
    dumpEngineOf,
    get tool() {
      return (tool ??= `plinth ${versionIn(path.join(folder, '..', 'package.json'))}`);
    },
  };
}

function versionIn(file: string): string {
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return version;
}
