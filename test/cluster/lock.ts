import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.ts';
import { STATE } from './places.ts';
import { identify, isAlive, type ProcessRecord } from './processes.ts';

/** Beside the state, not in it: `reset` removes that. */
const FILE = `${STATE}.lock`;

async function holder(): Promise<ProcessRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(FILE, 'utf8')) as ProcessRecord;
    return (await isAlive(record)) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Who holds the lock, or nobody and a lock that is ours now. */
async function take(): Promise<ProcessRecord | undefined> {
  const takenOver = existsSync(FILE);
  const other = await holder();
  if (other) return other;
  const itself = await identify(process.pid);
  const own = `${FILE}.${process.pid}`;
  try {
    await mkdir(dirname(FILE), { recursive: true });
    await writeFile(own, JSON.stringify(itself));
    if (takenOver) await rm(FILE, { force: true });
    // A link appears whole or not at all: nobody reads half a record and takes its holder for dead.
    await link(own, FILE).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    // Of two who remove the same dead holder's lock, the later one wins.
    if (takenOver) await sleep(50);
  } catch {
    throw new Failure(
      `${FILE} cannot be written.`,
      'Run the command as root: the cluster consists of namespaces and mounts.',
    );
  } finally {
    await rm(own, { force: true });
  }
  const now = await holder();
  return now?.pid === process.pid ? undefined : (now ?? itself);
}

/**
 * Runs work that no second one may do at the same time. A lock whose holder has died is taken over. A person is told at
 * once who works; tests wait their turn for some `seconds`.
 */
export async function exclusively(work: () => Promise<void>, seconds = 0): Promise<void> {
  const late = performance.now() + seconds * 1000;
  for (let other = await take(); other; other = await take()) {
    if (performance.now() >= late)
      throw new Failure(
        `Another command works on the practice cluster (process ${other.pid}).`,
        'Wait until it has finished, then try again.',
      );
    await sleep(200);
  }
  try {
    await work();
  } finally {
    await rm(FILE, { force: true });
  }
}
