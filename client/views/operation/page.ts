import { actionsPart } from './actions-part.ts';
import { PHASES, statusPart } from './end-part.ts';
import { html } from './html.ts';
import { headPart, noticesPart } from './plan-part.ts';
import type { OperationSeen } from './seen.ts';
import { stepsPart } from './steps-part.ts';
import { STYLE } from './style.ts';

/** The sections of the page, in their order: each can be shown anew alone. */
export const PARTS = ['head', 'status', 'notices', 'steps', 'actions'] as const;

/** The sections as HTML, by their element's id. */
export function partsOf(seen: OperationSeen): Readonly<Record<(typeof PARTS)[number], string>> {
  return {
    head: headPart(seen).text,
    status: statusPart(seen).text,
    notices: noticesPart(seen).text,
    steps: stepsPart(seen).text,
    actions: actionsPart(seen).text,
  };
}

/** What a screen reader says of a change: the phase and the step at work, not each line of progress. */
export function spoken({ record, problem, busy }: OperationSeen): string {
  if (problem !== undefined) return problem;
  if (record === undefined) return busy ?? '';
  const step = record.steps.find(({ state }) => state === 'running' || state === 'undoing');
  return `${record.title}: ${PHASES[record.phase]}${step === undefined ? '' : `, ${step.title}`}`;
}

/**
 * The page around the sections. Nothing is loaded but the one script, nothing goes out, and no script or style stands in it that has not this nonce.
 * `script` is the script's address, as the webview loads it.
 */
export function page(seen: OperationSeen, places: { nonce: string; script: string }): string {
  const { nonce, script } = places;
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${seen.plan?.title ?? seen.record?.title ?? 'Operation'}</title>
        <style nonce="${nonce}">
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          <div id="head"></div>
          <div id="status"></div>
          <div id="notices"></div>
          <div id="steps"></div>
          <div id="actions"></div>
        </main>
        <div id="say" class="spoken" role="status" aria-live="polite"></div>
        <script nonce="${nonce}" src="${script}"></script>
      </body>
    </html>`.text;
}
