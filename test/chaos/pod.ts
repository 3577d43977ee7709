import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { foldersOfCgroups } from '../cluster/cgroups.ts';
import { Failure } from '../cluster/failure.ts';
import type { Kubectl } from '../cluster/kubectl.ts';

/** A pod that runs, as the node knows it. */
export interface RunningPod {
  readonly name: string;
  readonly uid: string;
  readonly address: string;
  /** containerd's identifiers by the containers' names. */
  readonly containers: ReadonlyMap<string, string>;
  /** Claims by the names of the pod's volumes. */
  readonly claims: ReadonlyMap<string, string>;
}

interface PodObject {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly spec: {
    readonly volumes?: readonly {
      readonly name: string;
      readonly persistentVolumeClaim?: { readonly claimName: string };
    }[];
  };
  readonly status: {
    readonly podIP?: string;
    readonly containerStatuses?: readonly { readonly name: string; readonly containerID?: string }[];
  };
}

/** Reads a pod; `here` is kubectl in its namespace. Fails where it has no address yet. */
export async function findPod(here: Kubectl, name: string): Promise<RunningPod> {
  const { metadata, spec, status } = JSON.parse(await here(['get', 'pod', name, '--output=json'])) as PodObject;
  if (status.podIP === undefined)
    throw new Failure(`The pod ${name} does not run.`, 'Wait until it does before you break something of it.');
  const containers = (status.containerStatuses ?? []).flatMap(({ name: container, containerID }) =>
    containerID === undefined ? [] : [[container, containerID.replace('containerd://', '')] as const],
  );
  const claims = (spec.volumes ?? []).flatMap(({ name: volume, persistentVolumeClaim }) =>
    persistentVolumeClaim ? [[volume, persistentVolumeClaim.claimName] as const] : [],
  );
  return {
    name: metadata.name,
    uid: metadata.uid,
    address: status.podIP,
    containers: new Map(containers),
    claims: new Map(claims),
  };
}

/** The identifier of one container of a pod: the named one, or the only one. */
export function containerOf(pod: RunningPod, name?: string): string {
  const found = name === undefined && pod.containers.size === 1 ? [...pod.containers.values()][0] : undefined;
  const container = name === undefined ? found : pod.containers.get(name);
  if (container !== undefined) return container;
  const all = [...pod.containers.keys()].join(', ');
  throw new Failure(`Which container of ${pod.name}: ${name ?? 'none was named'}?`, `It has ${all}.`);
}

/** The folders of a pod's control groups: with v1 that of one controller, such as `freezer`; with v2 the one that there is. */
export async function groupOfPod(pod: RunningPod, controller: 'freezer' | 'blkio'): Promise<string> {
  const roots = await foldersOfCgroups();
  const root = roots.length === 1 ? roots[0] : roots.find((folder) => folder.includes(`/${controller}/`));
  for (const quality of ['', 'burstable', 'besteffort']) {
    const folder = join(root ?? '/nowhere', 'kubepods', quality, `pod${pod.uid}`);
    if (existsSync(folder)) return folder;
  }
  throw new Failure(
    `The pod ${pod.name} has no control group of ${controller}.`,
    'It must run on the practice cluster of this machine (`npm run cluster -- status`).',
  );
}

/** The group's folder and those of the containers in it. */
export async function groupsWithin(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return [folder, ...entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))];
}
