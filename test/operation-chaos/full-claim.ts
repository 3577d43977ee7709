// A claim whose file system really runs full: a tmpfs of the node, which is this machine.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Practice } from '../cluster/practice.ts';

const run = promisify(execFile);

/** Runs a program where the kubelet sees its mounts: the practice cluster has a mount namespace of its own. */
async function atNode(program: string, ...args: readonly string[]): Promise<string> {
  const { stdout: kubelet } = await run('pgrep', ['--oldest', '--exact', 'kubelet']);
  return (await run('nsenter', [`--target=${kubelet.trim()}`, '--mount', '--pid', '--', program, ...args])).stdout;
}
const SIZE = '1Gi';

export class FullClaim {
  readonly #practice: Practice;
  readonly #folder: string;
  readonly #volume: string;

  private constructor(practice: Practice, folder: string) {
    this.#practice = practice;
    this.#folder = folder;
    // A run that was cut off leaves its volume, of another folder.
    this.#volume = `${practice.namespace}-${path.basename(folder).toLowerCase()}`;
  }

  /** Makes the claim `small`, of so many KiB, whatever it says that it has. */
  static async make(practice: Practice, kibibytes: number): Promise<FullClaim> {
    // The kubelet sees it where all volumes of the practice cluster lie.
    const folder = await mkdtemp(path.join('/var/lib', 'plinth-chaos-'));
    await atNode('mount', '-t', 'tmpfs', '-o', `size=${String(kibibytes)}k,mode=1777`, 'tmpfs', folder);
    const claim = new FullClaim(practice, folder);
    const spec = { accessModes: ['ReadWriteOnce'], storageClassName: '' };
    const items = [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: claim.#volume },
        spec: {
          ...spec,
          capacity: { storage: SIZE },
          hostPath: { path: folder },
          persistentVolumeReclaimPolicy: 'Retain',
          claimRef: { namespace: practice.namespace, name: 'small' },
        },
      },
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'small', namespace: practice.namespace },
        spec: { ...spec, volumeName: claim.#volume, resources: { requests: { storage: SIZE } } },
      },
    ];
    await practice.kubectl(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    return claim;
  }

  async resize(kibibytes: number): Promise<void> {
    await atNode('mount', '-o', `remount,size=${String(kibibytes)}k`, this.#folder);
  }

  /** All files on it. */
  async files(): Promise<string[]> {
    const found = await atNode('find', this.#folder, '-type', 'f', '-printf', '%P\n');
    return found.split('\n').filter((line) => line !== '');
  }

  async remove(): Promise<void> {
    await this.#practice.kubectl(['delete', 'pv', this.#volume, '--ignore-not-found', '--wait=false']);
    await atNode('umount', '--lazy', this.#folder);
    await rm(this.#folder, { recursive: true });
  }
}
