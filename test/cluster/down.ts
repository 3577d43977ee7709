import { readFile, rm, rmdir } from 'node:fs/promises';
import { removeCgroups } from './cgroups.ts';
import { run } from './command.ts';
import { Failure } from './failure.ts';
import { mendLeftovers } from './mending.ts';
import { endNode } from './node.ts';
import { STATE } from './places.ts';
import { end, recordedNames } from './processes.ts';
import type { Progress } from './progress.ts';
import { until } from './wait.ts';

/** Databases get this long to write their last page. */
const PATIENCE_MS = 8000;

/** Loop devices over files of the cluster, by their backing file. The kernel detaches each when its mount is gone. */
export async function volumesInUse(): Promise<string[]> {
  const listing = JSON.parse((await run('losetup', ['--json', '--list'])) || '{}') as {
    loopdevices?: { 'back-file': string }[];
  };
  return (listing.loopdevices ?? [])
    .map((device) => device['back-file'])
    .filter((file) => file.startsWith(`${STATE}/`));
}

/** Ends everything that `up` started. State stays: the next `up` continues where this one ended. */
export async function down(progress: Progress): Promise<void> {
  // Processes that a test has frozen cannot end.
  await mendLeftovers().catch(() => undefined);
  // First the kubelet, or it would start again what ends.
  await end('kubelet');
  await endNode(PATIENCE_MS);
  progress('the node is gone');
  for (const name of await recordedNames()) await end(name);
  const volumes = { seconds: 20, advice: 'See `losetup --list`; `losetup --detach` frees one by hand.' };
  await until('The release of the volumes', volumes, async () => (await volumesInUse()).length === 0);
  const left = await removeCgroups();
  if (left.length > 0)
    throw new Failure(`Control groups are still in use: ${left.join(', ')}.`, 'Their file cgroup.procs names by whom.');
  progress('nothing runs');
}

/** Ends the cluster and forgets all that it knew and stored. Programs and images stay in the cache. */
export async function reset(progress: Progress): Promise<void> {
  await down(progress);
  // Never across a mount: what is mounted there would be deleted too.
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  const below = mounts.split('\n').find((line) => line.split(' ')[4]?.startsWith(`${STATE}/`));
  if (below !== undefined)
    throw new Failure(
      `Something is mounted below ${STATE}: ${below.split(' ')[4] ?? ''}.`,
      'Unmount it, then try again.',
    );
  await rm(STATE, { recursive: true, force: true });
  // Made for the node's mount; others may use it.
  await rmdir('/var/lib/cni').catch(() => undefined);
  progress('the state is gone');
}
