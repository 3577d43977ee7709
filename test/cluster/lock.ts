import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
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

/** Runs work that no second one may do at the same time. A lock whose holder has died is taken over. */
export async function exclusively(work: () => Promise<void>): Promise<void> {
  await mkdir(dirname(FILE), { recursive: true });
  const other = await holder();
  if (other)
    throw new Failure(
      `Another command works on the practice cluster (process ${other.pid}).`,
      'Wait until it has finished, then try again.',
    );
  await rm(FILE, { force: true });
  const itself = JSON.stringify(await identify(process.pid));
  await writeFile(FILE, itself, { flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new Failure(
        'Another command has just begun to work on the practice cluster.',
        'Try again when it is done.',
      );
    throw new Failure(
      `${FILE} cannot be written.`,
      'Run the command as root: the cluster consists of namespaces and mounts.',
    );
  });
  try {
    await work();
  } finally {
    await rm(FILE, { force: true });
  }
}
