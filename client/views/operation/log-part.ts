import { moment } from '../../words/time.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { OperationSeen } from './seen.ts';
import type { Told } from './told.ts';

/** What the steps have told, a line each; a line that says the same again is left out. */
export function logLines({ told, record }: Pick<OperationSeen, 'told' | 'record'>): readonly string[] {
  const titles = new Map(record?.steps.map(({ id, title }) => [id, title]));
  const isNew = ({ step, text }: Told, index: number): boolean =>
    told[index - 1]?.step !== step || told[index - 1]?.text !== text;
  return told.filter(isNew).map(({ at, step, text }) => `${moment(at)}  ${titles.get(step) ?? step}: ${text}`);
}

/** The log, folded; nothing where nothing was told. */
export function logPart(seen: OperationSeen): Html {
  const lines = logLines(seen);
  if (lines.length === 0) return html``;
  return html`<details id="log-lines">
    <summary id="log-lines:summary">Log, ${lines.length === 1 ? '1 line' : `${lines.length} lines`}</summary>
    <pre tabindex="0">${lines.join('\n')}</pre>
    <button type="button" class="secondary" id="log:copy" data-send="copy" data-key="log">Copy</button>
  </details>`;
}
