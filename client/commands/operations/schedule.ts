import type { Retention } from '../../../core/backups/retention.ts';
import type { Sidebar } from '../../sidebar.ts';
import { askLogin, askMethod, askRecipients } from './back-up.ts';
import { askDestination } from './destination.ts';
import { askTimeZone, FIELDS, preview, typeCron } from './clock.ts';
import { choice } from './form.ts';
import { planned } from './planned.ts';
import { askRetention } from './prune.ts';

const USUAL: readonly (readonly [string, string])[] = [
  ['Each night at 03:00', '0 3 * * *'],
  ['Every six hours', '0 */6 * * *'],
  ['Every hour', '0 * * * *'],
  ['Each Sunday at 03:00', '0 3 * * 0'],
];

/** Five fields of cron; while one types, the next runs are shown. Undefined where nobody says. */
async function askCron(sidebar: Sidebar, title: string, timeZone: string): Promise<string | undefined> {
  const chosen = await choice<string | null>(title, 'How often?', [
    ...USUAL.map(([label, means]) => ({
      label,
      description: means,
      detail: preview(sidebar, means, timeZone).words,
      means,
    })),
    { label: '$(edit) Say it in cron’s way …', means: null },
  ]);
  if (chosen !== null) return chosen;
  return typeCron(sidebar, { title, prompt: FIELDS, value: '0 3 * * *', timeZone });
}

/** Rules of what stays after each run; none: nothing is ever removed. Undefined where nobody says. */
async function askAfterwards(title: string): Promise<Retention | undefined> {
  const prunes = await choice(title, 'Are old backups removed after each run?', [
    { label: 'Nothing is ever removed', detail: 'The destination fills until somebody prunes it.', means: false },
    { label: 'By a rule …', detail: 'The newest verified backup always stays.', means: true },
  ]);
  if (prunes === undefined) return undefined;
  return prunes ? askRetention(title) : {};
}

/** Has a database backed up by itself. */
export const scheduleBackups = planned('schedule-backups', 'Schedule backups', async ({ sidebar }, target) => {
  const title = `Schedule backups of ${target.database.name}`;
  const destination = await askDestination(sidebar, target, title);
  if (destination === undefined) return undefined;
  const method = await askMethod(sidebar, target, title);
  if (method === undefined) return undefined;
  const timeZone = await askTimeZone(sidebar, title);
  if (timeZone === undefined) return undefined;
  const schedule = await askCron(sidebar, title, timeZone);
  if (schedule === undefined) return undefined;
  const rules = await askAfterwards(title);
  if (rules === undefined) return undefined;
  const recipients = await askRecipients(title);
  if (recipients === undefined) return undefined;
  const login = await askLogin(sidebar, target, title, method);
  if (login === undefined) return undefined;
  const encryption = recipients.length === 0 ? {} : { recipients };
  return { destination, method, schedule, timeZone, ...rules, ...encryption, ...login };
});

/** Ends that; the backups stay. */
export const unscheduleBackups = planned('unschedule-backups', 'End scheduled backups');
