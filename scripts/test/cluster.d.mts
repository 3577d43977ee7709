/** Whether tests below a folder use the practice cluster, themselves or through what stands beside them. */
export function usesCluster(folder: string): boolean;
/** Whether its tests are wanted: by name, or because this is CI. */
export function wish(asked: boolean, env?: NodeJS.ProcessEnv): 'asked' | 'ci' | 'no';
/** Why this machine cannot carry it, in one sentence; undefined where it can. */
export function obstacle(): Promise<string | undefined>;
