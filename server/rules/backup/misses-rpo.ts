import { BadSchedule, longestPause } from '../../../engines/model/cron.ts';
import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import {
  DURATION_FORM,
  durationSeconds,
  durationText,
  RPO_ANNOTATION,
  RTO_ANNOTATION,
} from '../../../engines/model/goals.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { databaseRule } from '../rule.ts';
import type { Report, RuleContext } from '../rule.ts';
import { backupsInSight } from './in-sight.ts';
import { nameOfWorkload } from '../workload/speaker.ts';

export const missesRpo = databaseRule({
  id: 'backup/misses-rpo',
  severity: 'warning',
  title: 'Backups are rarer than the goal for lost data allows',
  why: `The annotation \`${RPO_ANNOTATION}\` on a workload says how much data may be lost at worst: \`24h\` means that the last backup is never older
than a day. A schedule that pauses for longer cannot keep to that: a dump from Monday to Friday loses a whole weekend, however well each run goes.
And a goal that no backup stands behind is a wish.

The time that a backup takes comes on top, for what was written after it began is not in it; how long that is nobody sees in a manifest.`,
  when: `Fires when the longest pause between two runs of the CronJobs (or Velero Schedules) in sight that name this database is longer than the goal, when
nothing in sight backs it up, and when \`${RPO_ANNOTATION}\` or \`${RTO_ANNOTATION}\` is no duration (${DURATION_FORM}). Silent without the
annotation, where only a part of the workspace is in sight, and where an operator's own backups or a schedule that cannot be read may keep to it.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax',
    'https://csrc.nist.gov/glossary/term/recovery_point_objective',
  ],
  // Backups out of sight may keep to it.
  live: ['CronJob', 'VolumeSnapshot'],
  examples: { bad: example('0 3 * * 1-5'), good: example('0 3 * * *') },
  *check(database, context) {
    // Two servers in one workload share its annotations.
    if (context.siblings.length > 0 && context.siblings[0] !== database) return;
    const annotations = database.workload.root.at('metadata', 'annotations');
    for (const name of [RPO_ANNOTATION, RTO_ANNOTATION]) yield* unreadable(annotations.at(name), name);
    const rpo = annotations.at(RPO_ANNOTATION);
    const seconds = durationSeconds(rpo.string() ?? '');
    if (seconds === undefined || context.lookup.partial) return;
    yield* missed(database, context, rpo, seconds);
  },
});

function* unreadable(annotation: Field, name: string): Generator<Report> {
  const text = annotation.string();
  if (text === undefined || durationSeconds(text) !== undefined) return;
  const message = `'${text.slice(0, 40)}' is no duration, so nothing is held against ${name}: write ${DURATION_FORM}.`;
  yield { source: annotation.source, message, thing: 'goals' };
}

/** The pause of one that repeats, in seconds; `unknown` where it cannot be told. */
type Pause = { readonly object: Field; readonly seconds: number } | 'unknown' | 'none';

function* missed(database: Database, context: RuleContext, rpo: Field, seconds: number): Generator<Report> {
  const pauses = [...backupsInSight(database, context)].map(pauseOf);
  if (pauses.includes('unknown')) return;
  const goal = `${nameOfWorkload(database)} may lose ${durationText(seconds)} of data at most`;
  const [most] = pauses.filter((one) => typeof one !== 'string').sort((a, b) => a.seconds - b.seconds);
  if (most === undefined) {
    const message = `${goal} (${RPO_ANNOTATION}), and nothing in sight backs it up on a schedule: all of it may be lost.`;
    yield { source: rpo.source, message, thing: 'goals' };
  } else if (most.seconds > seconds) {
    const { object } = most;
    const pause = Number.isFinite(most.seconds) ? `for ${durationText(most.seconds)}` : 'for more than a year';
    const name = `${object.object.kind} ${object.object.name ?? ''}`.trim();
    yield {
      source: rpo.source,
      message: `${goal} (${RPO_ANNOTATION}), and ${name} pauses ${pause} between two runs; what is written meanwhile is in no backup.`,
      thing: 'goals',
      related: [{ source: object.at('spec', 'schedule').source, message: 'The schedule' }],
    };
  }
}

/** A CronJob and a Velero Schedule have five fields of cron; operators have their own. */
const CRON_KINDS: ReadonlySet<string> = new Set(['CronJob', 'Schedule']);
/** What is taken once says nothing of a schedule. */
const ONCE: ReadonlySet<string> = new Set(['VolumeSnapshot', 'Backup']);

function pauseOf(object: KubeObject): Pause {
  if (ONCE.has(object.kind)) return 'none';
  const root = new Field(object);
  const suspend = root.at('spec', object.kind === 'Schedule' ? 'paused' : 'suspend');
  if (suspend.boolean() === true) return 'none';
  const schedule = root.at('spec', 'schedule').string();
  if (!CRON_KINDS.has(object.kind) || schedule === undefined || !(suspend.absent || suspend.known)) return 'unknown';
  try {
    return { object: root, seconds: longestPause(schedule) ?? Infinity };
  } catch (error) {
    if (error instanceof BadSchedule) return 'unknown';
    throw error;
  }
}

function example(schedule: string): string {
  return `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
  annotations:
    ${RPO_ANNOTATION}: 24h
spec:
  serviceName: orders
  selector:
    matchLabels:
      app: orders
  template:
    metadata:
      labels:
        app: orders
    spec:
      containers:
        - name: postgres
          image: postgres:18
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: orders-dump
spec:
  schedule: "${schedule}"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: dump
              image: postgres:18
              command: [pg_dump, --host=orders, --file=/backups/orders.sql]
`;
}
