import { join } from 'node:path';
import { Failure } from '../cluster/failure.ts';
import type { Kubectl } from '../cluster/kubectl.ts';
import { nodeProcess, requireNode, runInside, seenFromOutside } from '../cluster/node.ts';
import { inData } from '../cluster/places.ts';
import { findPod } from './pod.ts';

/** A claim's volume on the node. */
export interface MountedVolume {
  readonly claim: string;
  /** Where it is mounted, as it is seen inside of the node. */
  readonly path: string;
  /** The same, seen from outside. */
  readonly outside: string;
}

/** Finds the volume that a pod has mounted: of the named claim, or of its only one. */
export async function volumeOf(here: Kubectl, pod: string, claim?: string): Promise<MountedVolume> {
  const { claims } = await findPod(here, pod);
  const all = [...new Set(claims.values())];
  const wanted = claim ?? (all.length === 1 ? all[0] : undefined);
  if (wanted === undefined || !all.includes(wanted))
    throw new Failure(`Which volume of ${pod}: ${claim ?? 'none was named'}?`, `Its claims: ${all.join(', ')}.`);
  const volume = await here(['get', 'pvc', wanted, '--output=jsonpath={.spec.volumeName}']);
  const path = join(inData('volumes'), 'mounts', volume);
  return { claim: wanted, path, outside: seenFromOutside(await requireNode(), path) };
}

/** The loop device of a mounted volume, as `major:minor`. */
export async function deviceOf({ path }: MountedVolume): Promise<string> {
  if (!(await nodeProcess())) await requireNode();
  return (await runInside(['findmnt', '--noheadings', '--output=MAJ:MIN', '--mountpoint', path])).trim();
}
