import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { runInside } from '../node.ts';
import { inData } from '../places.ts';
import type { Progress } from '../progress.ts';
import { ctr } from '../runtime.ts';

/** Imports archives that containerd does not have yet, in the order given: the first are needed first. */
export async function importImages(archives: readonly string[], progress: Progress): Promise<void> {
  await mkdir(inData('imported'), { recursive: true });
  let count = 0;
  for (const archive of archives) {
    // The name of the folder holds the hash of what the archive was made of.
    const mark = inData('imported', `${basename(dirname(archive))}.${basename(archive)}`);
    if (existsSync(mark)) continue;
    await runInside(ctr('images', 'import', '--no-unpack', archive), 300_000);
    await writeFile(mark, '');
    count += 1;
  }
  if (count > 0) progress(`imported ${count} image archives`);
}
