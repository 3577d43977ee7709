import { fitting } from '../runner/names.ts';

/** On everything that stops and starts a database by the clock: what it is. */
export const HOURS_LABEL = 'plinth.dev/hours';

/** What the clock does. */
export type Act = 'stop' | 'start';
export const ACTS: readonly Act[] = ['stop', 'start'];

/** Kubernetes adds up to 11 characters for each run. https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
const LONGEST = 52;

/** The CronJob that stops or starts a workload. */
export const hoursName = (act: Act, workload: string): string => fitting(`plinth-${act}-${workload}`, LONGEST);

/** The ConfigMap, the account and its Role that an operation has made for them. */
export const programName = (operation: string): string => `plinth-hours-${operation}`;
