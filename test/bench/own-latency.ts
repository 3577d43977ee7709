import { readFileSync } from 'node:fs';
import { LanguageClient } from '../server/language-client.ts';
import { median } from './figures.ts';
import type { Latency } from './latency.ts';
import { SIZES } from './latency.ts';
import { manifest } from './manifest.ts';

const EDITS = 50;
/** The server has come to rest by then. */
const SETTLE_MS = 700;

/** Measures without the shared bench: the same steps, with a manifest of our own. */
export async function measureOwn(runs: number): Promise<Latency[]> {
  const all: Latency[] = [];
  for (let run = 0; run < runs; run += 1) for (const lines of SIZES) all.push(await measure(lines));
  return all;
}

async function measure(lines: number): Promise<Latency> {
  const text = manifest(lines);
  const started = performance.now();
  const client = await LanguageClient.start();
  try {
    const startMs = performance.now() - started;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const cpu = cpuClock(client.processId);
    const opening = performance.now();
    await client.open('db.yaml', text);
    await client.report('db.yaml');
    const openMs = performance.now() - opening;
    const openCpuMs = cpu();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    cpu();
    const walls = await edits(client, text);
    const used = cpu();
    const editCpuMs = used === undefined ? undefined : used / walls.length;
    return {
      lines,
      startMs,
      openMs,
      openCpuMs,
      editMs: median(walls),
      editCpuMs,
      memoryMb: peakMemory(client.processId),
    };
  } finally {
    await client.stop();
  }
}

/** Types and erases a character in an image tag in the middle. */
async function edits(client: LanguageClient, text: string): Promise<number[]> {
  const lines = text.split('\n');
  const middle = lines.findIndex((one, index) => index >= lines.length / 2.2 && one.includes('image: postgres:'));
  const line = middle < 0 ? lines.findIndex((one) => one.includes('image: postgres:')) : middle;
  const character = lines[line]?.length ?? 0;
  const start = { line, character };
  const walls: number[] = [];
  for (let edit = 0; edit < EDITS; edit += 1) {
    const since = performance.now();
    const isTyping = edit % 2 === 0;
    const end = isTyping ? start : { line, character: character + 1 };
    await client.change('db.yaml', { range: { start, end }, text: isTyping ? '1' : '' });
    await client.report('db.yaml');
    walls.push(performance.now() - since);
  }
  return walls;
}

/** CPU milliseconds since the last call, user and system, of all threads; undefined where the system does not tell (ticks of 10 ms). */
function cpuClock(processId: number): () => number | undefined {
  const read = (): number | undefined => {
    try {
      const fields = readFileSync(`/proc/${processId}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      return undefined;
    }
  };
  let last = read();
  return () => {
    const now = read();
    const used = now === undefined || last === undefined ? undefined : now - last;
    last = now;
    return used;
  };
}

function peakMemory(processId: number): number | undefined {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
