import { longestPause } from '../../../engines/model/cron.ts';
import { durationText } from '../../../engines/model/goals.ts';
import { moverConfigMap } from '../../backups/mover-config-map.ts';
import { AT_RUN_TIME } from '../../backups/mover/request.ts';
import { backupCronJob, LONGEST_NAME } from '../../backups/schedule.ts';
import { cronJobStep } from '../../procedures/jobs/cron-job-step.ts';
import { moverStep } from '../../procedures/jobs/mover-step.ts';
import { fitting } from '../../runner/names.ts';
import type { Operation, Plan, Situation } from '../../runner/plan.ts';
import type { BackupTools } from '../backup/backup.ts';
import { dumpJob } from '../backup/dump-job.ts';
import { find, type Found } from '../backup/find.ts';
import { withPlanning } from '../backup/needs.ts';
import { warningsOf } from '../backup/warnings.ts';
import { lastingFacts, plainPassword } from './lasting.ts';
import { parseScheduleParameters, type ScheduleParameters } from './parameters.ts';
import { reachedBy, type ReachedBy } from './reached.ts';

/** The CronJob of a database's backups. `name` is its workload's. */
export const cronJobName = (name: string): string => fitting(`plinth-backup-${name}`, LONGEST_NAME);

/** Makes a CronJob that backs a database up, or changes the one that there is. Its parameters: {@link ScheduleParameters}, flat. */
export function scheduleOperation(tools: BackupTools): Operation {
  return {
    id: 'schedule-backups',
    title: 'Schedule backups',
    plan: async (situation, given) => {
      const parameters = parseScheduleParameters(given);
      const { database } = situation;
      const { namespace, workload } = database;
      const found = await find(tools, situation, parameters.backup);
      const plain = 'source' in found ? plainPassword(found) : [];
      const reached = 'source' in found ? reachedBy(database, found) : undefined;
      const isFine = 'source' in found && plain.length === 0 && reached !== undefined;
      return {
        operation: 'schedule-backups',
        database: { namespace, kind: workload.kind, name: workload.name },
        parameters: given,
        title: `Schedule backups of ${database.name}`,
        outcome: outcome(database.name, parameters),
        danger: 'confirmed',
        steps: isFine ? await stepsOf(tools, situation, parameters, found, reached) : [],
        refusals: 'source' in found ? plain : found,
        warnings: isFine ? warnings(found, parameters, reached) : [],
        rpo: { seconds: 0, from: 'the database is not touched now; each run only reads' },
        rto: { seconds: 0, from: 'the database is not touched now; each run only reads' },
        estimate: undefined,
      } satisfies Plan;
    },
  };
}

function outcome(name: string, { schedule, backup }: ScheduleParameters): string {
  const { cron, timeZone, suspended } = schedule;
  const when = `at «${cron}» (${timeZone})`;
  return suspended
    ? `A CronJob is there that would back ${name} up to ${backup.destination} ${when}; it is suspended.`
    : `${name} is backed up to ${backup.destination} ${when}, until the schedule is removed.`;
}

async function stepsOf(
  { mover, tool }: BackupTools,
  situation: Situation,
  { backup, schedule, retention }: ScheduleParameters,
  found: Found,
  { host, port, member }: ReachedBy,
): Promise<Plan['steps']> {
  const { namespace, workload } = situation.database;
  const program = await mover();
  const name = cronJobName(workload.name);
  const own = { name, backup: AT_RUN_TIME, member, host, port, facts: lastingFacts(found), tool, program, retention };
  const job = dumpJob(situation, backup, found, own);
  const cronJob = backupCronJob(job, schedule, { destination: backup.destination, method: backup.method, retention });
  return withPlanning(
    [moverStep(moverConfigMap(namespace, program)), cronJobStep(cronJob, `Schedule backups at «${schedule.cron}»`)],
    namespace,
    backup.login,
  );
}

function warnings(found: Found, { backup, schedule, retention }: ScheduleParameters, { why }: ReachedBy): string[] {
  const [, ...others] = warningsOf(found, backup);
  const pause = longestPause(schedule.cron);
  const rpo =
    pause === undefined
      ? 'It runs once a year at most.'
      : `Up to ${durationText(pause)} of data, and what is written during a run, may be lost between two runs.`;
  const stays =
    retention === undefined
      ? 'No old backup is ever removed: the destination fills up.'
      : 'After each run the backups at the destination that no rule keeps are removed for good, those made by hand too.';
  return [
    why,
    rpo,
    stays,
    `Runs use the server’s image of today (${found.member.image}): schedule anew after a major upgrade.`,
    ...others,
  ];
}
