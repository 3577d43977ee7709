import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kubectl } from '../cluster/kubectl.ts';
import { runInside } from '../cluster/node.ts';
import { makeFault, type Fault } from './fault.ts';
import { findPod, groupOfPod, groupsWithin } from './pod.ts';
import { deviceOf, volumeOf } from './volume.ts';

/** Writes that an fsync of a little WAL is made of: its pages, and the flush of the device. Measured; see the test. */
const WRITES_PER_FSYNC = 2;

/** How a group's writes to a device are limited: blkio-controller.html («throttle.write_iops_device») and cgroup-v2.html («io.max») on docs.kernel.org. */
function throttle(group: string, device: string, writes: number | undefined): { file: string; text: string } {
  const file = join(group, 'blkio.throttle.write_iops_device');
  if (existsSync(file)) return { file, text: `${device} ${writes ?? 0}` };
  return { file: join(group, 'io.max'), text: `${device} wiops=${writes ?? 'max'}` };
}

/**
 * Makes every fsync of a pod on its volume take about so many milliseconds (100 to 2000), as on a disk that is worn out or shared: the kernel lets the pod do few
 * writes a second on that device. It counts in slices of 100 ms, so a shorter time would strike only every second or third. Reads and other pods are as fast as before. Writes that the kernel does later, by itself, are not slowed. It
 * holds for the containers of now, not for one that restarts.
 */
export async function slowFsync(
  here: Kubectl,
  pod: string,
  { milliseconds, claim }: { milliseconds: number; claim?: string },
): Promise<Fault> {
  if (!(milliseconds >= 100 && milliseconds <= 2000))
    throw new RangeError(`an fsync can be made to take 100 to 2000 ms, not ${milliseconds}`);
  const device = await deviceOf(await volumeOf(here, pod, claim));
  const writes = Math.max(1, Math.round((WRITES_PER_FSYNC * 1000) / milliseconds));
  const groups = await groupsWithin(await groupOfPod(await findPod(here, pod), 'blkio'));
  const undo = groups.map((group) => ({ do: 'write' as const, ...throttle(group, device, undefined) }));
  return makeFault(`the disk of pod ${pod} is slow`, undo, async () => {
    for (const group of groups) {
      const { file, text } = throttle(group, device, writes);
      await writeFile(file, text);
    }
  });
}

/** Stops a volume: whoever writes to it waits until `undo`, as when network storage has gone. Reads of what is in memory go on. */
export async function stopDisk(here: Kubectl, pod: string, claim?: string): Promise<Fault> {
  const { path } = await volumeOf(here, pod, claim);
  const undo = `if mountpoint -q '${path}'; then fsfreeze --unfreeze '${path}'; fi`;
  return makeFault(`the disk of pod ${pod} hangs`, [{ do: 'inside', script: undo }], async () => {
    await runInside(['fsfreeze', '--freeze', path]);
  });
}
