import { homedir } from 'node:os';
import { join } from 'node:path';

/** What is remembered of a cluster that is not the practice cluster of this machine. */
export const ELSEWHERE = process.env['PLINTH_CLUSTER_ELSEWHERE'] ?? join(homedir(), '.local/state/plinth/cluster');

/** The kubeconfig with the one context that tests and the editor are given. */
export const OTHER_KUBECONFIG = join(ELSEWHERE, 'kubeconfig');

/** The context that somebody has named with `use`. */
export const CHOICE = join(ELSEWHERE, 'context.json');
