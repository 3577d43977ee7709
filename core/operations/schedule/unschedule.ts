import type { ApiObject, ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { cronJobRemoval, readCronJob, removedFact } from '../../procedures/jobs/cron-job-removal.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import { MANAGED_BY } from '../../runner/names.ts';
import { BadParameter, type Operation, type Plan } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import { cronJobName } from './schedule.ts';

/** Removes the CronJob of a database's backups. The backups stay, and so do Jobs of other makers. It has no parameters. */
export const unscheduleOperation: Operation = {
  id: 'unschedule-backups',
  title: 'End scheduled backups',
  plan: async ({ connection, database, signal, facts }, given) => {
    const [unknown] = Object.keys(given);
    if (unknown !== undefined) throw new BadParameter(`There is no parameter «${unknown}»; there are none.`);
    const { namespace, workload } = database;
    const place = { resource: RESOURCES.cronJobs, namespace, name: cronJobName(workload.name) };
    const isResumed = facts[removedFact('remove-cron-job')] !== undefined;
    const found = isResumed ? undefined : await readCronJob(connection, place, signal);
    const refusals = isResumed ? [] : refusalsOf(found, place);
    return {
      operation: 'unschedule-backups',
      database: { namespace, kind: workload.kind, name: workload.name },
      parameters: given,
      title: `End scheduled backups of ${database.name}`,
      outcome: `${database.name} is no longer backed up by itself. The backups that there are stay.`,
      danger: 'confirmed',
      steps: refusals.length > 0 ? [] : [cronJobRemoval(place, 'remove-cron-job', (found) => refusalsOf(found, place))],
      refusals,
      warnings: ['The record of its runs goes with the CronJob. To pause it instead, suspend it.'],
      rpo: { seconds: 0, from: 'the database is not touched' },
      rto: { seconds: 0, from: 'the database is not touched' },
      estimate: undefined,
    } satisfies Plan;
  },
};

function refusalsOf(found: ApiObject | undefined, { name, namespace }: ObjectName): Refusal[] {
  const refused = (id: Refusal['id'], what: string, evidence: string, wayOut: string): Refusal[] => [
    { id, kind: 'mend', what, evidence, wayOut },
  ];
  if (found === undefined)
    return refused(
      'R30',
      'No backups are scheduled.',
      `There is no CronJob ${name} in ${namespace ?? ''}.`,
      'Leave it.',
    );
  const cronJob = fieldOf(found);
  const labels = cronJob.at('metadata', 'labels').stringMap();
  if (Object.entries(MANAGED_BY).some(([key, value]) => labels[key] !== value))
    return refused(
      'R30',
      'Somebody else has made that CronJob.',
      `${name} has no label of Plinth.`,
      'Remove it yourself.',
    );
  const active = cronJob.at('status', 'active').items();
  if (active.length === 0) return [];
  const running = active.map((one) => one.at('name').string() ?? '').join(', ');
  return refused('R14', 'A backup runs, and would be ended.', `Job ${running}`, 'Wait for its end.');
}
