import type { Kubectl } from '../cluster/kubectl.ts';
import { runInside } from '../cluster/node.ts';
import { ctr } from '../cluster/runtime.ts';
import { until } from '../cluster/wait.ts';
import { during } from './fault.ts';
import { freezePod } from './freeze.ts';
import { containerOf, findPod } from './pod.ts';

/**
 * Kills a pod as the loss of its node would: its processes get no time for a last write, and its name is free at once. Deleting without grace is not
 * enough, for the kubelet asks politely even then; so the pod stands still while it is deleted, and the first that it sees again is SIGKILL. Not before the kubelet
 * stops it: as long as it does not know that the pod is deleted, it starts a killed container once more, and asks that one politely. There is nothing to undo:
 * whoever made it makes it again.
 */
export async function killPod(here: Kubectl, pod: string): Promise<void> {
  const { containers } = await findPod(here, pod);
  const uid = await here(['get', 'pod', pod, '--output=jsonpath={.metadata.uid}']);
  const killing = `--field-selector=involvedObject.uid=${uid},reason=Killing`;
  await during(await freezePod(here, pod), async () => {
    await here(['delete', 'pod', pod, '--grace-period=0', '--force', '--wait=false']);
    await until(`That the kubelet stops pod ${pod}`, { seconds: 60, advice: 'Look at its log.', every: 50 }, () =>
      here(['get', 'events', killing, '--output=name']),
    );
    for (const id of containers.values()) await sigkill(id);
  });
}

const sigkill = (container: string): Promise<string> => runInside(ctr('tasks', 'kill', '--signal=SIGKILL', container));

/** Kills the main process of a container with SIGKILL, as when memory runs out. The kubelet starts the container again, on the same volumes. */
export async function killContainer(here: Kubectl, pod: string, container?: string): Promise<void> {
  await sigkill(containerOf(await findPod(here, pod), container));
}

/**
 * Stops the processes of a container with SIGSTOP: they answer nobody and SIGTERM neither; SIGKILL ends them. What is run in it from now on runs. There is no way back but its end.
 */
export async function stopContainer(here: Kubectl, pod: string, container?: string): Promise<void> {
  const id = containerOf(await findPod(here, pod), container);
  await runInside(ctr('tasks', 'kill', '--all', '--signal=SIGSTOP', id));
}
