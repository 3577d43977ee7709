import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { WANTED } from '../cluster/practice.ts';
import type { Figure } from './figures.ts';
import { ended, told } from './inventory-children.ts';
import { DATABASES, MEMBERS } from './inventory-objects.ts';
import { PREFIX } from './inventory-practice-objects.ts';
import { ROOT } from './places.ts';

const BUNDLE = path.join(ROOT, 'out/bench/inventory-measured.mjs');
/** The practice cluster takes its time to hold 3,000 pods, and to let go of them. */
const LONGEST_MS = 300_000;
/** The first picture's CPU and memory, as issue 4 has them. */
const PAINT_GOAL_MS = 2_000;
const MEMORY_GOAL_MB = 300;
/** Less than half of a core. */
const BURST_GOAL_MS = 4_000;

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
  /** The most memory that it ever had, in bytes. */
  readonly peak: number;
  readonly cpu: number;
}

/** Where 300 databases in 3,000 pods are. */
interface Cluster {
  readonly what: string;
  /** The process that holds them, and changes them when told. */
  readonly load: string;
  /** What their namespaces' names begin with. */
  readonly prefix: string;
}

const STUB: Cluster = { what: 'a stub', load: 'inventory-load.ts', prefix: '' };
const PRACTICE: Cluster = { what: 'the practice cluster', load: 'inventory-practice.ts', prefix: PREFIX };

/** 300 databases in 3,000 pods: what the first picture costs, and what 1,000 changes a second for ten seconds do. */
export async function inventoryFigures(): Promise<Figure[]> {
  await bundle();
  const figures = await figuresOf(STUB);
  return WANTED ? [...figures, ...(await figuresOf(PRACTICE))] : figures;
}

async function figuresOf(cluster: Cluster): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plinth-bench-'));
  const load = fork(path.join(import.meta.dirname, cluster.load), [], { execArgv: ['--import', 'tsx'] });
  try {
    const { kubeconfig } = await told<{ readonly kubeconfig: string }>(load, LONGEST_MS);
    const file = path.join(folder, 'config');
    writeFileSync(file, kubeconfig, { mode: 0o600 });
    return await measure(cluster, load, file);
  } finally {
    await ended(load, LONGEST_MS);
    rmSync(folder, { recursive: true });
  }
}

async function measure({ what, prefix }: Cluster, load: ChildProcess, kubeconfig: string): Promise<Figure[]> {
  const env = {
    ...process.env,
    KUBECONFIG: kubeconfig,
    PLINTH_BENCH_DATABASES: String(DATABASES),
    PLINTH_BENCH_PREFIX: prefix,
  };
  // Node's own flags would be handed on: tsx would be measured as well.
  const measured = fork(BUNDLE, [], { env, execArgv: [] });
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
    measured.send('heap');
    const { heap } = await told<{ readonly heap: number }>(measured);
    const rate = `${Math.round(changes / seconds)} changes a second`;
    return [
      { what: `3,000 pods of ${what}: first picture, CPU`, value: painted.cpu, unit: 'ms', goal: PAINT_GOAL_MS },
      { what: '… first picture, wall', value: painted.wall, unit: 'ms' },
      { what: '… memory after it (RSS)', value: painted.rss / 2 ** 20, unit: 'MB', goal: MEMORY_GOAL_MB },
      { what: `… ${rate} for ${Math.round(seconds)} s: CPU`, value: looked.cpu, unit: 'ms', goal: BURST_GOAL_MS },
      { what: '… event loop’s delay, p99', value: looked.p99, unit: 'ms' },
      { what: '… event loop’s delay, longest', value: looked.longest, unit: 'ms' },
      { what: '… memory at most (RSS)', value: looked.peak / 2 ** 20, unit: 'MB', goal: MEMORY_GOAL_MB },
      { what: '… heap in use, garbage collected', value: heap / 2 ** 20, unit: 'MB' },
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
