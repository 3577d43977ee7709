/** Says what was done, and after how many seconds. */
export type Progress = (what: string) => void;

/** Progress for a person: one line a step, with the time since the beginning. */
export function progressLines(write: (line: string) => void = (line) => process.stdout.write(`${line}\n`)): Progress {
  const since = performance.now();
  return (what) => write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${what}`);
}
