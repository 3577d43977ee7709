import { join } from 'node:path';
import type { Programs } from './binaries.ts';
import { run } from './command.ts';
import { KUBECONFIG } from './places.ts';

/** Runs kubectl against the practice cluster, whatever KUBECONFIG says. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<string>;

export const kubectlOf =
  ({ kubernetes }: Pick<Programs, 'kubernetes'>): Kubectl =>
  (args, input) =>
    run(join(kubernetes, 'kubectl'), [`--kubeconfig=${KUBECONFIG}`, ...args], { input, timeout: 300_000 });
