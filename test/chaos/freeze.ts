import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kubectl } from '../cluster/kubectl.ts';
import { until } from '../cluster/wait.ts';
import { makeFault, type Fault } from './fault.ts';
import { containerOf, findPod, groupOfPod } from './pod.ts';

/** How a control group's processes are stopped: https://docs.kernel.org/admin-guide/cgroup-v1/freezer-subsystem.html and cgroup-v2.html («cgroup.freeze»). */
function freezer(group: string): { file: string; frozen: string; thawed: string; state: () => Promise<boolean> } {
  const file = join(group, 'freezer.state');
  if (existsSync(file)) {
    const state = async (): Promise<boolean> => (await readFile(file, 'utf8')).trim() === 'FROZEN';
    return { file, frozen: 'FROZEN', thawed: 'THAWED', state };
  }
  const state = async (): Promise<boolean> =>
    (await readFile(join(group, 'cgroup.events'), 'utf8')).includes('frozen 1');
  return { file: join(group, 'cgroup.freeze'), frozen: '1', thawed: '0', state };
}

async function freeze(what: string, group: string): Promise<Fault> {
  const { file, frozen, thawed, state } = freezer(group);
  return makeFault(what, [{ do: 'write', file, text: thawed }], async () => {
    await writeFile(file, frozen);
    const advice = 'A process in it waits for something that cannot be interrupted, mostly a disk.';
    await until(`That ${what}`, { seconds: 10, advice, every: 10 }, state);
  });
}

/**
 * Stops every process of a container where it is, as when its machine hangs: connections stay open and nobody answers, also to SIGKILL. Probes that
 * run inside of it hang as well, so after a while the kubelet wants to restart it, and can only when it is thawed.
 */
export async function freezeContainer(here: Kubectl, pod: string, container?: string): Promise<Fault> {
  const found = await findPod(here, pod);
  const id = containerOf(found, container);
  return freeze(`a container of pod ${pod} is frozen`, join(await groupOfPod(found, 'freezer'), id));
}

/** Stops every process of a pod, sidecars as well. */
export async function freezePod(here: Kubectl, pod: string): Promise<Fault> {
  return freeze(`pod ${pod} is frozen`, await groupOfPod(await findPod(here, pod), 'freezer'));
}
