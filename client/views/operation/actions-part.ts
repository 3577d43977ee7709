import { asksName, hindrance, protectedFrom } from './consent.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { hasEnded, isLeft } from './seen.ts';
import type { OperationSeen } from './seen.ts';

const button = (send: string, label: string, primary = false, disabled = false): Html =>
  html`<button
    type="button"
    id="button:${send}"
    data-send="${send}"
    class="${primary ? 'primary' : 'secondary'}"
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

/** What must be typed before it may run; nothing where it cannot run anyway. */
function fields(seen: OperationSeen): Html {
  const typed = (seen.plan?.refusals ?? []).filter(({ kind }) => kind === 'typed');
  const { name } = seen.database;
  return html`${typed.map(({ id, what }) => field(`accept:${id}`, `To accept «${what}», type ${id}`, id, true))}${
    asksName(seen) && field('name', `Type the database's name, ${name}, to run this`, name, false)
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
  return html`${refused !== undefined && !hasEnded(record) && html`<p id="hindrance">${refused}</p>`}
    <p class="buttons">${buttons} ${files} ${close}</p>`;
}
