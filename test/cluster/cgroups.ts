import { existsSync } from 'node:fs';
import { mkdir, readdir, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { STATE } from './places.ts';

/** The control group of everything that the kubelet runs, with the name of the state's folder: `plinth-cluster`. */
export const CGROUP = basename(STATE);

const MOUNTED = '/sys/fs/cgroup';

/** The group's folders: one with cgroup v2, one a controller with v1. */
async function folders(): Promise<string[]> {
  if (existsSync(join(MOUNTED, 'cgroup.controllers'))) return [join(MOUNTED, CGROUP)];
  const controllers = await readdir(MOUNTED, { withFileTypes: true });
  // Links are other names of the same controller.
  return controllers.filter((entry) => entry.isDirectory()).map(({ name }) => join(MOUNTED, name, CGROUP));
}

export async function makeCgroups(): Promise<void> {
  for (const folder of await folders()) await mkdir(folder, { recursive: true });
}

/** Removes the groups, innermost first. A group that still has a process stays, and is named. */
export async function removeCgroups(): Promise<string[]> {
  const left: string[] = [];
  const remove = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) if (entry.isDirectory()) await remove(join(folder, entry.name));
    if (!existsSync(folder)) return;
    await rmdir(folder).catch(() => left.push(folder));
  };
  for (const folder of await folders()) await remove(folder);
  return left;
}

/** The group's folders that exist. */
export async function foldersOfCgroups(): Promise<string[]> {
  return (await folders()).filter((folder) => existsSync(folder));
}
