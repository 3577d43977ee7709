import type { Figure } from './figures.ts';
import { median } from './figures.ts';

/** Sizes of the measured file, in lines. */
export const SIZES = [60, 5000, 50_000] as const;

/** What one run of one size gives; values that a machine cannot tell are undefined. */
export interface Latency {
  readonly lines: number;
  readonly startMs?: number | undefined;
  readonly openCpuMs?: number | undefined;
  readonly openMs?: number | undefined;
  readonly editCpuMs?: number | undefined;
  readonly editMs?: number | undefined;
  readonly memoryMb?: number | undefined;
}

/** What must hold, by size. */
const GOALS: Readonly<Record<number, { readonly open?: number; readonly edit?: number; readonly memory?: number }>> = {
  60: { open: 60, memory: 110 },
  5000: { edit: 10 },
  50_000: { edit: 20, memory: 300 },
};

/** Rows for the table: the medians of all runs. */
export function latencyFigures(runs: readonly Latency[]): Figure[] {
  return SIZES.flatMap((lines): Figure[] => {
    const own = runs.filter((run) => run.lines === lines);
    const row = (
      what: string,
      value: (run: Latency) => number | undefined,
      unit: Figure['unit'],
      goal?: number,
    ): Figure => ({
      what: `${lines} lines: ${what}`,
      value: median(own.map(value)),
      unit,
      ...(goal === undefined ? {} : { goal }),
    });
    const { open, edit, memory } = GOALS[lines] ?? {};
    return [
      row('start to initialize', (run) => run.startMs, 'ms'),
      row('first diagnostics, CPU', (run) => run.openCpuMs, 'ms', open),
      row('first diagnostics, wall', (run) => run.openMs, 'ms'),
      row('an edit, CPU', (run) => run.editCpuMs, 'ms', edit),
      row('an edit, wall', (run) => run.editMs, 'ms'),
      row('memory at most', (run) => run.memoryMb, 'MB', memory),
    ];
  });
}
