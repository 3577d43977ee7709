import { readShowMessage } from '../messages.ts';
import type { PageMessage, ShowMessage } from '../messages.ts';

// The script of an operation's page, a bundle of its own: shows what the extension sends, and sends what a person presses. It knows nothing of operations.

declare function acquireVsCodeApi(): { postMessage(message: PageMessage): void; setState(state: unknown): void };

const vscode = acquireVsCodeApi();
const shown = new Map<string, string>();

/** Shows a section anew where it differs; what was unfolded stays so, what was typed too, and the focus stays where it was. */
function replace(id: string, text: string): void {
  const section = document.getElementById(id);
  if (section === null || shown.get(id) === text) return;
  shown.set(id, text);
  const open = [...section.querySelectorAll('details[open]')].map((details) => details.id);
  const typed = [...section.querySelectorAll('input')].map((input) => [input.id, input.value] as const);
  const focused = section.contains(document.activeElement) ? document.activeElement?.id : undefined;
  // The HTML is the extension's own, escaped there; a script in it would not run: the policy knows only this one.
  section.innerHTML = text;
  for (const one of open) document.getElementById(one)?.setAttribute('open', '');
  for (const [one, value] of typed) {
    const input = document.getElementById(one);
    if (input instanceof HTMLInputElement) input.value = value;
  }
  if (focused !== undefined && focused !== '') document.getElementById(focused)?.focus();
}

function show({ parts, say, keep }: ShowMessage): void {
  for (const [id, text] of Object.entries(parts)) replace(id, text);
  const voice = document.getElementById('say');
  if (voice !== null && voice.textContent !== say) voice.textContent = say;
  if (keep !== null) vscode.setState(keep);
  ready();
  tick();
}

const inputs = (): readonly HTMLInputElement[] => [...document.querySelectorAll('input')];

/** What changes something waits until everything that is asked for is typed; the extension asks the same. */
function ready(): void {
  const isMissing = inputs().some((input) => input.value !== input.dataset['wanted']);
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-waits]')) button.disabled = isMissing;
}

const typedName = (): string => inputs().find((input) => input.dataset['name'] !== undefined)?.value ?? '';

/** Counts on what is under way. */
function tick(): void {
  for (const one of document.querySelectorAll<HTMLElement>('[data-since]')) {
    const seconds = Math.max(0, Math.round((Date.now() - Number(one.dataset['since'])) / 1000));
    const text = seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    if (one.textContent !== text) one.textContent = text;
  }
}

function messageOf({ dataset }: HTMLElement): PageMessage | undefined {
  const { send, format, key = '' } = dataset;
  switch (send) {
    case 'close':
    case 'cancel':
    case 'again':
      return { type: send };
    case 'resume':
    case 'roll-back':
      return { type: send, name: typedName() };
    case 'run': {
      const accepted = inputs().filter((input) => input.dataset['accepts'] !== undefined);
      return { type: send, name: typedName(), accepted: accepted.map(({ value }) => value) };
    }
    case 'export':
      return { type: send, format: format === 'json' ? 'json' : 'markdown' };
    case 'copy':
      return { type: send, key };
    case undefined:
    default:
      return undefined;
  }
}

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-send]') : null;
  const message = button === null ? undefined : messageOf(button);
  if (message !== undefined) vscode.postMessage(message);
});
document.addEventListener('input', ready);
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readShowMessage(data);
  if (message !== undefined) show(message);
});
setInterval(tick, 1000);
vscode.postMessage({ type: 'ready' });
