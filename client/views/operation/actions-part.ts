import { asksName, hindrance, protectedFrom } from './consent.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { hasEnded, isLeft } from './seen.ts';
import type { OperationSeen } from './seen.ts';

/** Buttons that wait until what is asked for is typed; those that nothing typed would help are disabled for good. */
const WAITING: readonly string[] = ['run', 'resume', 'roll-back'];

const button = (send: string, label: string, primary = false, disabled = false): Html =>
  html`<button
    type="button"
    id="button:${send}"
    data-send="${send}"
    class="${primary ? 'primary' : 'secondary'}"
    ${WAITING.includes(send) && !disabled ? html`data-waits="yes"` : html``}
    ${disabled ? html`disabled` : html``}
  >
    ${label}
  </button>`;

const field = (id: string, label: string, wanted: string, accepts: boolean): Html =>
  html`<p class="field">
    <label for="${id}">${label}</label>
    <input
      type="text"
      id="${id}"
      autocomplete="off"
      spellcheck="false"
      data-wanted="${wanted}"
      ${accepts ? html`data-accepts="yes"` : html`data-name="yes"`}
    />
  </p>`;

const nameField = ({ database: { name } }: OperationSeen): Html =>
  field('name', `Type the database's name, ${name}, to run this`, name, false);

/** What must be typed before it may run; nothing where it cannot run anyway. */
function fields(seen: OperationSeen): Html {
  const typed = (seen.plan?.refusals ?? []).filter(({ kind }) => kind === 'typed');
  return html`${typed.map(({ id, what }) => field(`accept:${id}`, `To accept «${what}», type ${id}`, id, true))}${
    asksName(seen) && nameField(seen)
  }`;
}

const exports = (): Html =>
  html`<button type="button" class="secondary" id="export:markdown" data-send="export" data-format="markdown">
      Export Markdown
    </button>
    <button type="button" class="secondary" id="export:json" data-send="export" data-format="json">
      Export JSON
    </button>`;

/** What can be done now. */
export function actionsPart(seen: OperationSeen): Html {
  const { record, plan, busy } = seen;
  const close = button('close', 'Close');
  const files = plan !== undefined && exports();
  if (record === undefined) {
    const hindered = hindrance(seen);
    return html`${hindered === undefined ? fields(seen) : html`<p id="hindrance">${hindered}</p>`}
      <p class="buttons">
        ${button('run', 'Run', true, hindered !== undefined)} ${busy === undefined && button('again', 'Plan Anew')}
        ${files} ${close}
      </p>`;
  }
  const refused = protectedFrom(seen, record.title);
  const off = busy !== undefined || refused !== undefined;
  const buttons = [
    ...(isLeft(seen) ? [button('resume', 'Resume', true, off), button('roll-back', 'Roll Back', false, off)] : []),
    ...(!hasEnded(record) && seen.runner !== 'nobody'
      ? [button('cancel', 'Cancel and Roll Back', false, off || record.wish === 'cancel')]
      : []),
  ];
  const asks = isLeft(seen) && !off && seen.context.protection === 'confirm';
  const isOver = hasEnded(record) && !isLeft(seen);
  return html`${refused !== undefined && !isOver && html`<p id="hindrance">${refused}</p>`}${asks && nameField(seen)}
    <p class="buttons">${buttons} ${files} ${close}</p>`;
}
