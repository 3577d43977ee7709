import { programs } from '../cluster/binaries.ts';
import { kubectlOf } from '../cluster/kubectl.ts';
import { inLog } from '../cluster/places.ts';
import { end } from '../cluster/processes.ts';
import { until } from '../cluster/wait.ts';
import { makeFault, type Fault } from './fault.ts';

const silent = (): void => undefined;

/** Waits until the API server answers again. */
export async function apiAnswers(): Promise<void> {
  const kubectl = kubectlOf(await programs(silent));
  const advice = `${inLog('kube-apiserver.log')} says why.`;
  await until('The API server', { seconds: 60, advice }, () => kubectl(['get', '--raw', '/readyz']));
}

/**
 * Stops the API server of the practice cluster, for everybody who uses it; databases go on. `undo` starts it and waits until it answers. Tests whose
 * neighbours must not notice go through the proxy instead (`api-proxy/`).
 */
export async function stopApi(): Promise<Fault> {
  const fault = await makeFault('the API server is down', [{ do: 'start-api' }], () => end('kube-apiserver', 500));
  return { ...fault, undo: () => fault.undo().then(apiAnswers) };
}

/** Restarts the API server: clients' watches break, and it is back within seconds. */
export async function restartApi(): Promise<void> {
  await (await stopApi()).undo();
}
