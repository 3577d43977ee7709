import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CommandFailure, run } from '../command.ts';
import { Failure } from '../failure.ts';
import type { Provider } from '../provider.ts';
import { apiVersion } from './answers.ts';
import { OTHER_KUBECONFIG } from './places.ts';

/** The cluster's name for kind, and its one node's for Docker. Source: https://kind.sigs.k8s.io/docs/user/quick-start/ */
const NAME = 'plinth-practice';
const NODE = `${NAME}-control-plane`;

/** Why kind cannot be used here; undefined where it can. The `docker` program alone is not enough: somebody must answer it. */
export async function kindObstacle(): Promise<string | undefined> {
  try {
    await run('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 10_000 });
  } catch (error) {
    return error instanceof CommandFailure ? 'Docker’s engine does not answer' : 'there is no Docker';
  }
  return run('kind', ['version'], { timeout: 10_000 }).then(
    () => undefined,
    () => 'there is no kind',
  );
}

const clusters = async (): Promise<string[]> =>
  (await run('kind', ['get', 'clusters'])).split('\n').map((name) => name.trim());

const state = async (): Promise<string> =>
  (await run('docker', ['inspect', '--format', '{{.State.Status}}', NODE]).catch(() => 'missing')).trim();

/** A cluster in Docker, made by kind. Its images come from their registries, its API listens on 127.0.0.1. */
export function kindProvider(kubeconfig = OTHER_KUBECONFIG): Provider {
  const kind = (...args: readonly string[]): Promise<string> =>
    run('kind', [...args, '--name', NAME, '--kubeconfig', kubeconfig], { timeout: 600_000 });
  return {
    name: `kind’s cluster «${NAME}»`,
    kubeconfig,
    // The one on the PATH: whoever has kind has it.
    kubectl: () =>
      Promise.resolve((args, input) =>
        run('kubectl', [`--kubeconfig=${kubeconfig}`, ...args], { input, timeout: 300_000 }),
      ),
    up: async (progress) => {
      const obstacle = await kindObstacle();
      if (obstacle !== undefined)
        throw new Failure(`kind cannot be used: ${obstacle}.`, 'Start Docker and install kind.');
      await mkdir(dirname(kubeconfig), { recursive: true, mode: 0o700 });
      if ((await clusters()).includes(NAME)) {
        if ((await state()) !== 'running') await run('docker', ['start', NODE]);
        await kind('export', 'kubeconfig');
      } else {
        progress('kind makes a cluster; the first time it fetches its image');
        await kind('create', 'cluster', '--wait', '180s');
      }
      progress(`the API answers: Kubernetes ${await apiVersion(kubeconfig, 120)}`);
    },
    down: async (progress) => {
      if ((await state()) === 'running') await run('docker', ['stop', NODE]);
      progress('nothing runs');
    },
    reset: async (progress) => {
      await kind('delete', 'cluster');
      progress('the cluster is gone');
    },
    status: async () => {
      const now = await state();
      if (now !== 'running')
        return {
          lines: [`The practice cluster in Docker does not run (${now}). Start it with \`npm run cluster -- up\`.`],
          healthy: false,
        };
      return { lines: [`${NODE} runs in Docker. export KUBECONFIG=${kubeconfig}`], healthy: true };
    },
  };
}
