import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { Figure } from './figures.ts';
import { DATABASES, MEMBERS } from './inventory-objects.ts';
import { ROOT } from './places.ts';

const BUNDLE = path.join(ROOT, 'out/bench/inventory-measured.mjs');
const LONGEST_MS = 120_000;
/** The first picture's CPU and memory, as issue 4 has them. */
const PAINT_GOAL_MS = 2_000;
const MEMORY_GOAL_MB = 300;

interface Painted {
  readonly cpu: number;
  readonly wall: number;
  readonly members: number;
  readonly rss: number;
}

interface Looked {
  readonly restarts: Readonly<Record<string, number>>;
  readonly p99: number;
  readonly longest: number;
  readonly rss: number;
  readonly heap: number;
  readonly cpu: number;
}

/** 300 databases in 3,000 pods: what the first picture costs, and what 1,000 changes a second for ten seconds do. */
export async function inventoryFigures(): Promise<Figure[]> {
  await bundle();
  const folder = mkdtempSync(path.join(tmpdir(), 'plinth-bench-'));
  const load = fork(path.join(import.meta.dirname, 'inventory-load.ts'), [], { execArgv: ['--import', 'tsx'] });
  try {
    const { kubeconfig } = await told<{ readonly kubeconfig: string }>(load);
    const file = path.join(folder, 'config');
    writeFileSync(file, kubeconfig);
    return await measure(load, file);
  } finally {
    load.kill();
    rmSync(folder, { recursive: true });
  }
}

async function measure(load: ChildProcess, kubeconfig: string): Promise<Figure[]> {
  const env = { ...process.env, KUBECONFIG: kubeconfig, PLINTH_BENCH_DATABASES: String(DATABASES) };
  const measured = fork(BUNDLE, [], { env, execArgv: ['--expose-gc'] });
  try {
    const painted = await told<Painted>(measured);
    if (painted.members !== DATABASES * MEMBERS) throw new Error(`${painted.members} members were shown`);
    measured.send('begin');
    load.send('burst');
    const { restarts, seconds, changes } = await told<{
      readonly restarts: Readonly<Record<string, number>>;
      readonly seconds: number;
      readonly changes: number;
    }>(load);
    const { looked, late } = await converged(measured, restarts);
    const rate = `${Math.round(changes / seconds)} changes a second`;
    return [
      { what: 'first picture of 3,000 pods, CPU', value: painted.cpu, unit: 'ms', goal: PAINT_GOAL_MS },
      { what: 'first picture of 3,000 pods, wall', value: painted.wall, unit: 'ms' },
      { what: 'memory after the first picture', value: painted.rss / 2 ** 20, unit: 'MB', goal: MEMORY_GOAL_MB },
      { what: `${rate} for ${Math.round(seconds)} s: CPU`, value: looked.cpu, unit: 'ms' },
      { what: '… event loop’s delay, p99', value: looked.p99, unit: 'ms' },
      { what: '… event loop’s delay, longest', value: looked.longest, unit: 'ms' },
      { what: '… memory, garbage included', value: looked.rss / 2 ** 20, unit: 'MB' },
      { what: '… heap that is in use', value: looked.heap / 2 ** 20, unit: 'MB', goal: MEMORY_GOAL_MB },
      { what: '… until it shows the truth', value: late, unit: 'ms', why: 'it never did' },
    ];
  } finally {
    measured.kill();
  }
}

/** Asks until what is shown is what the load says; undefined after ten seconds. */
async function converged(
  measured: ChildProcess,
  truth: Readonly<Record<string, number>>,
): Promise<{ readonly looked: Looked; readonly late: number | undefined }> {
  const since = performance.now();
  for (;;) {
    measured.send('look');
    const looked = await told<Looked>(measured);
    const late = performance.now() - since;
    if (isSame(looked.restarts, truth)) return { looked, late };
    if (late > 10_000) return { looked, late: undefined };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isSame(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): boolean {
  const keys = Object.keys(other);
  return keys.length === Object.keys(one).length && keys.every((key) => one[key] === other[key]);
}

/** The next message of a child; it must come in time. */
function told<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      child.off('message', hear);
      child.off('exit', leave);
      settle();
    };
    const hear = (message: unknown): void => end(() => resolve(message as T));
    const leave = (code: number | null): void =>
      end(() => reject(new Error(`the bench’s child ended with ${code ?? 'a signal'}`)));
    const timer = setTimeout(() => end(() => reject(new Error('the bench’s child says nothing'))), LONGEST_MS);
    child.once('message', hear);
    child.once('exit', leave);
  });
}

/** As it ships: one file, without tsx. */
async function bundle(): Promise<void> {
  const banner = `import{createRequire as plinthRequire}from'node:module';const require=plinthRequire(import.meta.url);`;
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['test/bench/inventory-measured.ts'],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    logLevel: 'warning',
    banner: { js: banner },
  });
}
