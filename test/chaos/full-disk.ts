import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../cluster/command.ts';
import type { Kubectl } from '../cluster/kubectl.ts';
import { makeFault, type Fault } from './fault.ts';
import { volumeOf } from './volume.ts';

const NAME = '.plinth-chaos-fill';

/** Bytes that anybody could still write to a file system. */
async function free(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

/**
 * Fills a volume's file system until so many bytes are left (none, if not said), with a file that is reserved, not written: it takes no time, and no room
 * of the machine. `undo` frees it. Other files that grew meanwhile keep what they have.
 */
export async function fillDisk(
  here: Kubectl,
  pod: string,
  { claim, leave = 0 }: { claim?: string; leave?: number } = {},
): Promise<Fault> {
  const volume = await volumeOf(here, pod, claim);
  const file = join(volume.outside, NAME);
  const what = `the disk of claim ${volume.claim} is full`;
  // Not by its path from outside: after a restart of the node that is another one.
  const undo = `rm -f '${join(volume.path, NAME)}'`;
  return makeFault(what, [{ do: 'inside', script: undo }], async () => {
    await rm(file, { force: true });
    let size = 0;
    let step = (await free(volume.outside)) - leave;
    // The file system needs some blocks itself to keep account, so the last ones are found by halving.
    while (step >= 4096) {
      try {
        await run('fallocate', ['--offset', String(size), '--length', String(step), file]);
        size += step;
        step = Math.min(step, (await free(volume.outside)) - leave);
      } catch {
        step = Math.floor(step / 2);
      }
    }
  });
}
