// What the tests of the practice cluster have in common.
import { programs, type Programs } from './binaries.ts';
import { down } from './down.ts';
import { kubectlOf, type Kubectl } from './kubectl.ts';
import { exclusively } from './lock.ts';
import { nodeProcess } from './node.ts';
import { up } from './up.ts';
import { until } from './wait.ts';

/** Said by whoever wants these tests: they install Debian packages and run a Kubernetes as root. */
export const WANTED = process.env['PLINTH_CLUSTER_TESTS'] === '1';

export const HOW =
  process.env['PLINTH_CLUSTER_OBSTACLE'] ??
  'set PLINTH_CLUSTER_TESTS=1 to run these tests: as root on Debian 12, they install packages';

/** Tests that need the practice cluster. Where it is not wanted, each of them is skipped by its name. */
export function describeOnCluster(title: string, tests: (this: Mocha.Suite) => void): void {
  (WANTED ? describe : describe.skip)(title, tests);
}

/** Tests of other processes may be bringing the same cluster up: so many seconds it takes at most, cold build included. */
const TURN = 45 * 60;

const silent = (): void => undefined;

/** A namespace of the practice cluster for one file of tests. */
export interface Practice {
  readonly built: Programs;
  readonly kubectl: Kubectl;
  /** kubectl in the namespace. */
  readonly here: Kubectl;
  readonly namespace: string;
  readonly leave: () => Promise<void>;
}

/**
 * Brings the cluster up, if it is not, and makes an empty namespace. `leave` puts things back as they were; it does not wait until the namespace is gone, as the next
 * who wants it does.
 */
export async function practise(namespace: string): Promise<Practice> {
  const ranBefore = (await nodeProcess()) !== undefined;
  await exclusively(() => up(silent), TURN);
  const built = await programs(silent);
  const kubectl = kubectlOf(built);
  const here: Kubectl = (args, input) => kubectl([`--namespace=${namespace}`, ...args], input);
  const remove = ['delete', 'namespace', namespace, '--ignore-not-found'];
  await kubectl(remove);
  await kubectl(['create', 'namespace', namespace]);
  const leave = async (): Promise<void> => {
    await kubectl([...remove, '--wait=false']);
    if (!ranBefore) await exclusively(() => down(silent), TURN);
  };
  return { built, kubectl, here, namespace, leave };
}

/** Waits until a field of an object has a value. */
export async function becomes(kubectl: Kubectl, object: readonly string[], path: string, value: string): Promise<void> {
  const [kind = '', name = ''] = object;
  const advice = `Look at \`kubectl describe ${kind} ${name}\`.`;
  await until(`${kind} ${name} with ${path} = ${value}`, { seconds: 90, advice, every: 200 }, async () => {
    const found = await kubectl(['get', kind, name, `--output=jsonpath={${path}}`]);
    return found === value;
  });
}

/** Waits until a pod is ready; where it does not become so, says what happened to it. */
export async function isReady(kubectl: Kubectl, pod: string): Promise<void> {
  const path = '--output=jsonpath={.status.conditions[?(@.type=="Ready")].status}';
  const advice = `Look at \`kubectl describe pod ${pod}\`.`;
  try {
    // Not `kubectl wait`: it gives up at the first answer that does not come, and a busy API server leaves one out.
    await until(`The pod ${pod}, ready,`, { seconds: 240, advice, every: 500 }, async () => {
      return (await kubectl(['get', 'pod', pod, path])) === 'True';
    });
  } catch (error) {
    const events = await kubectl(['get', 'events', `--field-selector=involvedObject.name=${pod}`]).catch(String);
    const states = await kubectl(['get', 'pod', pod, '--output=jsonpath={.status.containerStatuses}']).catch(String);
    throw new Error(`Pod ${pod} did not become ready. ${states}\n${events}`, { cause: error });
  }
}
