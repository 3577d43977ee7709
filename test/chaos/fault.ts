import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mendFault, recordFault, type FaultRecord, type Step } from '../cluster/mending.ts';
import { HERE, STATE } from '../cluster/places.ts';
import { identify } from '../cluster/processes.ts';

/** Something that is broken now. */
export interface Fault {
  /** In words: «pod orders-0 is frozen». */
  readonly what: string;
  /** Puts things back as they were. The second time it does nothing. */
  undo(): Promise<void>;
}

const active = new Map<string, Fault>();

/**
 * Breaks something. How it is mended is written down before, so that it is mended whatever happens: by `undo`; when this process ends, by a process
 * of its own; and if both are killed, by the next `npm run cluster -- up`, `down` or `mend`.
 */
export async function makeFault(what: string, steps: readonly Step[], act: () => Promise<void>): Promise<Fault> {
  const id = `${what.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}-${randomBytes(4).toString('hex')}`;
  const record: FaultRecord = { id, what, steps, owner: await identify(process.pid) };
  await recordFault(record);
  let undone: Promise<void> | undefined;
  const fault: Fault = {
    what,
    undo: () => (undone ??= mendFault(record).then(() => void active.delete(id))),
  };
  active.set(id, fault);
  try {
    await act();
  } catch (error) {
    await fault.undo();
    throw error;
  }
  return fault;
}

/** Undoes everything that this process has broken, the last first. For `afterEach`. */
export async function undoAll(): Promise<void> {
  for (const fault of [...active.values()].reverse()) await fault.undo();
}

/** Runs work while something is broken, and mends it whatever comes out. */
export async function during<T>(fault: Fault, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await fault.undo();
  }
}

process.on('exit', () => {
  if (active.size === 0) return;
  for (const id of active.keys()) {
    // Whose owner is nobody is left over.
    const file = join(STATE, 'faults', `${id}.json`);
    const record = JSON.parse(readFileSync(file, 'utf8')) as FaultRecord;
    writeFileSync(file, JSON.stringify({ ...record, owner: undefined }));
  }
  spawnSync(process.execPath, ['--import', 'tsx', join(HERE, 'main.ts'), 'mend'], {
    cwd: join(HERE, '../..'),
    stdio: 'inherit',
  });
});
