import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import type { Provider } from '../provider.ts';
import { apiVersion } from './answers.ts';
import { kubeconfigFiles, onlyContext } from './kubeconfig-files.ts';
import { CHOICE, ELSEWHERE, OTHER_KUBECONFIG } from './places.ts';

/** A context that somebody has named, and the files in which it was found then. */
export interface Choice {
  readonly context: string;
  readonly files: readonly string[];
}

/** The context that is named: by PLINTH_CLUSTER_CONTEXT, or by `use` before. There is no other way: never the current one of a kubeconfig. */
export async function chosenContext(env: NodeJS.ProcessEnv = process.env): Promise<Choice | undefined> {
  const named = env['PLINTH_CLUSTER_CONTEXT'] ?? '';
  if (named !== '') return { context: named, files: kubeconfigFiles(env) };
  const text = await readFile(CHOICE, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Choice);
}

/** Remembers a context by name, for all later commands. It must exist. */
export async function chooseContext(context: string): Promise<void> {
  const choice: Choice = { context, files: kubeconfigFiles() };
  await onlyContext(choice.context, choice.files);
  await mkdir(ELSEWHERE, { recursive: true, mode: 0o700 });
  await writeFile(CHOICE, JSON.stringify(choice));
}

/** Forgets what was named. */
export async function forgetContext(): Promise<void> {
  await rm(CHOICE, { force: true });
  await rm(OTHER_KUBECONFIG, { force: true });
}

async function writeKubeconfig({ context, files }: Choice): Promise<void> {
  await mkdir(ELSEWHERE, { recursive: true, mode: 0o700 });
  await writeFile(OTHER_KUBECONFIG, await onlyContext(context, files), { mode: 0o600 });
}

/** Somebody's own cluster: used, and never started, ended or reset from here. */
export function contextProvider(choice: Choice): Provider {
  const name = `the context «${choice.context}»`;
  const leaveAlone = (): Promise<void> =>
    Promise.reject(
      new Failure(
        `Nothing was started here: ${name} is somebody’s own cluster.`,
        '`npm run cluster -- use --none` goes back to the practice cluster.',
      ),
    );
  return {
    name,
    kubeconfig: OTHER_KUBECONFIG,
    kubectl: undefined,
    up: async (progress) => {
      await writeKubeconfig(choice);
      progress(`${name} answers: Kubernetes ${await apiVersion(OTHER_KUBECONFIG, 10)}`);
    },
    down: leaveAlone,
    reset: leaveAlone,
    status: async () => {
      await writeKubeconfig(choice);
      try {
        const version = await apiVersion(OTHER_KUBECONFIG, 5);
        return {
          lines: [`In use is ${name}: Kubernetes ${version}. export KUBECONFIG=${OTHER_KUBECONFIG}`],
          healthy: true,
        };
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return { lines: [error.message, `→ ${error.advice}`], healthy: false };
      }
    },
  };
}
