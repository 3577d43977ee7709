// Questions about when something is done by the clock.
import * as vscode from 'vscode';
import type { Sidebar } from '../../sidebar.ts';
import { line } from './form.ts';

/** How many of the next runs are shown. */
const RUNS = 3;

/** A moment by the clock of a time zone: `Mon, 23 Nov 2026, 03:00`. */
const clock = (moment: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(moment);

/** The next runs in words, or what is wrong; nothing can be taken that never runs. */
export function preview(
  sidebar: Sidebar,
  schedule: string,
  timeZone: string,
  count = RUNS,
): { readonly isRight: boolean; readonly words: string } {
  const runs = sidebar.core().operations.nextRuns(schedule, timeZone, Date.now(), count);
  if (typeof runs === 'string') return { isRight: false, words: runs };
  if (runs.length === 0) return { isRight: false, words: 'It never runs.' };
  return { isRight: true, words: `Next: ${runs.map((run) => clock(run, timeZone)).join('; ')} (${timeZone})` };
}

/** What the five fields are. */
export const FIELDS = 'Minute, hour, day of the month, month, day of the week (0 is Sunday).';

interface Typing {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly timeZone: string;
}

/** Five fields of cron; while one types, the next runs are shown. Undefined where nobody says. */
export async function typeCron(
  sidebar: Sidebar,
  { title, prompt, value, timeZone }: Typing,
): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title,
    prompt,
    value,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const { isRight, words } = preview(sidebar, text, timeZone);
      const { Info, Error } = vscode.InputBoxValidationSeverity;
      return { message: words, severity: isRight ? Info : Error };
    },
  });
  return typed?.trim();
}

/** A time zone; that of this machine stands there. Undefined where nobody says. */
export async function askTimeZone(sidebar: Sidebar, title: string): Promise<string | undefined> {
  return line({
    title,
    prompt: 'By the clock of which time zone?',
    value: Intl.DateTimeFormat().resolvedOptions().timeZone,
    wrong: (text) => {
      const { isRight, words } = preview(sidebar, '0 3 * * *', text);
      return isRight ? undefined : words;
    },
  });
}
