import * as vscode from 'vscode';
import type { LiveBackup, LiveDatabase } from '../../../core/inventory/model.ts';
import { backupWords } from '../../views/databases/part-items.ts';
import { keyOfSchedule } from '../../views/databases/keys.ts';
import { joined } from '../../views/databases/item.ts';
import type { Sidebar } from '../../sidebar.ts';
import type { Command } from '../context.ts';
import { elementOf } from '../targets/element.ts';
import { allowed } from '../targets/guard.ts';
import { databaseTarget } from '../targets/pick.ts';
import type { DatabaseTarget } from '../targets/pick.ts';
import { choice } from './form.ts';

type Schedule = Pick<LiveBackup, 'object' | 'schedule' | 'suspended' | 'last' | 'result'>;

const schedulesOf = ({ backups }: LiveDatabase): readonly Schedule[] =>
  backups.filter(({ form }) => form === 'cron-job');

/** Those of backups, and those that stop and start it. */
const allOf = (database: LiveDatabase): readonly Schedule[] => [...schedulesOf(database), ...database.hours];

interface ScheduleTarget extends DatabaseTarget {
  readonly place: { readonly namespace: string; readonly name: string };
}

/** The CronJob that a command was called on, else one that fits and is asked for; undefined where nobody chooses, or it may not be. */
async function scheduleTarget(
  sidebar: Sidebar,
  argument: unknown,
  what: string,
  of: (database: LiveDatabase) => readonly Schedule[],
  fits: (schedule: Schedule) => boolean = () => true,
): Promise<ScheduleTarget | undefined> {
  const target = await databaseTarget(sidebar, argument, what, (one) => of(one).some(fits));
  if (target === undefined) return undefined;
  const { database, cluster } = target;
  const element = elementOf(argument);
  const isOwn = element?.kind === 'backup' || element?.kind === 'hours';
  const fitting = of(database).filter((one) => (isOwn ? keyOfSchedule(one) === element.key : fits(one)));
  const now = Date.now();
  const chosen =
    fitting.length === 1
      ? fitting[0]
      : await choice(
          what,
          'Which schedule?',
          fitting.map((one) => ({
            label: one.object.name,
            description: joined(one.schedule, backupWords(one, now)),
            means: one,
          })),
        );
  if (chosen === undefined || !(await allowed(cluster, database, what))) return undefined;
  return { ...target, place: { namespace: database.namespace, name: chosen.object.name } };
}

const suspended =
  (what: string, isSuspended: boolean): Command =>
  async ({ sidebar }, argument) => {
    const target = await scheduleTarget(sidebar, argument, what, allOf, (one) => one.suspended !== isSuspended);
    if (target === undefined) return;
    await sidebar.core().operations.suspend(target.cluster.connection, target.place, isSuspended);
    const now = isSuspended ? 'paused: nothing is done until it is resumed' : 'resumed';
    vscode.window.setStatusBarMessage(`${target.place.name} is ${now}`, 8000);
  };

/** Lets a schedule do nothing until it is resumed. */
export const pauseSchedule = suspended('Pause a schedule', true);

/** Lets a schedule go on. */
export const resumeSchedule = suspended('Resume a schedule', false);

/** Makes a backup of a schedule now. */
export const runScheduleNow: Command = async ({ sidebar }, argument) => {
  const target = await scheduleTarget(sidebar, argument, 'Run a scheduled backup now', schedulesOf);
  if (target === undefined) return;
  const job = await sidebar.core().operations.runNow(target.cluster.connection, target.place, Date.now());
  void vscode.window.showInformationMessage(`The Job ${job} makes a backup of ${target.database.name} now.`);
};
