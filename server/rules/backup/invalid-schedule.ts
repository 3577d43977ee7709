import { BadSchedule, cronFields, isTimeZone } from '../../../engines/model/cron.ts';
import type { BackupJob } from '../../../engines/model/database.ts';
import { backupRule } from '../rule.ts';
import type { Report } from '../rule.ts';
import { exampleJob } from './example-job.ts';
import { jobAtHead } from './speaker.ts';

/** A value that a tool puts in before the manifest is applied: `${SCHEDULE}` of envsubst, `<schedule>`, `REPLACE_ME`. */
const STAND_IN = /[$<>{}]|replace|changeme/iu;

/** Kubernetes' parser takes it, though its pages do not name it. https://pkg.go.dev/github.com/robfig/cron/v3#hdr-Intervals */
const EVERY = /^@every\s+(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/u;

export const invalidSchedule = backupRule({
  id: 'backup/invalid-schedule',
  severity: 'error',
  title: 'The schedule of the backup cannot be read',
  why: `Kubernetes takes five fields of cron (minute, hour, day of the month, month, day of the week), short forms like \`@daily\`, and the time zone in a
field of its own. It refuses everything else: six fields with seconds as operators and Quartz have them, Sunday as 7, \`TZ=\` before the fields, a time
zone that does not exist. The manifest is not applied then, or a pipeline goes on without it, and no backup is ever made.`,
  when: `Fires when \`schedule\` or \`timeZone\` of a CronJob that backs a database up is not what the API server takes. Silent for templates and for values
that something else fills in.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax',
    'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones',
    'https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format',
  ],
  examples: { bad: exampleJob({ schedule: '0 15 2 * * *' }), good: exampleJob({ schedule: '15 2 * * *' }) },
  *check(job) {
    if (job.workload.kind !== 'CronJob') return;
    yield* badSchedule(job);
    const zone = job.workload.root.at('spec', 'timeZone');
    const name = zone.string();
    if (name === undefined || STAND_IN.test(name) || (name !== '' && name !== 'Local' && isTimeZone(name))) return;
    const message = `${jobAtHead(job)} runs by the time zone '${name.slice(0, 40)}', which does not exist: the API server refuses the manifest, and no backup is made.`;
    yield { source: zone.source, message, thing: 'time-zone' };
  },
});

function* badSchedule(job: BackupJob): Generator<Report> {
  const schedule = job.workload.root.at('spec', 'schedule');
  const text = schedule.string();
  if (text === undefined || STAND_IN.test(text) || EVERY.test(text.trim())) return;
  // Kubernetes takes a step beyond the field's end: `*/90` is each hour.
  const refusal = refusalOf(text) && refusalOf(text.replaceAll(/\/[1-9]\d*/gu, ''));
  if (refusal === undefined) return;
  const message = `${jobAtHead(job)} never runs, for the API server refuses its schedule. ${refusal}`;
  yield { source: schedule.source, message, thing: 'schedule' };
}

function refusalOf(schedule: string): string | undefined {
  try {
    cronFields(schedule);
    return undefined;
  } catch (error) {
    if (error instanceof BadSchedule) return error.message;
    throw error;
  }
}
