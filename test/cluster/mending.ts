import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { programs } from './binaries.ts';
import { startApi } from './control-plane.ts';
import { Failure } from './failure.ts';
import { kubectlOf } from './kubectl.ts';
import { nodeProcess, runInside } from './node.ts';
import { STATE } from './places.ts';
import { isAlive, type ProcessRecord } from './processes.ts';

/** Where the tests write down what they break, before they break it, and how it is mended. */
const RECORDS = join(STATE, 'faults');

/** One thing to do so that all is as before. Done twice, it does no harm. */
export type Step =
  /** Writes to a file of the kernel's; where it is gone, so is what it governed. */
  | { readonly do: 'write'; readonly file: string; readonly text: string }
  | { readonly do: 'remove'; readonly file: string }
  /** A shell script inside of the node. */
  | { readonly do: 'inside'; readonly script: string }
  /** Creates an object again, unless it is there. */
  | { readonly do: 'create'; readonly object: object }
  | { readonly do: 'start-api' };

/** Something broken on purpose. */
export interface FaultRecord {
  /** Of a test's file system name: letters, digits, hyphens. */
  readonly id: string;
  /** In words: «pod orders-0 is frozen». */
  readonly what: string;
  /** The test's process. When it has ended, whoever comes next mends. */
  readonly owner: ProcessRecord | undefined;
  readonly steps: readonly Step[];
}

const fileOf = (id: string): string => join(RECORDS, `${id}.json`);

/** Writes down a fault that is about to be made. */
export async function recordFault(record: FaultRecord): Promise<void> {
  await mkdir(RECORDS, { recursive: true });
  await writeFile(`${fileOf(record.id)}.unfinished`, JSON.stringify(record));
  await rename(`${fileOf(record.id)}.unfinished`, fileOf(record.id));
}

const silent = (): void => undefined;

async function perform(step: Step): Promise<void> {
  switch (step.do) {
    case 'write':
      await writeFile(step.file, step.text, { flag: 'r+' }).catch((error: unknown) => {
        if (!['ENOENT', 'ENODEV', 'ENXIO'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      });
      break;
    case 'remove':
      await rm(step.file, { force: true });
      break;
    case 'inside':
      if (await nodeProcess()) await runInside(['sh', '-ec', step.script]);
      break;
    case 'create': {
      const kubectl = kubectlOf(await programs(silent));
      await kubectl(['create', '--filename=-'], JSON.stringify(step.object)).catch((error: unknown) => {
        if (!/AlreadyExists|namespaces "[^"]+" not found/.test(String(error))) throw error;
      });
      break;
    }
    case 'start-api':
      if (await nodeProcess()) await startApi((await programs(silent)).kubernetes);
      break;
  }
}

/** Mends one fault and forgets it. */
export async function mendFault(record: FaultRecord): Promise<void> {
  for (const step of record.steps) await perform(step);
  await rm(fileOf(record.id), { force: true });
}

/** The faults whose tests have ended without mending them. */
export async function leftovers(): Promise<FaultRecord[]> {
  const files = (await readdir(RECORDS).catch(() => [])).filter((file) => file.endsWith('.json'));
  const records = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(RECORDS, file), 'utf8')) as FaultRecord),
  );
  const left = await Promise.all(records.map(async ({ owner }) => owner === undefined || !(await isAlive(owner))));
  return records.filter((_, index) => left[index]);
}

/** Mends what tests have broken and left, and gives it in words. Fails with what cannot be mended, after all else is. */
export async function mendLeftovers(): Promise<string[]> {
  const troubles: string[] = [];
  const mended: string[] = [];
  for (const record of await leftovers()) {
    try {
      await mendFault(record);
      mended.push(record.what);
    } catch (error) {
      troubles.push(`${record.what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (troubles.length > 0)
    throw new Failure(
      `Tests have broken something that cannot be mended:\n${troubles.join('\n')}`,
      '`npm run cluster -- reset` and `up` begin anew.',
    );
  return mended;
}
