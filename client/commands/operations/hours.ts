import type { Sidebar } from '../../sidebar.ts';
import { askTimeZone, FIELDS, preview, typeCron } from './clock.ts';
import { choice } from './form.ts';
import { planned } from './planned.ts';

/** When it stops and starts; null: it does not, by the clock. */
interface Times {
  readonly stop: string | null;
  readonly start: string | null;
}

const USUAL: readonly (readonly [string, Times])[] = [
  ['Stop on Friday at 19:00, start on Monday at 07:00', { stop: '0 19 * * 5', start: '0 7 * * 1' }],
  ['Stop on workdays at 19:00, start on workdays at 07:00', { stop: '0 19 * * 1-5', start: '0 7 * * 1-5' }],
  ['Stop each night at 22:00, start at 06:00', { stop: '0 22 * * *', start: '0 6 * * *' }],
];

async function askTimes(sidebar: Sidebar, title: string, timeZone: string): Promise<Times | undefined> {
  const next = (cron: string): string => preview(sidebar, cron, timeZone, 1).words;
  const chosen = await choice<Times | 'both' | 'stop'>(title, 'When?', [
    ...USUAL.map(([label, means]) => ({
      label,
      description: `${means.stop ?? ''} · ${means.start ?? ''}`,
      detail: `Stop: ${next(means.stop ?? '')}. Start: ${next(means.start ?? '')}`,
      means,
    })),
    { label: '$(edit) Say both in cron’s way …', means: 'both' },
    { label: '$(edit) Only stop it; somebody starts it …', means: 'stop' },
  ]);
  if (chosen === undefined || typeof chosen !== 'string') return chosen;
  const type = (act: string, value: string): Promise<string | undefined> =>
    typeCron(sidebar, { title, prompt: `When it ${act}. ${FIELDS}`, value, timeZone });
  const stop = await type('stops', '0 19 * * 5');
  if (stop === undefined || chosen === 'stop') return stop === undefined ? undefined : { stop, start: null };
  const start = await type('starts', '0 7 * * 1');
  return start === undefined ? undefined : { stop, start };
}

/** Has a database stopped and started by the clock. */
export const scheduleHours = planned('schedule-hours', 'Schedule stop and start', async ({ sidebar }, target) => {
  const title = `Schedule stop and start of ${target.database.name}`;
  const timeZone = await askTimeZone(sidebar, title);
  if (timeZone === undefined) return undefined;
  const times = await askTimes(sidebar, title, timeZone);
  if (times === undefined) return undefined;
  const { stop, start } = times;
  return { ...(stop === null ? {} : { stop }), ...(start === null ? {} : { start }), timeZone };
});

/** Ends that; the database stays as it is. */
export const unscheduleHours = planned('unschedule-hours', 'End scheduled stop and start');
