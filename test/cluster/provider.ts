import { programs } from './binaries.ts';
import { down, reset } from './down.ts';
import { chosenContext, contextProvider } from './elsewhere/context.ts';
import { kindObstacle, kindProvider } from './elsewhere/kind.ts';
import { Failure } from './failure.ts';
import { requireHost } from './host.ts';
import { kubectlOf, type Kubectl } from './kubectl.ts';
import { exclusively } from './lock.ts';
import { nodeProcess } from './node.ts';
import { KUBECONFIG } from './places.ts';
import type { Progress } from './progress.ts';
import { status, type Status } from './status.ts';
import { up } from './up.ts';

/** A way to a cluster: the practice cluster of this machine, one in Docker, or a context that somebody has named. */
export interface Provider {
  readonly name: string;
  /** The file of the kubeconfig that leads there. */
  readonly kubeconfig: string;
  /** kubectl for what may be made there by itself; none for somebody's own cluster, in which nothing is. */
  readonly kubectl: (() => Promise<Kubectl>) | undefined;
  /** `wait`: seconds for other commands that work on the same cluster. */
  up(progress: Progress, wait: number): Promise<void>;
  down(progress: Progress, wait: number): Promise<void>;
  reset(progress: Progress, wait: number): Promise<void>;
  status(): Promise<Status>;
}

/** The practice cluster: namespaces of this machine. The only one that tests run on. */
export const practiceProvider: Provider = {
  name: 'the practice cluster',
  kubeconfig: KUBECONFIG,
  kubectl: async () => kubectlOf(await programs(() => undefined)),
  up: async (progress, wait) => {
    await requireHost();
    await exclusively(() => up(progress), wait);
  },
  down: (progress, wait) => exclusively(() => down(progress), wait),
  reset: (progress, wait) => exclusively(() => reset(progress), wait),
  status,
};

/**
 * The cluster that commands are about: a context that was named; else the practice cluster, where it runs or can; else one in Docker, where Docker and
 * kind are there. `PLINTH_CLUSTER_PROVIDER` (`practice` or `kind`) decides alone. Fails with why none of them can be.
 */
export async function provider(env: NodeJS.ProcessEnv = process.env): Promise<Provider> {
  const wanted = env['PLINTH_CLUSTER_PROVIDER'];
  if (wanted === 'practice') return practiceProvider;
  if (wanted === 'kind') return kindProvider();
  const choice = await chosenContext(env);
  if (choice) return contextProvider(choice);
  if (await nodeProcess()) return practiceProvider;
  try {
    await requireHost();
    return practiceProvider;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const obstacle = await kindObstacle();
    if (obstacle === undefined) return kindProvider();
    throw new Failure(
      `${error.message} And kind cannot be used: ${obstacle}.`,
      `${error.advice} Or start Docker and install kind, or name a context: \`npm run cluster -- use --context NAME\`.`,
    );
  }
}
