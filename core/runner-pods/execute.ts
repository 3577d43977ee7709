import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { JournalRecord } from '../runner/journal-model.ts';
import { CLOCK } from '../runner/clock.ts';
import type { BackupTools } from '../operations/backup/backup.ts';
import type { Operation } from '../runner/plan.ts';
import type { Beginning } from '../runner/run.ts';
import { runSteadily } from '../runner/steadily.ts';
import { stayAwake } from './awake.ts';
import { followRun } from './follow-run.ts';
import { IMAGE } from './job.ts';
import { launch, type Account } from './launch.ts';
import type { RunnerPrograms } from './manifests.ts';
import { requestFor } from './request.ts';
import { decide } from './who-runs.ts';

/** What runner pods are made from. */
export interface RunnerTools {
  /** `dist/runner.cjs` and `dist/mover.cjs`. */
  readonly programs: () => Promise<RunnerPrograms>;
  /** `plinth 0.1.0`, as manifests of backups name it. */
  readonly tool: string;
  /** An image with Node ≥ 20.19 (≥ 22.15 for operations that move data). Default: the variable `PLINTH_RUNNER_IMAGE`, else {@link IMAGE}. */
  readonly image?: string | undefined;
}

/**
 * Runs a plan where it belongs: what takes writes away in two pods beside the database, where that is possible; everything else here. Takes, tells, gives and throws what
 * {@link runSteadily} does.
 */
export function executor(tools: RunnerTools): (beginning: Beginning) => Promise<JournalRecord> {
  return async (beginning) => {
    const { account, runners } = await decide(beginning.connection, beginning.plan);
    if (account !== undefined) return runInCluster(beginning, account, tools);
    const isGuarded = runners.who === 'client' && runners.warning === undefined;
    const letSleep = isGuarded ? undefined : stayAwake();
    try {
      return await runSteadily(beginning);
    } finally {
      letSleep?.();
    }
  };
}

/** The same operation, whose plan also says who would run it, and what that means. */
export function sayingWhoRuns(operation: Operation): Operation {
  const { id, title, plan } = operation;
  return {
    id,
    title,
    plan: async (situation, parameters) => {
      const made = await plan(situation, parameters);
      const { runners } = await decide(situation.connection, made);
      const words = runners.who === 'pods' ? runners.why : runners.warning;
      return words === undefined ? made : { ...made, warnings: [...made.warnings, words] };
    },
  };
}

/** {@link RunnerTools} from beside the bundles in `folder`; read when they are first wanted. */
export function runnerTools(folder: string, backups: Pick<BackupTools, 'mover' | 'tool'>): RunnerTools {
  return {
    programs: async () => ({
      runner: await readFile(path.join(folder, 'runner.cjs'), 'utf8'),
      mover: (await backups.mover()).text,
    }),
    get tool() {
      return backups.tool;
    },
  };
}

/** Has two pods run the plan, and watches them to its end; Kubernetes removes them then. Throws as {@link followRun}, and {@link ../cluster/trouble.ClusterTrouble} where they cannot be made. */
export async function runInCluster(
  { connection, plan, id, by, accepted, onEvent, signal, now, sleep }: Beginning,
  account: Account,
  tools: RunnerTools,
): Promise<JournalRecord> {
  const { database } = plan;
  const request = requestFor({ plan, id, by, ...(accepted && { accepted }) }, tools.tool);
  await launch({
    connection,
    request,
    programs: await tools.programs(),
    image: tools.image ?? process.env['PLINTH_RUNNER_IMAGE'] ?? IMAGE,
    account,
  });
  return followRun({
    connection,
    clock: { now: now ?? CLOCK.now, sleep: sleep ?? CLOCK.sleep },
    database,
    id,
    tell: onEvent ?? (() => undefined),
    signal: signal ?? new AbortController().signal,
  });
}
