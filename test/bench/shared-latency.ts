import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Latency } from './latency.ts';
import { SIZES } from './latency.ts';
import { ROOT } from './places.ts';

/** The bench that measures any language server alike; it stands beside the project where the project is developed. */
const BENCH = path.join(ROOT, '../shared/bench/lspbench.mjs');

export function hasSharedBench(): boolean {
  return existsSync(BENCH);
}

/** One run of one size, as the shared bench writes it. */
interface Run {
  readonly size: number;
  readonly initMs?: number;
  readonly openColdCpuMs?: number;
  readonly openColdMs?: number;
  readonly edit?: { readonly p50: number; readonly cpuEach: number };
  readonly end?: { readonly peakMB: number };
}

/** Measures with the shared bench. */
export function measureShared(runs: number): Latency[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'plinth-bench-'));
  const config = path.join(folder, 'plinth.json');
  const out = path.join(folder, 'result.json');
  const server = { name: 'plinth', command: process.execPath, args: [path.join(ROOT, 'dist/server.mjs'), '--stdio'] };
  writeFileSync(config, JSON.stringify({ ...server, pull: true }));
  try {
    const args = ['--config', config, '--out', out, '--runs', String(runs), '--sizes', SIZES.join(',')];
    execFileSync(process.execPath, [BENCH, ...args, '--modules', ROOT], { stdio: 'ignore' });
    const result = JSON.parse(readFileSync(out, 'utf8')) as { readonly runs: readonly Run[] };
    return result.runs.map(({ size, initMs, openColdCpuMs, openColdMs, edit, end }) => ({
      lines: size,
      startMs: initMs,
      openCpuMs: openColdCpuMs,
      openMs: openColdMs,
      editCpuMs: edit?.cpuEach,
      editMs: edit?.p50,
      memoryMb: end?.peakMB,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
