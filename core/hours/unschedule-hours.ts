import { RESOURCES } from '../cluster/resources.ts';
import { cronJobRemoval, readCronJob } from '../procedures/jobs/cron-job-removal.ts';
import { BadParameter, type Operation, type Plan } from '../runner/plan.ts';
import type { Refusal } from '../runner/step.ts';
import { ACTS, hoursName } from './names.ts';
import { whyNotNow } from './refusals.ts';
import { tidyStep } from './tidy-step.ts';

/** Removes what stops and starts a database by the clock. The database stays as it is. It has no parameters. */
export const unscheduleHours: Operation = {
  id: 'unschedule-hours',
  title: 'End scheduled stop and start',
  plan: async ({ connection, database, signal, facts }, given) => {
    const [unknown] = Object.keys(given);
    if (unknown !== undefined) throw new BadParameter(`There is no parameter «${unknown}»; there are none.`);
    const { namespace, workload, name, health } = database;
    const places = ACTS.map((act) => ({
      act,
      place: { resource: RESOURCES.cronJobs, namespace, name: hoursName(act, workload.name) },
    }));
    const found = await Promise.all(places.map(({ place }) => readCronJob(connection, place, signal)));
    const begun = Object.keys(facts).length > 0;
    const none: Refusal = {
      id: 'R30',
      kind: 'mend',
      what: 'No stop or start is scheduled.',
      evidence: `There is no CronJob ${places.map(({ place }) => place.name).join(' or ')} in ${namespace}.`,
      wayOut: 'Leave it.',
    };
    const refusals = begun ? [] : found.every((one) => one === undefined) ? [none] : found.flatMap(whyNotNow);
    const target = { namespace, kind: workload.kind, name: workload.name };
    return {
      operation: 'unschedule-hours',
      database: target,
      parameters: given,
      title: `End scheduled stop and start of ${name}`,
      outcome: `${name} is no longer stopped or started by the clock. ${health === 'stopped' ? 'It stays stopped until somebody starts it.' : 'It stays as it is.'}`,
      danger: 'confirmed',
      steps:
        refusals.length > 0
          ? []
          : [...places.map(({ act, place }) => cronJobRemoval(place, `no-${act}`, whyNotNow)), tidyStep(target)],
      refusals,
      warnings: health === 'stopped' ? ['It is stopped now: nothing starts it by itself any more.'] : [],
      rpo: { seconds: 0, from: 'the database is not touched' },
      rto: { seconds: 0, from: 'the database is not touched' },
      estimate: undefined,
    } satisfies Plan;
  },
};
