import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { hoursOperations } from '../../core/hours/index.ts';
import { dataOperations, OPERATIONS } from '../../core/operations/index.ts';
import type { BackupTools } from '../../core/operations/backup/backup.ts';
import { decide } from '../../core/runner-pods/who-runs.ts';
import { executor, type RunnerTools } from '../../core/runner-pods/execute.ts';
import { stayAwake } from '../../core/runner-pods/awake.ts';
import { resumeSteadily, type JournalRecord, type Operation, type TakingUp } from '../../core/runner/index.ts';
import { dumpEngineOf } from '../../engines/dumps.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { UsageError } from '../usage-error.ts';
import type { Surroundings } from './run.ts';

/** As manifests of backups name this program. */
export const TOOL = `plinth ${packageJson.version}`;

/** The bundles that travel into the cluster lie beside this one. */
async function bundle(file: string): Promise<string> {
  try {
    return await readFile(path.join(import.meta.dirname, file), 'utf8');
  } catch (error) {
    throw new UsageError(`A part of Plinth is missing: ${file} does not lie beside this program. ${String(error)}`);
  }
}

/** What backups need beside the cluster. */
export const BACKUP_TOOLS: BackupTools = {
  mover: async () => ({ text: await bundle('mover.cjs') }),
  dumpEngineOf,
  tool: TOOL,
};

/** What travels into the cluster for runs beside the database. */
const RUNNER_TOOLS: RunnerTools = {
  programs: async () => ({ runner: await bundle('runner.cjs'), mover: await bundle('mover.cjs') }),
  tool: TOOL,
};

/** Every operation that this version knows. */
export const allOperations = (): readonly Operation[] => [
  ...OPERATIONS,
  ...dataOperations(BACKUP_TOOLS),
  ...hoursOperations(RUNNER_TOOLS),
];

/** Runs plans where they belong: what takes writes away in two pods beside the database, where that is possible. */
export const runWhereItBelongs = executor(RUNNER_TOOLS);

/** Goes on with an operation in this process; the machine stays awake meanwhile, as far as it can be kept so. */
export async function resumeHere(options: TakingUp): Promise<JournalRecord> {
  const letSleep = options.plan.steps.some(({ removesWrites }) => removesWrites) ? stayAwake() : undefined;
  try {
    return await resumeSteadily(options);
  } finally {
    letSleep?.();
  }
}

/** The plan, with what is to be known of who runs it. */
export const seeRunners: Surroundings['runners'] = async (connection, plan) => {
  const { runners } = await decide(connection, plan);
  const inPods = runners.who === 'pods';
  const words = inPods ? runners.why : runners.warning;
  return { plan: words === undefined ? plan : { ...plan, warnings: [...plan.warnings, words] }, inPods };
};
