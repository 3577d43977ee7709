import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { CommandFailure, run } from './command.ts';
import { Failure } from './failure.ts';
import type { Progress } from './progress.ts';
import { DEBIAN, DEBIAN_PACKAGES } from './versions.ts';

const ELSEWHERE =
  'The practice cluster is made of Debian packages and needs root: run it on Debian 12 as root, for instance in a virtual machine.';

/** Fails unless this machine can carry the cluster. */
export async function requireHost(): Promise<void> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  if (!release.includes(`VERSION_CODENAME=${DEBIAN}`))
    throw new Failure(`This machine does not run Debian ${DEBIAN}.`, ELSEWHERE);
  if (process.arch !== 'x64') throw new Failure(`The images are built for x64, this is ${process.arch}.`, ELSEWHERE);
  if (process.getuid?.() !== 0) throw new Failure('Only root may make namespaces, mounts and bridges.', ELSEWHERE);
  const fileSystems = await readFile('/proc/filesystems', 'utf8');
  for (const needed of ['overlay', 'xfs'])
    if (!new RegExp(`\\s${needed}$`, 'm').test(fileSystems))
      await run('modprobe', [needed]).catch(() => {
        throw new Failure(`The kernel knows no ${needed}.`, `Boot a kernel with ${needed}; Debian's own has it.`);
      });
}

async function isInstalled(name: string): Promise<boolean> {
  // It fails for a package that it has never heard of.
  const state = await run('dpkg-query', ['-W', '-f', '${db:Status-Status}', name]).catch(() => '');
  return state === 'installed';
}

const POLICY = '/usr/sbin/policy-rc.d';

/** Installs packages without starting the services that come with them: the cluster has a containerd of its own. */
async function install(names: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const forbid = !existsSync(POLICY);
  if (forbid) await writeFile(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await run('apt-get', ['update', '-q'], { env });
    await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...names], { env });
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    throw new Failure(error.message, 'Check that apt reaches its mirror and that no other apt runs, then try again.');
  } finally {
    if (forbid) await rm(POLICY, { force: true });
  }
}

/** Installs those of the cluster's Debian packages that are missing. */
export async function installPackages(progress: Progress): Promise<void> {
  const installed = await Promise.all(DEBIAN_PACKAGES.map(isInstalled));
  const missing = DEBIAN_PACKAGES.filter((_, index) => installed[index] === false);
  if (missing.length === 0) return;
  progress(`installing ${missing.join(', ')}`);
  await install(missing);
}

/** Installs a Debian package unless the program for which it is wanted is there, from wherever. */
export async function installFor(program: string, packageName: string, progress: Progress): Promise<void> {
  const found = await run('sh', ['-c', `command -v ${program}`]).catch(() => '');
  if (found !== '') return;
  progress(`installing ${packageName}`);
  await install([packageName]);
}
