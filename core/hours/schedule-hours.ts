import { RESOURCES } from '../cluster/resources.ts';
import { cronJobRemoval, readCronJob } from '../procedures/jobs/cron-job-removal.ts';
import { cronJobStep } from '../procedures/jobs/cron-job-step.ts';
import { objectStep } from '../procedures/jobs/object-step.ts';
import { mayMakeAccount } from '../runner-pods/who-runs.ts';
import { IMAGE } from '../runner-pods/job.ts';
import type { RunnerTools } from '../runner-pods/execute.ts';
import type { Operation, Plan, Situation } from '../runner/plan.ts';
import type { Refusal, Step } from '../runner/step.ts';
import { planActs, type PlannedActs } from './acts.ts';
import { ACTS, hoursName, programName, type Act } from './names.ts';
import { hoursAccount, hoursBinding, hoursConfigMap, hoursCronJob, hoursRole, type Hours } from './objects.ts';
import { parseHours, type HoursParameters } from './parameters.ts';
import { whyNotNow } from './refusals.ts';
import { tidyStep } from './tidy-step.ts';

/**
 * Has a database stopped and started by the clock: two CronJobs, each of which runs the very operation that a person would, in two runner pods. What it refuses a person, it
 * refuses the clock. Its parameters: {@link HoursParameters}, flat.
 */
export function scheduleHours(tools: RunnerTools): Operation {
  return {
    id: 'schedule-hours',
    title: 'Schedule stop and start',
    plan: async (situation, given) => {
      const parameters = parseHours(given);
      const { connection, database, facts, signal } = situation;
      const { namespace, workload, name } = database;
      const acts = ACTS.filter((act) => parameters.times[act] !== undefined);
      const planned = await planActs(situation, acts);
      const begun = Object.keys(facts).length > 0;
      const present = await Promise.all(
        ACTS.map((act) => readCronJob(connection, cronJobPlace(namespace, act, workload.name), signal)),
      );
      const refusals = begun
        ? []
        : [...planned.refusals, ...present.flatMap(whyNotNow), ...(await whyNoAccount(situation, planned))];
      return {
        operation: 'schedule-hours',
        database: { namespace, kind: workload.kind, name: workload.name },
        parameters: given,
        title: `Schedule stop and start of ${name}`,
        outcome: outcomeOf(name, parameters),
        danger: 'typed',
        steps: await stepsOf(tools, situation, parameters, planned),
        refusals,
        warnings: [...warningsOf(parameters), ...planned.warnings],
        rpo: { seconds: 0, from: 'whatever was acknowledged is on the claims, and they stay' },
        rto: { seconds: undefined, from: 'nobody can write from each stop until the start after it' },
        estimate: undefined,
      } satisfies Plan;
    },
  };
}

const cronJobPlace = (namespace: string, act: Act, workload: string) => ({
  resource: RESOURCES.cronJobs,
  namespace,
  name: hoursName(act, workload),
});

function outcomeOf(name: string, { times, timeZone, suspended }: HoursParameters): string {
  const parts = ACTS.flatMap((act) => {
    const cron = times[act];
    return cron === undefined ? [] : [`${act === 'stop' ? 'stopped' : 'started'} at «${cron}»`];
  });
  const when = `${name} is ${parts.join(' and ')} (${timeZone}), with the checks of a stop and a start by hand, until the schedule is removed.`;
  return suspended ? `${when} The schedule is suspended: nothing happens before it is resumed.` : when;
}

function warningsOf({ times }: HoursParameters): string[] {
  return [
    ...(times.start === undefined ? ['Nothing starts it again by itself: somebody must.'] : []),
    ...(times.stop === undefined
      ? ['Nothing stops it by itself: it is only started where it was stopped before.']
      : []),
    'What is refused at that time is not done: its Job fails, and the editor tells of it.',
    'Backups that are scheduled while it is stopped fail.',
  ];
}

/** The runs need an account with the rights of a stop and a start; whoever schedules them must be able to give these. */
async function whyNoAccount({ connection, database }: Situation, { rights, outside }: PlannedActs): Promise<Refusal[]> {
  const { namespace } = database;
  const [first] = outside;
  const why =
    first === undefined
      ? await mayMakeAccount(connection, namespace, rights)
      : `the plan wants to ${first.verb} ${first.resource.plural}, which no Role of ${namespace} can give.`;
  if (why === undefined) return [];
  return [
    {
      id: 'R30',
      kind: 'mend',
      what: 'It cannot be done by the clock: no account can be made for it.',
      evidence: why,
      wayOut: 'Have somebody schedule it who may make Roles in the namespace.',
    },
  ];
}

async function stepsOf(
  tools: RunnerTools,
  { database: live, id }: Situation,
  { times, timeZone, suspended }: HoursParameters,
  { rights }: PlannedActs,
): Promise<Step[]> {
  const { namespace, workload } = live;
  const database = { namespace, kind: workload.kind, name: workload.name };
  const hours: Hours = {
    database,
    id,
    by: 'the clock',
    tool: tools.tool,
    image: tools.image ?? process.env['PLINTH_RUNNER_IMAGE'] ?? IMAGE,
    account: programName(id),
  };
  const { runner } = await tools.programs();
  const acts = ACTS.filter((act) => times[act] !== undefined);
  const { configMaps, roles, roleBindings, serviceAccounts } = RESOURCES;
  return [
    objectStep({
      id: 'program',
      title: 'Put the program that stops and starts it into the namespace',
      resource: configMaps,
      object: hoursConfigMap(hours, acts, runner),
    }),
    objectStep({
      id: 'account',
      title: 'Make an account for it',
      resource: serviceAccounts,
      object: hoursAccount(hours),
    }),
    objectStep({
      id: 'role',
      title: 'Make a Role with the rights of a stop and a start, and no more',
      resource: roles,
      object: hoursRole(hours, rights),
    }),
    objectStep({
      id: 'binding',
      title: 'Give the Role to the account',
      resource: roleBindings,
      object: hoursBinding(hours),
    }),
    ...ACTS.map((act): Step => {
      const cron = times[act];
      if (cron === undefined)
        return cronJobRemoval(cronJobPlace(namespace, act, workload.name), `no-${act}`, whyNotNow);
      return cronJobStep(
        hoursCronJob(hours, act, { cron, timeZone, suspended }),
        `${act === 'stop' ? 'Stop' : 'Start'} it at «${cron}» (${timeZone})`,
        act,
      );
    }),
    tidyStep(database, id),
  ];
}
