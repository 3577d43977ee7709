import { actionsPart } from './actions-part.ts';
import { PHASES, statusPart } from './end-part.ts';
import { chartsPart } from './charts-part.ts';
import { html } from './html.ts';
import { logPart } from './log-part.ts';
import { headPart, noticesPart } from './plan-part.ts';
import { hasEnded, isLeft, stepAt } from './seen.ts';
import type { OperationSeen } from './seen.ts';
import { stepsPart } from './steps-part.ts';
import { verdictOf, verdictWords } from './verdict.ts';
import { STYLE } from './style.ts';
import { topologyPart } from './topology/part.ts';
import { TOPOLOGY_STYLE } from './topology/style.ts';
import { topologyOf } from './topology/topology.ts';
import { writersWords } from './topology/words.ts';

/** The sections of the page, in their order: each can be shown anew alone. */
export const PARTS = ['head', 'status', 'topology', 'notices', 'steps', 'charts', 'log', 'actions'] as const;

/** The sections as HTML, by their element's id. */
export function partsOf(seen: OperationSeen): Readonly<Record<(typeof PARTS)[number], string>> {
  return {
    head: headPart(seen).text,
    status: statusPart(seen).text,
    topology: topologyPart(seen).text,
    notices: noticesPart(seen).text,
    steps: stepsPart(seen).text,
    charts: chartsPart(seen).text,
    log: logPart(seen).text,
    actions: actionsPart(seen).text,
  };
}

/** What a screen reader says of a change: the phase, the step at work, and who accepts writes; not each line of progress. */
export function spoken(seen: OperationSeen): string {
  const { record, problem, busy } = seen;
  if (problem !== undefined) return problem;
  if (record === undefined) return busy ?? '';
  const step = stepAt(record);
  const phase = isLeft(seen) && !hasEnded(record) ? 'left half-way' : PHASES[record.phase];
  const verdict = verdictOf(record);
  const topology = topologyOf(seen);
  const rest = [
    step?.title,
    topology && writersWords(topology),
    hasEnded(record) && verdict !== undefined ? verdictWords(verdict) : undefined,
  ];
  return [`${record.title}: ${phase}`, ...rest.filter((one) => one !== undefined)].join(', ');
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
          ${STYLE}${TOPOLOGY_STYLE}
        </style>
      </head>
      <body>
        <main>
          <div id="head"></div>
          <div id="status"></div>
          <div id="topology"></div>
          <div id="notices"></div>
          <div id="steps"></div>
          <div id="charts"></div>
          <div id="log"></div>
          <div id="actions"></div>
        </main>
        <div id="say" class="spoken" role="status" aria-live="polite"></div>
        <script nonce="${nonce}" src="${script}"></script>
      </body>
    </html>`.text;
}
