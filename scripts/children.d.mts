import type { ChildProcess, SpawnOptions } from 'node:child_process';

/** Starts a program in the project's root, in a process group that ends with this process. */
export function start(command: string, args: readonly string[], options?: SpawnOptions): ChildProcess;

/** Ends a child with everything that it started. */
export function end(child: ChildProcess): void;

/** How {@link run} shows what a program prints: not at all where `quiet`; `onLine` sees each line. */
export interface RunOptions extends SpawnOptions {
  quiet?: boolean;
  onLine?: (line: string) => void;
}

/** Runs a program to its end; `output` is empty where it printed straight to this terminal. */
export function run(
  command: string,
  args: readonly string[],
  options?: RunOptions,
): Promise<{ code: number; output: string }>;
