import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { FinalFailure } from './failure.ts';
import { inLog, inProcesses } from './places.ts';
import { until } from './wait.ts';

/** A process that was started here. Numbers of processes come again; a number together with its start does not. */
export interface ProcessRecord {
  readonly pid: number;
  /** Clock ticks from the machine's start to the process's: field 22 of /proc/PID/stat. */
  readonly started: string;
  /** The machine's boot, since ticks count from it. */
  readonly boot: string;
}

/** The record of a process that runs now. */
export async function identify(pid: number): Promise<ProcessRecord | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    return fields[0] === 'Z' ? undefined : { pid, started: fields[19] ?? '', boot };
  } catch {
    return undefined;
  }
}

/** Whether the process of a record still runs, and is that process. */
export async function isAlive(record: ProcessRecord): Promise<boolean> {
  const now = await identify(record.pid);
  return now?.started === record.started && now.boot === record.boot;
}

const recordFile = (name: string): string => inProcesses(`${name}.json`);

/** The process that runs under a name now, if one does. */
export async function running(name: string): Promise<ProcessRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(recordFile(name), 'utf8')) as ProcessRecord;
    return (await isAlive(record)) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** The names under which a process was started and not yet forgotten, alive or not. */
export async function recordedNames(): Promise<string[]> {
  const files = await readdir(inProcesses()).catch(() => []);
  return files.map((file) => file.replace(/\.json$/, '')).sort();
}

/** Starts a program that outlives this one, unless it runs already. What it writes goes to `log/NAME.log`. */
export async function launch(
  name: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessRecord> {
  const already = await running(name);
  if (already) return already;
  await mkdir(inLog(), { recursive: true });
  await mkdir(inProcesses(), { recursive: true });
  const log = openSync(inLog(`${name}.log`), 'a');
  try {
    const [file = '', ...args] = argv;
    const child = spawn(file, args, {
      detached: true,
      cwd: '/',
      stdio: ['ignore', log, log],
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', ...env },
    });
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    const record = await identify(child.pid ?? 0);
    if (!record) throw new Error(`${name} ended at once`);
    await writeFile(recordFile(name), JSON.stringify(record));
    return record;
  } finally {
    closeSync(log);
  }
}

/** Fails when one of the programs has ended, with the last words of its log. */
export async function requireRunning(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (await running(name)) continue;
    const log = inLog(`${name}.log`);
    const words = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n');
    throw new FinalFailure(`${name} has ended:\n${words}`, `All that it said is in ${log}.`);
  }
}

/** The one child of a process: what `unshare` or `nsenter` waits for. */
export async function childOf({ pid }: ProcessRecord): Promise<ProcessRecord | undefined> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const first = Number.parseInt(children, 10);
  return Number.isNaN(first) ? undefined : identify(first);
}

async function signal(record: ProcessRecord, name: NodeJS.Signals): Promise<void> {
  if (await isAlive(record)) process.kill(record.pid, name);
}

/**
 * Ends a process that was launched under a name: asks it, and after the patience kills it. Where a wrapper such as
 * `nsenter` waits for the program, the program is asked and the wrapper ends with it.
 */
export async function end(name: string, patienceMs = 5000): Promise<void> {
  const record = await running(name);
  if (record) {
    const target = (await childOf(record)) ?? record;
    await signal(target, 'SIGTERM');
    const late = performance.now() + patienceMs;
    while ((await isAlive(record)) && performance.now() < late) await sleep(20);
    await signal(target, 'SIGKILL');
    const advice = 'The kernel holds it, mostly in a write to a disk that hangs: `dmesg` says more.';
    await until(`The end of ${name}`, { seconds: 20, advice, every: 20 }, async () => !(await isAlive(record)));
  }
  await rm(recordFile(name), { force: true });
}
