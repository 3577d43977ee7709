import { Failure } from '../failure.ts';
import { until } from '../wait.ts';

/** The version of the API that a kubeconfig leads to, such as `v1.36.3`; waits for it so many seconds. */
export async function apiVersion(file: string, seconds: number): Promise<string> {
  // Large, and most commands do without.
  const { KubeConfig, VersionApi } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromFile(file);
  const name = config.getCurrentContext();
  const advice = `Check that the cluster of the context «${name}» runs and can be reached from here.`;
  try {
    return await until(`An answer of the API of «${name}»`, { seconds, advice, every: 500 }, async () => {
      const { gitVersion } = await config.makeApiClient(VersionApi).getCode();
      return gitVersion;
    });
  } catch (error) {
    // The client's own words may hold headers, and headers hold tokens.
    if (error instanceof Failure) throw new Failure(`The API of the context «${name}» does not answer.`, error.advice);
    throw error;
  }
}
